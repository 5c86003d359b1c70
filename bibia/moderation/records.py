"""Published records, for those who may archive, withdraw or merge them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches import changes, merging
from bibia.fiches.fields import label
from bibia.fiches.models import Fiche, Proposal, Reserved
from bibia.moderation.checks import reader_of
from bibia.moderation.near import Known, Near
from bibia.ui.filters import date_fr
from bibia.ui.text import fold

PER_PAGE = 25
_COLUMNS = (
    *("id", "nom_projet", "coll_nom", "updated_at", "archived_at", "archived_reason", "version"),
    *("collectivite__siren", "collectivite__nom", "collectivite__nom_officiel"),
)


def of(request: PrivateRequest) -> list[Fiche]:
    """Every published record that this person may archive, the last changed first."""
    fiches = Fiche.objects.select_related("collectivite").only(*_COLUMNS).order_by("-updated_at", "pk")
    if request.viewer.may("archive"):
        return list(fiches)
    return list(fiches.filter(collectivite__siren__in=request.viewer.organisations("archive")))


def one(request: PrivateRequest, fiche_id: str) -> Fiche | None:
    fiche = Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()
    if fiche is None or not request.viewer.may("archive", siren=fiche.collectivite.siren or ""):
        return None
    return fiche


def found(fiches: Iterable[Fiche], words: str, *, archived: bool = False) -> list[Fiche]:
    wanted = fold(words).split()
    return [
        fiche
        for fiche in fiches
        if (not archived or fiche.archived_at)
        and all(
            word in fold(f"{fiche.pk} {fiche.nom_projet} {fiche.collectivite.nom_affiche} {fiche.coll_nom}")
            for word in wanted
        )
    ]


def line(fiche: Fiche) -> dict[str, Any]:
    return {
        "id": fiche.pk,
        "title": fiche.nom_projet,
        "organisation": fiche.collectivite.nom_affiche,
        "url": reverse("gerer", args=[fiche.pk]),
        "updated": date_fr(fiche.updated_at),
        "archived": f"Archivée le {date_fr(fiche.archived_at)}" if fiche.archived_at else "",
    }


def waiting(fiche_id: str) -> int:
    return Proposal.objects.filter(fiche_id=fiche_id, state=Proposal.State.PENDING).count()


def lookalikes(fiche: Fiche) -> list[Known]:
    """Published records of the same organisation with near titles."""
    return Near().around(fiche.pk, fiche.nom_projet, fiche.collectivite.siren or "", fiche.collectivite.nom)


def choices(kept_id: str, gone_id: str) -> list[dict[str, Any]]:
    """The fields where two records differ, with both values and which one is suggested."""
    kept, gone = Reserved.objects.get(pk=kept_id), Reserved.objects.get(pk=gone_id)
    ours, theirs = merging.values_of(kept), merging.values_of(gone)
    suggested = merging.suggested(kept, gone)
    return [
        {
            "name": name,
            "label": label(name),
            "reader": reader_of(name, kept.opened),
            "kept": changes.text(name, ours[name]),
            "gone": changes.text(name, theirs[name]),
            "taken": name in suggested,
        }
        for name in merging.differing(kept, gone)
    ]
