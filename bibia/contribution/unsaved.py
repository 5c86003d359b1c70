"""What was typed in a form that could not be kept: shown at once, then back in its form when it can be."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import listing
from bibia.contribution.models import Draft
from bibia.contribution.steps import BY_CODE, Step
from bibia.fiches.fields import label
from bibia.web import limits
from bibia.web.values import Values, digest

_KEPT = "non-enregistre"  # in the session: of this browser, and shown to those alone who may write there
_MOST = 12  # forms
_DAY = timedelta(days=1)
_ANONYMOUS = 40  # forms kept in a day, from one place, for people who are not signed in


def changed(values: Values, seen: Mapping[str, str]) -> Values:
    """Of what a form brought, what it did not show already."""
    blank = digest("")
    return {name: raw for name, raw in values.items() if digest(raw) != seen.get(name, blank)}


def texts(values: Values) -> list[dict[str, str]]:
    """As words, to be copied; an answer that was emptied is no text."""
    found = [{"label": label(name), "text": listing.said(name, raw)} for name, raw in values.items()]
    return [one for one in found if one["text"]]


def keep(request: PrivateRequest, draft_id: str, step: Step, values: Values, seen: Mapping[str, str]) -> bool:
    """Whether it will come back in its form; `seen`: what that form showed."""
    if not request.user.is_authenticated and not limits.allow(
        "non-enregistre", limits.origin(request), most=_ANONYMOUS, per=_DAY
    ):
        return False
    sent = Draft.objects.filter(pk=draft_id).exclude(proposal=None).select_related("proposal").first()
    kept = dict(request.session.get(_KEPT, {}))
    kept.pop(f"{draft_id}/{step.code}", None)
    kept[f"{draft_id}/{step.code}"] = {
        "values": values,
        "seen": {name: seen[name] for name in values if name in seen},
        "fiche": sent.proposal.fiche_id if sent and sent.proposal else "",
        "at": timezone.now().timestamp(),
    }
    request.session[_KEPT] = dict(list(kept.items())[-_MOST:])
    return True


def _of(request: PrivateRequest, draft: Draft) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What waits for this draft, or for the record that it became: its place in the session, its step."""
    since = (timezone.now() - _DAY).timestamp()
    for place, one in request.session.get(_KEPT, {}).items():
        key, _slash, code = place.partition("/")
        of_record = draft.fiche_id and one["fiche"] == draft.fiche_id
        if one["at"] > since and code in BY_CODE and (key == draft.pk or of_record):
            yield place, code, one


def waiting(request: PrivateRequest, draft: Draft) -> list[dict[str, Any]]:
    """The steps where something is left to save, each with its texts."""
    found = [
        {
            "title": BY_CODE[code].title,
            "url": reverse("brouillon-rubrique", args=[draft.pk, code]),
            "texts": texts(_left(draft, one)),
        }
        for _place, code, one in _of(request, draft)
    ]
    return [one for one in found if one["texts"]]


def of_step(request: PrivateRequest, draft: Draft, step: Step) -> tuple[Values, dict[str, str]]:
    """What to show again in this form, over what is saved, and what was shown when it was typed."""
    for _place, code, one in _of(request, draft):
        if code == step.code:
            return _left(draft, one), one["seen"]
    return {}, {}


def _left(draft: Draft, one: dict[str, Any]) -> Values:
    return {name: raw for name, raw in one["values"].items() if digest(raw) != digest(draft.values.get(name))}


def forget(request: PrivateRequest, draft: Draft, step: Step) -> None:
    """It is saved now."""
    saved = {place for place, code, _one in _of(request, draft) if code == step.code}
    if saved:
        kept = request.session[_KEPT]
        request.session[_KEPT] = {place: one for place, one in kept.items() if place not in saved}


def page(request: PrivateRequest, draft: Draft) -> str:
    """Where one goes on with a draft: the form where something is left to save, else its summary."""
    left = waiting(request, draft)
    return left[0]["url"] if left else reverse("brouillon", args=[draft.pk])
