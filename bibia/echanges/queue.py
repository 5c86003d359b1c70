"""What waits for someone: to be read again, to be answered, to be checked."""

from django.db.models import Q, QuerySet

from bibia.accounts.viewer import Viewer
from bibia.echanges.models import Exchange, Kind, State
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


def _theirs(found: QuerySet[Exchange], viewer: Viewer) -> QuerySet[Exchange]:
    if viewer.may("answer"):
        return found
    sirens = viewer.organisations("answer")
    return found.filter(fiche_id__in=Fiche.objects.filter(collectivite__siren__in=sirens).values("pk"))


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
