from django.apps import AppConfig


class Web(AppConfig):
    name = "bibia.web"

    def ready(self) -> None:
        from bibia.courrier import outbox
        from bibia.web import forget, limits
        from bibia.web.retention import Rule, declare

        declare(
            Rule(
                "courriels",
                "Courriels envoyés",
                30,
                "leur envoi",
                lambda before: outbox.forget(before=before),
            ),
            Rule("sessions", "Sessions de connexion", 0, "leur expiration", forget.sessions),
            Rule("formulaires", "Empreintes des formulaires reçus", 7, "leur envoi", forget.forms),
            Rule("tentatives", "Comptes de tentatives", 1, "la fin de leur période", limits.forget),
        )
