from django.apps import AppConfig


class Contribution(AppConfig):
    name = "bibia.contribution"

    def ready(self) -> None:
        from bibia.contribution import desk_parts, keeping, notices
        from bibia.web import desk, joining, personal
        from bibia.web.retention import Rule, declare

        desk.bring(desk_parts.drafts_part)
        desk.bring(desk_parts.records_part)
        joining.bring(notices.joined)
        personal.bring(personal.Part("brouillons", keeping.export, keeping.erase))
        declare(
            Rule(
                "brouillons-anonymes",
                "Brouillons commencés sans se connecter",
                30,
                "leur dernier changement",
                keeping.anonymous,
            ),
            Rule(
                "brouillons",
                "Brouillons, textes déposés et visas",
                365,
                "leur dernier changement, ou la décision prise",
                keeping.old,
            ),
        )
