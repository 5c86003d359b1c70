"""Two records of one thing made one: the kept one with values chosen field by field, the other's address leading to it."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.actions import accept, close_field, propose
from bibia.fiches.fields import BY_NAME, INTERNAL, STORED, Tier
from bibia.fiches.models import Fiche, Internal, Proposal, Reserved, Shelf
from bibia.fiches.publication import unpublish
from bibia.fiches.shelves import put_shelf
from bibia.fiches.verbs import Refusal, because, existing, journal, published, require
from bibia.fiches.writing import writing

# Who the record is of, and what the library fills by itself, stay those of the kept one.
_KEPT = ("coll_nom", "coll_siret", "coll_type", "nature", "latitude", "longitude", "version_schema")
CHOSEN = tuple(name for name in (*STORED, *INTERNAL) if name not in _KEPT)


def merge(kept_id: str, gone_id: str, *, taken: Collection[str], by: Account, reason: str) -> Fiche:
    """Keep one record, with the values of the other for the fields `taken`; withdraw the other, leading to it."""
    with writing():
        require(by, "merge")
        if kept_id == gone_id:
            raise Refusal(_("Choisissez deux fiches différentes."))
        kept, gone = existing(kept_id), existing(gone_id)
        published(kept_id)
        leaving = published(gone_id)
        reason = because(reason, _("Dites pourquoi les deux fiches n’en font qu’une : ce motif est public."))
        _refuse_pending(gone_id)
        values = values_of(gone)
        wanted = {name: values[name] for name in CHOSEN if name in taken}
        if wanted:
            _close_what_was_closed(kept, gone, wanted, by=by)
            confirmed = [name for name in gone.confirmed if name in wanted]
            accept(propose(values=wanted, by=by, fiche_id=kept.pk, confirmed=confirmed), by=by)
        gone.revision += 1
        gone.save()
        unpublish(leaving, reason=reason, at=timezone.now(), merged_into=kept_id)
        _reshelve(gone_id, kept_id, by=by)
        journal("merge", by, kept_id, detail=gone_id)
        journal("merge", by, gone_id, detail=reason)
        return published(kept_id)


def _close_what_was_closed(kept: Reserved, gone: Reserved, taken: Collection[str], *, by: Account) -> None:
    """A value that nobody opened stays reserved, even where the kept record had opened the field for its own."""
    for name in kept.opened:
        if name in taken and name not in gone.opened:
            close_field(kept.pk, name, by=by)


def differing(kept: Reserved, gone: Reserved) -> list[str]:
    """The fields to choose: where the other record holds a value, and another one."""
    ours, theirs = values_of(kept), values_of(gone)
    return [
        name for name in CHOSEN if theirs[name] != ours[name] and theirs[name] != BY_NAME[name].column.empty
    ]


def suggested(kept: Reserved, gone: Reserved) -> set[str]:
    """What the kept record lacks and the other has."""
    ours = values_of(kept)
    return {
        name
        for name in differing(kept, gone)
        if ours[name] == BY_NAME[name].column.empty and BY_NAME[name].tier is not Tier.AUTO
    }


def values_of(record: Reserved) -> dict:
    """Every value, the internal ones too."""
    internal = Internal.objects.filter(pk=record.pk).first()
    return record.values | {name: getattr(internal, name) if internal else "" for name in INTERNAL}


def _refuse_pending(fiche_id: str) -> None:
    if Proposal.objects.filter(fiche_id=fiche_id, state=Proposal.State.PENDING).exists():
        raise Refusal(_("Une proposition attend sur la fiche qui serait retirée : décidez-en d’abord."))


def _reshelve(gone_id: str, kept_id: str, *, by: Account) -> None:
    """The shelves that held the one hold the other, at its place."""
    for shelf in Shelf.objects.order_by("pk"):
        if gone_id not in shelf.fiches:
            continue
        choice = list(dict.fromkeys(kept_id if one == gone_id else one for one in shelf.fiches))
        known = set(Fiche.objects.filter(pk__in=choice).values_list("pk", flat=True))
        put_shelf(
            slug=shelf.slug,
            title=shelf.title,
            text=shelf.text,
            fiches=[one for one in choice if one in known],
            by=by,
        )
