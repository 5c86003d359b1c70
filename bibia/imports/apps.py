from django.apps import AppConfig


class Imports(AppConfig):
    name = "bibia.imports"
    verbose_name = "Imports de tableaux"

    def ready(self) -> None:
        from bibia.imports.files import KEPT_DAYS, forget_files
        from bibia.imports.listing import section
        from bibia.web.desk import bring
        from bibia.web.retention import Rule, declare

        declare(Rule("imports", "Fichiers importés et leurs rapports", KEPT_DAYS, "leur dépôt", forget_files))
        bring(section)
