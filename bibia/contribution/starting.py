"""Where a draft starts from: nothing, a similar record of others, a template, one's own published record."""

from typing import Any

from bibia.accounts.models import Account
from bibia.accounts.requests import PrivateRequest
from bibia.accounts.viewer import Viewer
from bibia.contribution import actions
from bibia.contribution.models import Draft
from bibia.fiches.access import read
from bibia.fiches.fields import BY_NAME, Access, Tier
from bibia.fiches.models import Fiche, Proposal, Reserved, SupplierTemplate
from bibia.fiches.suppliers import values_of
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.fiches.writing import writing
from bibia.territoires import table
from bibia.territoires.finding import Candidate
from bibia.territoires.ids import ID
from bibia.web.values import Values, is_blank, typed

# What another organisation's record says of the work, which may be the same here. Neither its story nor its law.
SHARED = (
    *("nature", "theme", "sous_theme", "resume", "usage_description", "audience_service", "probleme"),
    *("benefices", "vigilance", "fournisseurs", "metiers", "prerequis", "code_source", "code_licence"),
)


def model(fiche_id: str) -> Fiche | None:
    """The public record that one's own is like."""
    if not ID.fullmatch(fiche_id):
        return None
    return Fiche.objects.select_related("collectivite").filter(pk=fiche_id).first()


def template(key: str) -> SupplierTemplate | None:
    """What a supplier's solution is, described once by the animators."""
    return SupplierTemplate.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None


def templates(request: PrivateRequest) -> list[SupplierTemplate]:
    """Those that one may begin from; the public sees nothing of them."""
    return list(SupplierTemplate.objects.all()[:100]) if request.user.is_authenticated else []


def values(like: Fiche | SupplierTemplate | None) -> Values:
    if like is None:
        return {}
    if isinstance(like, SupplierTemplate):
        return {name: typed(name, value) for name, value in values_of(like).items()}
    found = {
        name: typed(name, getattr(like, name)) for name in SHARED if BY_NAME[name].access is Access.PUBLIC
    }
    return {name: raw for name, raw in found.items() if not is_blank(raw)}


def light(like: Fiche | SupplierTemplate | None) -> Values:
    """What the light form begins with: the theme and the sentence, never the title of another."""
    known = values(like)
    return {name: known[name] for name in ("resume", "theme") if name in known}


def source(like: Fiche | SupplierTemplate | None) -> str:
    if like is None:
        return ""
    return f"{'modele' if isinstance(like, SupplierTemplate) else 'fiche'}:{like.pk}"


def published(fiche: Fiche, viewer: Viewer) -> tuple[int, Values]:
    """The revision of a record and its values as they would be typed: those this viewer may read and change."""
    reading = read(fiche, viewer)
    revision = Reserved.objects.values_list("revision", flat=True).get(pk=fiche.pk)
    return revision, _typed(reading.values)


def from_record(fiche: Fiche, *, by: Account, siren: str) -> Draft:
    revision, found = published(fiche, by.viewer)
    return actions.start(by=by, values=dict(found), siren=siren, record=(fiche.pk, revision, found))


def from_proposal(proposal: Proposal, *, by: Account, siren: str) -> Draft:
    """A proposal that came back and was not written here: from a table, or by a colleague who left."""
    with writing():
        begun = Draft.objects.filter(account=by, replaces=proposal, proposal=None).first()
        return begun or _begun_from(proposal, by=by, siren=siren)


def _begun_from(proposal: Proposal, *, by: Account, siren: str) -> Draft:
    fiche = Fiche.objects.select_related("collectivite").filter(pk=proposal.fiche_id).first()
    revision, before = published(fiche, by.viewer) if fiche else (None, {})
    record = (proposal.fiche_id, revision, before) if fiche and revision is not None else None
    return actions.start(
        by=by,
        values=dict(before) | _typed(proposal.values),
        siren=siren,
        source=proposal.source,
        record=record,
        replaces=proposal,
    )


def _typed(found: dict[str, Any]) -> Values:
    """Without what the library writes itself: a form that sent it back would change it."""
    kept = {
        name: value for name, value in found.items() if BY_NAME[name].tier is not Tier.AUTO or name in _OWN
    }
    return {name: raw for name, value in kept.items() if not is_blank(raw := typed(name, value))}


_OWN = ("coll_nom", "coll_siret", "coll_type", "nature")


def described(one: Candidate) -> str:
    """What tells two organisations of one name apart."""
    kind = VOCABULARIES["coll_type"].label(one.type) if one.type in VOCABULARIES["coll_type"].codes else ""
    place = f"{table.departement_name(one.departement)} ({one.departement})" if one.departement else ""
    return ", ".join(part for part in (kind, place) if part)
