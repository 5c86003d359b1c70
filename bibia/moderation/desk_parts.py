"""What moderation brings to one's own page."""

from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.moderation import queue
from bibia.moderation.models import Term
from bibia.web.desk import Line, Link, Section


def to_decide(request: PrivateRequest) -> Section | None:
    """How much waits for this person's decision, and since when."""
    viewer = request.viewer
    if not (viewer.may("accept") or viewer.organisations("accept")):
        return None
    waiting = queue.visible(request)
    lines: tuple[Line, ...] = ()
    if waiting:
        oldest = waiting[0].days
        detail = (
            f"La plus ancienne a {oldest} jour{'s' if oldest > 1 else ''}."
            if oldest
            else "Toutes sont d’aujourd’hui."
        )
        count = len(waiting)
        lines = (
            Line(f"{count} proposition{'s' if count > 1 else ''} à relire", reverse("moderation"), detail),
        )
    return Section(
        "À relire",
        lines,
        "Rien n’attend : tout a été relu.",
        20,
        (Link("Ouvrir la file", reverse("moderation")),),
    )


def to_animate(request: PrivateRequest) -> Section | None:
    """What else waits for the association."""
    if not request.viewer.is_association:
        return None
    terms = Term.objects.filter(state=Term.State.WAITING).count()
    said = f"{terms} terme{'s' if terms > 1 else ''} de vocabulaire à décider"
    lines = (Line(said, reverse("moderation-termes")),) if terms else ()
    return Section("Vocabulaires", lines, "", 60)
