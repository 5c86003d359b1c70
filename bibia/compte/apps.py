from django.apps import AppConfig


class Compte(AppConfig):
    name = "bibia.compte"

    def ready(self) -> None:
        from bibia.compte import codes, desk_parts, idle
        from bibia.web.desk import bring
        from bibia.web.retention import Rule, declare

        bring(desk_parts.requests)
        bring(desk_parts.organisations)
        declare(
            Rule("codes", "Codes de connexion", 1, "leur fin", lambda before: codes.forget(before=before)),
            Rule(
                "comptes",
                "Comptes sans organisation, qui n’ont rien proposé",
                365,
                "leur dernière connexion",
                idle.forget_unused,
            ),
            Rule(
                "comptes-inactifs",
                "Les autres comptes, prévenus un mois avant, sauf le dernier administrateur",
                idle.LIFE.days,
                "leur dernière connexion",
                idle.close_idle,
            ),
        )
