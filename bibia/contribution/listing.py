"""What the pages of drafts show: lists, places, completeness, what was sent and what came back."""

from collections.abc import Iterable
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import drafts, gone, merging
from bibia.contribution import review as checks
from bibia.contribution import steps as plan
from bibia.contribution.actions import CORRECTED, ELSEWHERE, PUBLISHED, mark
from bibia.contribution.models import Draft, State, title
from bibia.contribution.steps import Step
from bibia.fiches import display, personal
from bibia.fiches.fields import BY_NAME, FIELDS, Tier, label
from bibia.fiches.models import Fiche, Proposal, Reserved
from bibia.web.values import Values, cleaned, digest, is_blank, is_single

SENT = {
    State.PENDING: "En attente de relecture",
    State.CHANGES: "À reprendre",
    State.ACCEPTED: "Publiée",
    State.REJECTED: "Refusée",
    State.CANCELLED: "Retirée par son auteur",  # or by somebody else: see `_state`
}
_WHY = {
    ELSEWHERE: "saisi ici, pendant qu’un autre texte était enregistré",
    PUBLISHED: "publié depuis que vous avez commencé",
    CORRECTED: "proposé par la personne qui a relu",
}
_KEPT = 100  # proposals listed


def mine(request: PrivateRequest) -> dict[str, Any]:
    writing = [_line(request, draft) for draft in drafts.writable(request).filter(proposal=None)]
    return {"writing": writing, "sent": sent(request), "signed": request.user.is_authenticated}


def _line(request: PrivateRequest, draft: Draft) -> dict[str, Any]:
    filled, asked = plan.completeness(draft.values)
    return {
        "draft": draft,
        "title": draft.title,
        "organisation": str(draft.values.get("coll_nom") or ""),
        "filled": filled,
        "asked": asked,
        "others": draft.account_id is not None and draft.account_id != request.user.pk,
    }


def sent(request: PrivateRequest) -> list[dict[str, Any]]:
    """What this person proposed, and what colleagues wrote here, the newest first."""
    if not request.user.is_authenticated:
        return []
    written = [(draft.sent, draft) for draft in drafts.readable(request).exclude(proposal=None)[:_KEPT]]
    found: dict[int, tuple[Proposal, Draft | None]] = {
        proposal.pk: (proposal, draft) for proposal, draft in written if proposal
    }
    resumed = Draft.objects.exclude(replaces=None).values_list("replaces", flat=True)
    others = Proposal.objects.filter(proposed_by=request.user, replaced_by=None).exclude(pk__in=list(found))
    for proposal in others.exclude(pk__in=resumed).order_by("-pk")[:_KEPT]:
        found[proposal.pk] = (proposal, None)
    newest = sorted(found.values(), key=lambda one: (one[0].proposed_at, one[0].pk), reverse=True)[:_KEPT]
    fiche_ids = {proposal.fiche_id for proposal, _draft in newest}
    known, left = _titles(fiche_ids), gone.said(fiche_ids)
    return [_sent(proposal, draft, known, left) for proposal, draft in newest]


def _titles(fiche_ids: Iterable[str]) -> dict[str, str]:
    """An update says nothing of the title that it does not change: the record has it, withdrawn or not."""
    return dict(Reserved.objects.filter(pk__in=set(fiche_ids)).values_list("pk", "nom_projet"))


def _state(proposal: Proposal, left: dict[str, str]) -> str:
    """`left`: what became of the records that are not simply published any more."""
    if proposal.state == State.ACCEPTED and proposal.fiche_id in left:
        return left[proposal.fiche_id]
    if proposal.state == State.CANCELLED and proposal.decided_by_id != proposal.proposed_by_id:
        return "Reprise par quelqu’un d’autre"
    return SENT[State(proposal.state)]


def _sent(
    proposal: Proposal, draft: Draft | None, known: dict[str, str], left: dict[str, str]
) -> dict[str, Any]:
    named = draft.values if draft else {"nom_projet": known.get(proposal.fiche_id, "")} | proposal.values
    return {
        "proposal": proposal,
        "draft": draft,
        "title": title(named),
        "state": _state(proposal, left),
        "left": proposal.fiche_id if proposal.state == State.ACCEPTED and proposal.fiche_id in left else "",
        "to_resume": proposal.state == State.CHANGES,
        "to_cancel": draft is not None and proposal.state == State.PENDING,
        "answer": _answer(proposal),
    }


def may_send(request: PrivateRequest, draft: Draft) -> bool:
    return request.viewer.may("propose", siren=draft.siren)


def _answer(proposal: Proposal) -> str:
    """Where the answer is read whole, with the correction that it may offer."""
    try:
        return reverse("proposition", args=[proposal.pk]) if proposal.correction else ""
    except NoReverseMatch:
        return ""


