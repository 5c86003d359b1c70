"""Two to four fiches side by side. The choice is the address, and nothing else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse

from bibia.catalogue import detail
from bibia.catalogue.cards import coded
from bibia.catalogue.cards import organisation as named
from bibia.catalogue.lines import lines
from bibia.catalogue.query import readable
from bibia.fiches import display
from bibia.fiches.access import reserved_names
from bibia.fiches.fields import FIELDS, GROUPS, INTERNAL, Field
from bibia.fiches.models import Fiche, Withdrawn
from bibia.territoires.ids import ID, PATTERN

FEWEST, MOST = 2, 4
LETTERS = "ABCD"
EMPTY, RESERVED, NOT_ASKED = "Non déclaré", "Réservé aux membres", "Sans objet pour cette nature de fiche"
# Of an address: what is read, and what is said back when it is not understood.
_MOST_READ = 12
_MOST_SAID = 3
_LONGEST_SAID = 40
# An address of a fiche, or of one of its versions, copied from the browser's bar.
_ADDRESS = re.compile(rf"/cas-usage/({PATTERN})[-.]")
# In the head of each column already, or of no use beside another.
_HEAD = ("nom_projet", "coll_nom", "coll_siret", "version_schema", "latitude", "longitude")


@dataclass(frozen=True)
class Choice:
    """What an address asks for."""

    fiches: tuple[Fiche, ...]
    left_out: tuple[Fiche, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(fiche.pk for fiche in self.fiches)

    @property
    def enough(self) -> bool:
        return len(self.fiches) >= FEWEST


def address(ids: Iterable[str], route: str = "comparer") -> str:
    """The canonical one: identifiers in the order of the columns."""
    chosen = ",".join(ids)
    return reverse(route) + (f"?fiches={chosen}" if chosen else "")


def choice(parameters: QueryDict) -> Choice:
    """Read with kindness: identifiers or addresses, separated or repeated, in any case."""
    # `deja`: those of the page whose form adds one.
    given = [*parameters.getlist("deja"), *parameters.getlist("fiches")]
    asked = " ".join(given[:_MOST_READ]).replace(",", " ").split()
    names = list(dict.fromkeys(_identifier(one) for one in asked[:_MOST_READ]))
    ids = [name for name in names if ID.fullmatch(name)]
    published = Fiche.objects.select_related("collectivite").in_bulk(ids) if ids else {}
    missing = [name for name in ids if name not in published]
    gone = Withdrawn.objects.in_bulk(missing) if missing else {}
    found = [published[name] for name in ids if name in published]
    unknown = [name for name in names if name not in published and name not in gone]
    return Choice(
        fiches=tuple(found[:MOST]),
        left_out=tuple(found[MOST:]),
        withdrawn=tuple(gone[name] for name in missing if name in gone),
        unknown=tuple(filter(None, (readable(name, _LONGEST_SAID) for name in unknown[:_MOST_SAID]))),
    )


def _identifier(asked: str) -> str:
    found = _ADDRESS.search(asked)
    return found.group(1) if found else asked.lower()


def columns(fiches: Sequence[Fiche]) -> list[dict[str, Any]]:
    ids = [fiche.pk for fiche in fiches]
    return [
        {
            "letter": letter,
            "title": fiche.nom_projet,
            "url": fiche.get_absolute_url(),
            "theme": coded("theme", fiche.theme),
            "organisation": named(fiche.collectivite),
            "without_url": address(one for one in ids if one != fiche.pk),
        }
        for letter, fiche in zip(LETTERS, fiches, strict=False)
    ]


def groups(fiches: Sequence[Fiche]) -> list[dict[str, Any]]:
    """By group: the rows that differ, then those where every fiche says the same. Rows that nobody fills are left out."""
    found = []
    for code, name in GROUPS.items():
        rows = [row(field, fiches) for field in compared(fiches) if field.group == code]
        found.append(
            {
                "code": code.value,
                "label": name,
                "different": [one for one in rows if not one["same"]],
                "same": [one for one in rows if one["same"]],
            }
        )
    return [group for group in found if group["different"] or group["same"]]


def compared(fiches: Sequence[Fiche]) -> Iterator[Field]:
    """The fields that at least one of the fiches fills, for the public."""
    for field in FIELDS:
        if field.name not in (*INTERNAL, *_HEAD) and any(getattr(one, field.name) for one in fiches):
            yield field


def row(field: Field, fiches: Sequence[Fiche]) -> dict[str, Any]:
    shown = [display.display(field.name, getattr(fiche, field.name)) for fiche in fiches]
    cells = [
        {"value": _short(lines(value)) if value else _absence(field, fiche), "filled": bool(value)}
        for value, fiche in zip(shown, fiches, strict=True)
    ]
    return {
        "name": field.name,
        "label": field.label,
        "cells": cells,
        "same": all(value == shown[0] for value in shown),
        "alike": _alike(shown),
    }


def _short(values: list[Any]) -> list[Any]:
    """A bare address fills no column: its site is enough to choose it by."""
    return [
        one | {"text": urlsplit(one["url"]).hostname or one["text"]}
        if isinstance(one, dict) and one["text"] == one["url"]
        else one
        for one in values
    ]


def _absence(field: Field, fiche: Fiche) -> str:
    if not field.applies_to(fiche.nature):
        return NOT_ASKED
    return RESERVED if field.name in reserved_names(fiche.opened) else EMPTY


def _alike(shown: Sequence[list[display.Shown]]) -> str:
    """The columns that say the same when others do not, by their letters: "A et C identiques"."""
    for value in shown:
        letters = [letter for letter, other in zip(LETTERS, shown, strict=False) if value and other == value]
        if 1 < len(letters) < len(shown):
            return f"{', '.join(letters[:-1])} et {letters[-1]} identiques"
    return ""


def table(fiches: Sequence[Fiche]) -> Iterator[list[str]]:
    """The same rows for a spreadsheet, the head first; each says whether the fiches agree."""
    yield ["champ", "libelle", "groupe", "identique", *(fiche.pk for fiche in fiches)]
    yield ["", "Fiche", "", "", *(fiche.nom_projet for fiche in fiches)]
    yield ["coll_nom", "Porteur", "", "", *(fiche.coll_nom for fiche in fiches)]
    for group in groups(fiches):
        for one in (*group["different"], *group["same"]):
            texts = (
                display.text(one["name"], getattr(fiche, one["name"])) or cell["value"]
                for fiche, cell in zip(fiches, one["cells"], strict=True)
            )
            agreed = "oui" if one["same"] else "non"
            yield [one["name"], one["label"], group["label"], agreed, *texts]


def as_json(fiches: Sequence[Fiche]) -> dict[str, Any]:
    rows = [row(field, fiches) for field in compared(fiches)]
    return {
        "identiques": [one["name"] for one in rows if one["same"]],
        "differents": [one["name"] for one in rows if not one["same"]],
        "fiches": [detail.as_json(fiche, []) for fiche in fiches],
    }
