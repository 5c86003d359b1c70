from django.apps import AppConfig


class Moderation(AppConfig):
    name = "bibia.moderation"
    verbose_name = "Modération"

    def ready(self) -> None:
        from bibia.moderation import desk_parts
        from bibia.web import desk

        desk.bring(desk_parts.to_decide)
