from django.apps import AppConfig


class Moderation(AppConfig):
    name = "bibia.moderation"
    verbose_name = "Modération"

    def ready(self) -> None:
        from bibia.moderation import desk_parts, forget
        from bibia.web import desk, personal

        desk.bring(desk_parts.to_decide)
        desk.bring(desk_parts.to_animate)
        personal.bring(personal.Part("moderation", forget.export, forget.erase))
