"""Keeping a record to be read when nobody looks after it any more. One transaction and one journal line each."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.models import Fiche
from bibia.fiches.ownership import owner
from bibia.fiches.publication import shelve
from bibia.fiches.verbs import Refusal, because, existing, journal, published, require
from bibia.fiches.writing import writing


def archive(fiche_id: str, *, by: Account, reason: str) -> Fiche:
    """Say publicly that a record is no longer maintained, and why; it stays readable and is asked about no more."""
    with writing():
        fiche = _ours(fiche_id, "archive", by)
        if fiche.archived_at:
            raise Refusal(_("Cette fiche est déjà archivée."))
        reason = because(reason, _("Dites pourquoi la fiche est archivée : ce motif est public."))
        shelve(fiche, reason=reason, at=timezone.now())
        journal("archive", by, fiche_id, detail=reason)
        return fiche


def unarchive(fiche_id: str, *, by: Account) -> Fiche:
    """Bring an archived record back among those that are maintained."""
    with writing():
        fiche = _ours(fiche_id, "unarchive", by)
        if not fiche.archived_at:
            raise Refusal(_("Cette fiche n’est pas archivée."))
        shelve(fiche, reason="", at=timezone.now())
        journal("unarchive", by, fiche_id)
        return fiche


def _ours(fiche_id: str, verb: str, by: Account) -> Fiche:
    require(by, verb, siren=owner(existing(fiche_id).values))
    return published(fiche_id)