def overview(request: PrivateRequest, draft: Draft) -> dict[str, Any]:
    filled, asked = plan.completeness(draft.values)
    sent = draft.sent
    writes = drafts.writable(request).filter(pk=draft.pk).exists()
    return {
        "draft": draft,
        "title": draft.title,
        "organisation": str(draft.values.get("coll_nom") or ""),
        "filled": filled,
        "asked": asked,
        "gains": plan.gains(draft.values, most=3),
        "steps": places(draft),
        "sent": sent,
        "state": _state(sent, gone.said([sent.fiche_id])) if sent else "",
        "to_write": writes and draft.is_open,
        "to_take_back": writes and sent is not None and sent.state in _BACK,
        "given": [
            label(field.name) for field in FIELDS if field.name not in plan.OF_FIELD and _auto(field.name)
        ],
        "source": _source(draft),
        "signed": request.user.is_authenticated,
        "may_send": may_send(request, draft),
        "visas": list(draft.visas.filter(revoked_at=None)) if request.user.is_authenticated else [],
    }


_BACK = (State.PENDING, State.CHANGES, State.REJECTED, State.CANCELLED)


def _auto(name: str) -> bool:
    return BY_NAME[name].tier is Tier.AUTO or name == "image_url"


def _source(draft: Draft) -> Fiche | None:
    """The record that this one began like."""
    kind, _colon, key = draft.source.partition(":")
    return Fiche.objects.filter(pk=key).first() if kind == "fiche" else None


def places(draft: Draft, current: Step | None = None) -> list[dict[str, Any]]:
    """The steps, each with how much of it is filled."""
    found = []
    for step in plan.steps(draft.values):
        names = step.fields(draft.values)
        filled = sum(not is_blank(draft.values.get(name)) for name in names)
        found.append(
            {
                "label": step.title,
                "url": reverse("brouillon-rubrique", args=[draft.pk, step.code]),
                "current": step == current,
                "done": filled == len(names),
                "filled": filled,
                "total": len(names),
            }
        )
    return found


def next_page(draft: Draft, step: Step, typed: Values, asked: str) -> str:
    """Where a saved step leads: on, back here with one more row, to the review, or around."""
    here = reverse("brouillon-rubrique", args=[draft.pk, step.code])
    verb, _dash, rest = asked.partition("-")
    name = rest.rpartition("-")[0] if verb == "retirer" else rest
    if verb in ("ajouter", "retirer") and name in step.names:
        return f"{here}{_more(name) if verb == 'ajouter' else ''}#champ-{name}"
    if cleaned(typed)[1]:
        return f"{here}#erreurs"
    if asked == "relire":
        return reverse("brouillon-envoyer", args=[draft.pk])
    following = plan.after(step, draft.values | typed) if asked == "suivante" else None
    if following:
        return reverse("brouillon-rubrique", args=[draft.pk, following.code])
    return reverse("brouillon", args=[draft.pk])


def _more(name: str) -> str:
    return "?" + urlencode({"ligne": name})


def without_row(values: Values, row: str) -> Values:
    """`row`: the name of the list and the rank of the row to take out."""
    name, _dash, rank = row.rpartition("-")
    if name not in values or not rank.isdigit():
        return values
    if is_single(name):
        return values | {name: {}}
    return values | {name: [one for place, one in enumerate(values[name]) if place != int(rank)]}


def opened(draft: Draft) -> tuple[str, ...]:
    """The restricted fields that this record's organisation opened."""
    if not draft.fiche_id:
        return ()
    found = Reserved.objects.filter(pk=draft.fiche_id).values_list("opened", flat=True).first()
    return tuple(found or ())


def doubts(draft: Draft, names: Iterable[str]) -> list[dict[str, Any]]:
    """What looks personal in these fields, asked beside the form and again before it is sent."""
    return [
        {"label": label(name), "found": [f"{personal.NAMES[one.kind]} : {one.text}" for one in found]}
        for name in names
        if draft.answers.get(name) != digest(draft.values.get(name))
        and (found := checks.doubts(name, draft.values.get(name)))
    ]


def pairs(draft: Draft) -> list[dict[str, Any]]:
    """The two texts of each field to reconcile."""
    return [
        {
            "mark": mark(one),
            "label": label(one["field"]),
            "now": said(one["field"], draft.values.get(one["field"])),
            "other": said(one["field"], one["value"]),
            "why": _WHY.get(one["why"], ""),
            "both": merging.can_hold_both(one["field"], draft.values.get(one["field"]), one["value"]),
        }
        for one in draft.aside
    ]


def said(name: str, raw: Any) -> str:
    """What was typed, as words: clean where it can be, as it is otherwise."""
    good, _refused = cleaned({name: raw})
    if name in good:
        return display.text(name, good[name])
    return raw if isinstance(raw, str) else ", ".join(checks.texts(raw))
