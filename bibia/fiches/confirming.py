"""The six-month question: an organisation says that what is published of it is still true."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.models import Fiche
from bibia.fiches.ownership import owner
from bibia.fiches.publication import publish
from bibia.fiches.verbs import Refusal, existing, journal, published, require
from bibia.fiches.writing import writing

FRESH = timedelta(days=182)
YEAR = timedelta(days=365)


def confirm_still_true(fiche_id: str, *, by: Account) -> Fiche:
    """Date the verification of today; twice in a day changes nothing more."""
    with writing():
        reserved = existing(fiche_id)
        require(by, "confirm_still_true", siren=owner(reserved.values))
        if published(fiche_id).archived_at:
            raise Refusal(_("Cette fiche est archivée : elle n’est plus tenue à jour."))
        reserved.date_verification = timezone.localdate()
        # The revision stays: what somebody else is proposing meanwhile is about other fields, and still holds.
        reserved.save(update_fields=["date_verification"])
        fiche = publish(reserved, at=timezone.now())
        journal("confirm_still_true", by, fiche_id)
        return fiche


def to_confirm(fiches: QuerySet[Fiche], *, today: date, after: timedelta = FRESH) -> QuerySet[Fiche]:
    """Those whose last word is older than this, and that somebody still looks after."""
    limit = today - after
    written = (
        Q(date__gte=limit)
        | Q(date_verification__gte=limit)
        | Q(date=None, date_verification=None, updated_at__date__gte=limit)
    )
    return fiches.filter(archived_at=None).exclude(written)


def last_word(fiche: Fiche) -> date:
    """The day when its organisation last said something of it; that of the last change here when it gave none."""
    said = [day for day in (fiche.date, fiche.date_verification) if day]
    return max(said) if said else timezone.localdate(fiche.updated_at)


def is_due(fiche: Fiche, *, today: date) -> bool:
    """The same question as `to_confirm`, of a record at hand."""
    return fiche.archived_at is None and last_word(fiche) < today - FRESH
