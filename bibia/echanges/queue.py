"""What waits for someone: to be read again, to be answered, to be checked; and what waits no longer."""

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Coalesce

from bibia.accounts.viewer import Viewer
from bibia.echanges.models import DECIDED, Exchange, Kind, State
from bibia.fiches.models import Fiche, Question, Reply

_OF_ITS_ORGANISATION = (State.PUBLISHED, State.RECEIVED, State.CORRECTED, State.NOT_ERROR)


def to_read(viewer: Viewer) -> QuerySet[Exchange]:
    """For the animators; with what a fiche that was withdrawn, then published again, has lost."""
    if not viewer.may("moderate_exchanges"):
        return Exchange.objects.none()
    lost = (
        Q(state=State.PUBLISHED, fiche_id__in=Fiche.objects.values("pk"))
        & ~Q(pk__in=Question.objects.values("pk"))
        & ~Q(pk__in=Reply.objects.values("pk"))
    )
    return Exchange.objects.filter(
        Q(state=State.WAITING) | lost | (Q(state=State.PUBLISHED) & ~Q(waiting_answer=""))
    )


def to_answer(viewer: Viewer) -> QuerySet[Exchange]:
    found = Exchange.objects.filter(state=State.PUBLISHED, kind__in=(Kind.CONTACT, Kind.QUESTION), answer="")
    found = found.filter(waiting_answer="")
    return _theirs(found, viewer)


def to_check(viewer: Viewer) -> QuerySet[Exchange]:
    return _theirs(Exchange.objects.filter(state=State.RECEIVED), viewer)


def settled(viewer: Viewer) -> QuerySet[Exchange]:
    """What those who had to see to it may find again, the last first.

    Of a message that was handed over, its organisation finds that it came: its words are kept nowhere.
    """
    readable = Exchange.objects.filter(state__in=DECIDED)
    if not viewer.may("moderate_exchanges"):
        readable = _theirs(readable.filter(state__in=_OF_ITS_ORGANISATION), viewer)
    handed_over = Q(state=State.RELAYED, fiche_id__in=_fiches(viewer).values("pk"))
    found = Exchange.objects.filter(Q(pk__in=readable.values("pk")) | handed_over)
    for waiting in (to_read(viewer), to_answer(viewer), to_check(viewer)):
        found = found.exclude(pk__in=waiting.values("pk"))
    return found.annotate(settled_at=_SETTLED_AT).order_by("-settled_at", "pk")


_SETTLED_AT = Case(
    When(state=State.PUBLISHED, then=Coalesce("waiting_at", "answered_at", "decided_at")),
    default=Coalesce("decided_at", "confirmed_at"),
)


def _theirs(found: QuerySet[Exchange], viewer: Viewer) -> QuerySet[Exchange]:
    if viewer.may("answer"):
        return found
    return found.filter(fiche_id__in=_fiches(viewer).values("pk"))


def _fiches(viewer: Viewer) -> QuerySet[Fiche]:
    """Those of the organisations that this person answers for."""
    return Fiche.objects.filter(collectivite__siren__in=viewer.organisations("answer"))


def visible(viewer: Viewer, exchange_id: str) -> Exchange | None:
    """None for what this person has no part in, as for what does not exist."""
    found = Exchange.objects.filter(pk=exchange_id).exclude(state=State.UNCONFIRMED).first()
    if found is None or found.state == State.RELAYED:
        return None
    if viewer.may("moderate_exchanges"):
        return found
    fiche = Fiche.objects.select_related("collectivite").filter(pk=found.fiche_id).first()
    siren = (fiche.collectivite.siren or "") if fiche else ""
    if not viewer.may("answer", siren=siren) or found.state not in _OF_ITS_ORGANISATION:
        return None
    return found


def of_theirs(viewer: Viewer, exchange_id: str) -> Exchange | None:
    """One of a record that this person answers for, whatever became of it: its words are not for them to read."""
    found = Exchange.objects.filter(pk=exchange_id).exclude(state=State.UNCONFIRMED)
    return _theirs(found, viewer).first()
