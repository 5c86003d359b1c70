"""Why a fiche answers when its card does not say it: the first of its other texts that does, under its field's label."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from bibia.catalogue.documents import said
from bibia.catalogue.excerpt import excerpt
from bibia.fiches.models import Fiche

# The terms of each part of a question.
Asked = tuple[frozenset[str], ...]
# Texts of a fiche, each under the label of its field.
Said = Iterable[tuple[str, str]]
Reading = Callable[[Collection[str]], Iterable[tuple[str, Said]]]
# Short enough to stay one line under the summary.
_LENGTH = 120


class Reason(NamedTuple):
    label: str
    text: Markup


class Unsaid(NamedTuple):
    """The terms that a card does not show, and the texts already read where they may be."""

    wanted: frozenset[str]
    at_hand: Said


def of_public(ids: Collection[str]) -> Iterator[tuple[str, Said]]:
    fiches = Fiche.objects.select_related("collectivite").order_by().filter(pk__in=ids)
    return ((fiche.pk, said(fiche)) for fiche in fiches)


def reasons(unsaid: Mapping[str, Unsaid], read: Reading) -> dict[str, Reason | None]:
    """Of each fiche; the rest of a record is read only where the texts at hand do not tell."""
    found = {id: _first(one.at_hand, one.wanted) for id, one in unsaid.items()}
    left = [id for id, reason in found.items() if reason is None]
    return found | {id: _first(texts, unsaid[id].wanted) for id, texts in (read(left) if left else ())}


def _first(texts: Said, wanted: frozenset[str]) -> Reason | None:
    for label, text in texts:
        passage = excerpt(text, wanted, _LENGTH)
        if passage.terms:
            return Reason(label, passage.text)
    return None
