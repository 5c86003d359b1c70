from django.apps import AppConfig


class Contribution(AppConfig):
    name = "bibia.contribution"

    def ready(self) -> None:
        from bibia.contribution import desk_parts
        from bibia.web import desk

        desk.bring(desk_parts.drafts_part)
        desk.bring(desk_parts.records_part)
