"""The records of one's organisations that the library publishes no more: why, and what may be done."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.http import Http404

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.models import Fiche, Reserved, Withdrawn, successor
from bibia.fiches.ownership import owner
from bibia.territoires.ids import ID


def mine(request: PrivateRequest) -> list[dict[str, Any]]:
    """The last withdrawn first."""
    ours = Q(pk__in=[])
    for siren in filter(None, request.viewer.organisations("read_internal")):
        ours |= Q(coll_siret__startswith=siren)
    kept = Reserved.objects.filter(ours, pk__in=Withdrawn.objects.values("pk"))
    keys = [one.pk for one in kept if request.viewer.may("read_internal", siren=owner(one.values))]
    found = list(Withdrawn.objects.filter(pk__in=keys).order_by("-withdrawn_at", "pk"))
    known = Fiche.objects.only("id", "nom_projet").in_bulk([gone.merged_into for gone in found])
    return [_one(gone, known) for gone in found]


def one(request: PrivateRequest, fiche_id: str) -> dict[str, Any] | None:
    """None for a record that was never withdrawn."""
    gone = Withdrawn.objects.filter(pk=fiche_id).first() if ID.fullmatch(fiche_id) else None
    if gone is None:
        return None
    kept = Reserved.objects.filter(pk=fiche_id).first()
    if kept is None or not request.viewer.may("read_internal", siren=owner(kept.values)):
        raise Http404
    return _one(gone, {})


def _one(gone: Withdrawn, known: Mapping[str, Fiche]) -> dict[str, Any]:
    """`known`: what is published of the records that others were merged into."""
    return {"gone": gone, "successor": known.get(gone.merged_into) or successor(gone)}


def said(fiche_ids: Iterable[str]) -> dict[str, str]:
    """What became of published records, for those that are not simply published any more."""
    keys = set(fiche_ids)
    archived = Fiche.objects.filter(pk__in=keys).exclude(archived_at=None)
    found = dict.fromkeys(archived.values_list("pk", flat=True), "Publiée, archivée depuis")
    withdrawn = Withdrawn.objects.filter(pk__in=keys).values_list("pk", "merged_into")
    return found | {
        key: "Publiée, réunie depuis avec une autre fiche" if merged else "Publiée, retirée depuis"
        for key, merged in withdrawn
    }
