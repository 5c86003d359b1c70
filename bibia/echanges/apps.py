from django.apps import AppConfig


class Echanges(AppConfig):
    name = "bibia.echanges"
    verbose_name = "Échanges"

    def ready(self) -> None:
        from bibia.echanges import desk_parts, forget
        from bibia.web import desk, personal
        from bibia.web.retention import Rule, declare

        desk.bring(desk_parts.exchanges)
        desk.bring(desk_parts.needs)
        personal.bring(personal.Part("echanges", forget.export, forget.erase))
        declare(
            Rule(
                "messages",
                "Messages dont l’adresse n’a pas été confirmée",
                7,
                "leur envoi",
                forget.unconfirmed,
            ),
            Rule("correspondants", "Adresses de qui a écrit", 365, "la confirmation", forget.addresses),
        )
