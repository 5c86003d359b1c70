"""Many records written at once: what is long is done before the transaction, which then writes them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.fields import INTERNAL
from bibia.fiches.foreseen import settle
from bibia.fiches.forms import clean_values
from bibia.fiches.models import Fiche, Internal, Journal, Proposal, Reserved
from bibia.fiches.ownership import owner, owners_of, stored
from bibia.fiches.publication import BATCH, publish_new
from bibia.fiches.verbs import NotAllowed, NotPublishable, Refusal, require, require_publishable
from bibia.fiches.writing import writing
from bibia.territoires.ids import new_id

OPEN = (Proposal.State.PENDING, Proposal.State.CHANGES)


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
        _require(by, "propose", drafts)
        at = timezone.now()
        proposals = [
            Proposal(
                fiche_id=new_id(), base=0, values=one.values, source=source, proposed_at=at, proposed_by=by
            )
            for one in drafts
        ]
        Proposal.objects.bulk_create(proposals, batch_size=BATCH)
        _journal("propose", by, proposals)
        return proposals


def accept_new(drafts: Sequence[Draft], proposals: Sequence[Proposal], *, by: Account) -> list[Fiche]:
    """As so many `accept` of what `propose_new` made of these drafts in the same transaction."""
    if not drafts:
        return []
    with writing():
        _require(by, "accept", drafts)
        if not by.viewer.may("accept"):
            raise NotAllowed(_("Une autre personne que son auteur décide d’une proposition."))
        records = [_record(one, proposal) for one, proposal in zip(drafts, proposals, strict=True)]
        Reserved.objects.bulk_create(records, batch_size=BATCH)
        Internal.objects.bulk_create(_internal(drafts, records), batch_size=BATCH)
        fiches = publish_new(records, at=timezone.now())
        _decide(proposals, Proposal.State.ACCEPTED, by)
        _journal("accept", by, proposals)
        return fiches


def cancel_many(proposals: Sequence[Proposal], *, by: Account) -> None:
    """As so many `cancel`, all or none."""
    with writing():
        fresh = list(Proposal.objects.select_for_update().filter(pk__in=[one.pk for one in proposals]))
        if any(one.state not in OPEN for one in fresh):
            raise Refusal(_("Une de ces propositions a déjà été traitée."))
        for siren in owners_of(fresh):
            require(by, "cancel", siren=siren)
        _decide(fresh, Proposal.State.CANCELLED, by)
        _journal("cancel", by, fresh)


def _decide(proposals: Sequence[Proposal], state: str, by: Account) -> None:
    at = timezone.now()
    for one in proposals:
        one.state, one.decided_at, one.decided_by = state, at, by
    Proposal.objects.bulk_update(proposals, ["state", "decided_at", "decided_by"], batch_size=BATCH)


def _record(draft: Draft, proposal: Proposal) -> Reserved:
    record = Reserved(pk=proposal.fiche_id, revision=1)
    values = record.values | stored(draft.values)
    require_publishable(values)
    settle(record, values, ())
    return record


def _internal(drafts: Sequence[Draft], records: Sequence[Reserved]) -> list[Internal]:
    kept = [{name: one.values[name] for name in one.values if name in INTERNAL} for one in drafts]
    return [Internal(pk=record.pk, **values) for record, values in zip(records, kept, strict=True) if values]


def _require(by: Account, verb: str, drafts: Sequence[Draft]) -> None:
    for siren in {one.owner for one in drafts}:
        require(by, verb, siren=siren)


def _journal(verb: str, by: Account, proposals: Sequence[Proposal]) -> None:
    at = timezone.now()
    lines = [Journal(at=at, by=by, verb=verb, fiche_id=one.fiche_id, proposal=one) for one in proposals]
    Journal.objects.bulk_create(lines, batch_size=BATCH)
