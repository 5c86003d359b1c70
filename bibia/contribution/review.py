"""What is left to settle before a draft is sent: missing, refused, personal, exposing, to reconcile."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from bibia.contribution.models import Draft
from bibia.contribution.steps import DEFAULT_NATURE, OF_FIELD
from bibia.fiches import display, personal
from bibia.fiches.fields import BY_NAME, REQUIRED, Access, label
from bibia.fiches.projection import exposing
from bibia.fiches.publication import organisation_of
from bibia.web.values import Values, cleaned, digest, emptied, is_blank, typed

PROHIBITED = "interdit"
_SAID = {
    "aipd": "l’analyse d’impact relative à la protection des données n’est pas réalisée",
    "decision_individuelle": "le système fonde des décisions individuelles, sans mention publiée",
    "ria_classe": "la classe du règlement européen sur l’IA",
}


@dataclass
class Review:
    changed: Values  # clean, as they will be proposed
    whole: Values  # the record as it would be: every field
    missing: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    personal: list[dict[str, Any]] = field(default_factory=list)
    exposing: list[dict[str, str]] = field(default_factory=list)
    aside: int = 0

    @property
    def siren(self) -> str:
        return organisation_of(self.whole).siren

    @property
    def prohibited(self) -> bool:
        return PROHIBITED in self.whole["ria_classe"]

    @property
    def is_ready(self) -> bool:
        return not (self.missing or self.refused or self.personal or self.aside) and bool(self.changed)


def review(draft: Draft) -> Review:
    good, refused = cleaned(draft.values)
    whole = _whole(good)
    names = [name for name in good if _has_changed(draft, name)]
    found = Review({name: whole[name] for name in names}, whole, aside=len(draft.aside))
    if whole["usage_description"] != good.get("usage_description", ""):
        found.changed["usage_description"] = whole["usage_description"]
    found.missing = [_named(name) for name in REQUIRED if not whole[name]]
    found.refused = [_named(name) | {"why": why} for name, why in refused.items()]
    found.personal = [one for name in names if (one := _personal(draft, name))]
    found.exposing = _exposing(found)
    return found


def _exposing(found: Review) -> list[dict[str, str]]:
    """What is published only if its author confirms it; nothing of a practice that never will be."""
    named = exposing(found.whole) if not found.prohibited else ()
    return [
        _named(name) | {"said": _SAID[name], "value": display.text(name, found.whole[name])}
        for name in _SAID
        if name in named
    ]


def _whole(good: Values) -> Values:
    """A light fiche says in one sentence what the description would: it stands for it."""
    whole = emptied(good)
    whole["nature"] = whole["nature"] or DEFAULT_NATURE
    whole["usage_description"] = whole["usage_description"] or whole["resume"]
    return whole


def _has_changed(draft: Draft, name: str) -> bool:
    if draft.fiche_id and draft.before:
        return digest(draft.values.get(name)) != digest(draft.before.get(name))
    return not is_blank(draft.values.get(name))


def _named(name: str) -> dict[str, str]:
    return {"name": name, "label": label(name), "step": OF_FIELD[name].code if name in OF_FIELD else ""}


def texts(raw: Any) -> list[str]:
    """Every text that was typed in a value."""
    if isinstance(raw, dict):
        return [text for key, part in raw.items() if key != "siret" for text in texts(part)]
    if isinstance(raw, list):
        return [text for one in raw for text in texts(one)]
    return [raw] if isinstance(raw, str) else []


def doubts(name: str, raw: Any) -> list[personal.Found]:
    """Personal data in what everybody, or every member, will read."""
    if BY_NAME[name].access is Access.INTERNAL:
        return []
    return [found for text in texts(raw) for found in personal.find(text)]


def _personal(draft: Draft, name: str) -> dict[str, Any] | None:
    raw = draft.values.get(name)
    if draft.answers.get(name) == digest(raw):
        return None
    found = doubts(name, raw)
    if not found:
        return None
    return _named(name) | {
        "found": [{"kind": personal.NAMES[one.kind], "text": one.text} for one in found],
        "digest": digest(raw),
    }


def today() -> str:
    return str(typed("date", datetime.date.today()))
