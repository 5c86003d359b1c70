"""A plausible value for any field of the record, found by a word of one's choice wherever it can be told."""

from typing import Any

from bibia.fiches.columns import ItemColumn, ItemsColumn, PlacesColumn, TermColumn, TermsColumn
from bibia.fiches.fields import BY_NAME, OPENABLE
from bibia.fiches.lists import PARTS, Part
from bibia.territoires import table
from tests.factories import siret

# Not chosen here: said by the tests, or written by the record itself.
GIVEN = ("coll_nom", "coll_siret", "coll_type", "nom_projet", "nature", "theme", "version_schema")
_NEVER = ("interdit",)


def plausible(name: str, word: str, rank: int) -> Any:
    """A clean value of this field; another word and another rank give another value."""
    column = BY_NAME[name].column
    if isinstance(column, ItemsColumn):
        item = {part.name: _part(part, word, rank) for part in PARTS[column.parts]}
        return item if isinstance(column, ItemColumn) else [item]
    if isinstance(column, TermsColumn):
        return [_term(column, rank)]
    if isinstance(column, TermColumn):
        return _term(column, rank)
    if isinstance(column, PlacesColumn):
        places = table.departements()
        return [places[rank % len(places)].code]
    return _scalar(column.kind, name, word, rank)


def _term(column: Any, rank: int) -> str:
    codes = [code for code in column.vocabulary.codes if code not in _NEVER]
    return codes[rank % len(codes)]


def _part(part: Part, word: str, rank: int) -> Any:
    if part.kind == "field":
        return OPENABLE[rank % len(OPENABLE)]
    if part.kind == "choice":
        return part.choices[rank % len(part.choices)][0]
    return _scalar("string" if part.kind == "line" else part.kind, part.name, word, rank)


def _scalar(kind: str, name: str, word: str, rank: int) -> Any:
    if name == "ria_annexe3":
        return str(rank % 8 + 1)
    made = {
        "string": f"{word} {rank}",
        "text": f"{word} {rank} : une phrase.\nPuis une autre.",
        "spdx": f"{word}-{rank}",
        "email": f"{word}-{rank}@exemple.test",
        "url": f"https://exemple.test/{word}/{rank}",
        "image": f"{word}-{rank}.png",
        "siret": siret(700_000 + rank),
        "month": f"20{rank % 20 + 10}-{rank % 12 + 1:02d}",
        "date": f"20{rank % 20 + 10}-{rank % 12 + 1:02d}-{rank % 28 + 1:02d}",
        "number": rank % 80 + 0.125,
        "integer": 7_700_000 + rank,
    }
    return made[kind]
