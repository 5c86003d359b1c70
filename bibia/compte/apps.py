from django.apps import AppConfig


class Compte(AppConfig):
    name = "bibia.compte"

    def ready(self) -> None:
        from bibia.compte import codes, desk_parts, person
        from bibia.web.desk import bring
        from bibia.web.retention import Rule, declare

        bring(desk_parts.requests)
        bring(desk_parts.organisations)
        declare(
            Rule("codes", "Codes de connexion", 1, "leur fin", lambda before: codes.forget(before=before)),
            Rule(
                "comptes",
                "Comptes sans organisation, qui n’ont rien écrit",
                365,
                "leur dernière connexion",
                person.forget_unused,
            ),
        )
