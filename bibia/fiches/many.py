"""Many new records proposed at once: what is long is done before the transaction, which then writes them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.forms import clean_values
from bibia.fiches.models import Journal, Proposal, Reserved
from bibia.fiches.ownership import owner, stored
from bibia.fiches.verbs import NotPublishable, require
from bibia.fiches.writing import writing
from bibia.territoires.ids import new_id

_BATCH = 500


@dataclass(frozen=True)
class Draft:
    """The values of a new record, cleaned, and the SIREN of whose it would be."""

    values: dict[str, Any]
    owner: str


def draft(values: dict[str, Any]) -> Draft:
    """Nothing is read or written. Raises as `propose` does."""
    cleaned = clean_values(values)
    known = Reserved().values | stored(cleaned)
    if not (known["coll_nom"] and known["nom_projet"]):
        raise NotPublishable(_("Il faut au moins un porteur et un titre."), ("coll_nom", "nom_projet"))
    return Draft(cleaned, owner(known))


def propose_new(drafts: Sequence[Draft], *, by: Account, source: str) -> list[Proposal]:
    """As so many `propose`, in their order, all or none."""
    if not drafts:
        return []
    with writing():
        for siren in {one.owner for one in drafts}:
            require(by, "propose", siren=siren)
        at = timezone.now()
        proposals = Proposal.objects.bulk_create(
            [
                Proposal(
                    fiche_id=new_id(),
                    base=0,
                    values=one.values,
                    source=source,
                    proposed_at=at,
                    proposed_by=by,
                )
                for one in drafts
            ],
            batch_size=_BATCH,
        )
        lines = [
            Journal(at=at, by=by, verb="propose", fiche_id=one.fiche_id, proposal=one) for one in proposals
        ]
        Journal.objects.bulk_create(lines, batch_size=_BATCH)
        return proposals
