"""Archiving, withdrawing, merging: done, and told to those who write for the organisation, in one transaction."""

from collections.abc import Collection

from django.urls import NoReverseMatch, reverse

from bibia.accounts import reached
from bibia.accounts.models import Account
from bibia.courrier.outbox import send
from bibia.fiches import actions, archiving, merging
from bibia.fiches.models import Fiche, Withdrawn
from bibia.fiches.writing import writing
from bibia.ui.jinja import absolute


def archive(fiche_id: str, *, by: Account, reason: str) -> Fiche:
    with writing():
        fiche = archiving.archive(fiche_id, by=by, reason=reason)
        _tell(
            fiche,
            "archivee",
            _sirens(fiche),
            by=by,
            reason=fiche.archived_reason,
            url=fiche.get_absolute_url(),
        )
        return fiche


def withdraw(fiche_id: str, *, by: Account, reason: str) -> None:
    with writing():
        fiche = _published(fiche_id)
        actions.withdraw(fiche_id, by=by, reason=reason)
        if fiche is not None:
            _tell(fiche, "retiree", _sirens(fiche), by=by, reason=_said(fiche_id), url=_propose())


def merge(kept_id: str, gone_id: str, *, taken: Collection[str], by: Account, reason: str) -> Fiche:
    """Both organisations are told: what the one says changed, the other's is no longer at its address."""
    with writing():
        gone = _published(gone_id)
        kept = merging.merge(kept_id, gone_id, taken=taken, by=by, reason=reason)
        if gone is not None:
            _tell(
                gone, "reunie", _sirens(gone, kept), by=by, reason=_said(gone_id), url=kept.get_absolute_url()
            )
        return kept


def _published(fiche_id: str) -> Fiche | None:
    return Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()


def _said(fiche_id: str) -> str:
    """The motive as its address says it."""
    return Withdrawn.objects.get(pk=fiche_id).reason


def _sirens(*fiches: Fiche) -> list[str]:
    return [fiche.collectivite.siren for fiche in fiches if fiche.collectivite.siren]


def _tell(fiche: Fiche, what: str, sirens: Collection[str], *, by: Account, reason: str, url: str) -> None:
    """The title and the motive are public; nothing else of the record is said."""
    for account in reached.writers(*sirens).exclude(pk=by.pk):
        send(
            to=account.email,
            kind="fiche-terminee",
            subject=f"{_SUBJECTS[what]} : {fiche.nom_projet}",
            template="web/courriels/terminee.html",
            context={"what": what, "title": fiche.nom_projet, "reason": reason, "url": absolute(url)},
            key=f"{what}-{fiche.pk}-{fiche.version}-{account.pk}",
        )


_SUBJECTS = {
    "archivee": "Une fiche de votre organisation est archivée",
    "retiree": "Une fiche de votre organisation est retirée",
    "reunie": "Deux fiches n’en font plus qu’une",
}


def _propose() -> str:
    try:
        return reverse("proposer")
    except NoReverseMatch:  # this capability is not installed
        return reverse("espace")
