"""The records of one's organisations: how complete, what is next, still true; and everything that was given."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from bibia.accounts.models import Account, Membership, Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.accounts.roles import allows
from bibia.contribution import drafts, gone
from bibia.contribution import steps as plan
from bibia.fiches import display
from bibia.fiches.access import read_all
from bibia.fiches.completeness import completeness
from bibia.fiches.confirming import last_word, to_confirm
from bibia.fiches.fields import BY_NAME, NAMES, OPENABLE, Tier, label
from bibia.fiches.models import Fiche
from bibia.territoires.ids import ID
from bibia.ui.sheet import sheet
from bibia.web.values import typed


def mine(request: PrivateRequest, verb: str = "read_internal") -> QuerySet[Fiche]:
    """The published records of the organisations where this person may do this."""
    sirens = [siren for siren in request.viewer.organisations(verb) if siren]
    return (
        Fiche.objects.select_related("collectivite")
        .filter(collectivite__siren__in=sirens)
        .order_by("nom_projet")
    )


def one(request: PrivateRequest, fiche_id: str, verb: str = "read_internal") -> Fiche:
    """A record that this person may do this to; for the association, any."""
    known = Fiche.objects.select_related("collectivite")
    fiche = known.filter(pk=fiche_id).first() if ID.fullmatch(fiche_id) else None
    if fiche is None or not request.viewer.may(verb, siren=fiche.collectivite.siren or ""):
        raise Http404
    return fiche


def page(request: PrivateRequest) -> dict[str, Any]:
    fiches = list(mine(request))
    late = set(to_confirm(mine(request), today=timezone.localdate()).values_list("pk", flat=True))
    writes = set(mine(request, "propose").values_list("pk", flat=True))
    return {
        "rows": [row(fiche, late=fiche.pk in late) | {"writes": fiche.pk in writes} for fiche in fiches],
        "gone": gone.mine(request),
        "organisations": Organisation.objects.filter(pk__in=request.viewer.organisations("read_internal")),
    }


def row(fiche: Fiche, *, late: bool) -> dict[str, Any]:
    filled, asked = completeness(fiche)
    values = {name: typed(name, value) for name, value in fiche.values.items()}
    return {
        "fiche": fiche,
        "filled": filled,
        "asked": asked,
        "next": next(iter(plan.gains(values)), None),
        "late": late,
        "said": last_word(fiche),
    }


def whole(request: PrivateRequest, fiche: Fiche) -> dict[str, Any]:
    """One record: what is said of it, its restricted fields one by one, who is writing."""
    late = to_confirm(Fiche.objects.filter(pk=fiche.pk), today=timezone.localdate()).exists()
    siren = fiche.collectivite.siren or ""
    (reading,) = read_all([fiche], request.viewer)
    restricted: list[dict[str, Any]] = [
        {
            "name": name,
            "label": label(name),
            "opened": name in fiche.opened,
            "value": display.text(name, reading.values.get(name)),
        }
        for name in OPENABLE
        if BY_NAME[name].applies_to(fiche.nature)
    ]
    return row(fiche, late=late) | {
        "writes": request.viewer.may("propose", siren=siren),
        "opens": request.viewer.may("open_field", siren=siren),
        "restricted": [one for one in restricted if one["value"] or one["opened"]],
        # Nobody is asked for the others: they are there only where an old table filled them.
        "blank": [
            one
            for one in restricted
            if not (one["value"] or one["opened"]) and BY_NAME[one["name"]].tier is not Tier.AUTO
        ],
        "draft": drafts.writable(request).filter(fiche_id=fiche.pk, proposal=None).first(),
        "pending": drafts.readable(request).filter(fiche_id=fiche.pk, proposal__state="pending").first(),
    }


def given(request: PrivateRequest) -> list[dict[str, Any]]:
    """Everything that these organisations gave, restricted and internal values included, by field name."""
    fiches = list(mine(request))
    return [
        {
            "id": fiche.pk,
            "version": fiche.version,
            "published_at": fiche.published_at,
            "updated_at": fiche.updated_at,
            "champs_ouverts": list(fiche.opened),
            **{name: reading.values[name] for name in NAMES if name in reading.values},
        }
        for fiche, reading in zip(fiches, read_all(fiches, request.viewer), strict=True)
    ]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """One line per record; a list or an object is JSON in its cell, as the import reads it."""
    names = ["id", "version", "published_at", "updated_at", "champs_ouverts", *NAMES]
    return sheet([names, *([_cell(one.get(name)) for name in names] for one in rows)])


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder) if value else ""
    return value


def writers(siren: str) -> list[Account]:
    """Who writes for an organisation and can be written to."""
    seats = Membership.objects.confirmed().filter(organisation=siren, account__is_active=True)
    held = seats.exclude(account__email="").select_related("organisation", "account")
    return [seat.account for seat in held if allows("confirm_still_true", seat.seat.role, own=True)]
