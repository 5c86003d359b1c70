"""What disappeared from the table at once: rows, or the values of a column. A person says whether it was meant."""

from collections import Counter
from dataclasses import dataclass

from bibia.fiches.fields import label
from bibia.imports.grist.errors import GristError
from bibia.imports.grist.examine import Row
from bibia.imports.grist.links import Links
from bibia.imports.grist.models import Link
from bibia.imports.grist.reading import Snapshot
from bibia.imports.grist.rules import empty

FEW, SHARE = 5, 5  # more than five rows, or than one in five, and a person is asked


@dataclass(frozen=True)
class Confirmed:
    """What a person said was meant to go."""

    rows: frozenset[int] = frozenset()
    fields: frozenset[str] = frozenset()


def refuse_lost_rows(snapshot: Snapshot, links: Links, before: list[int], confirmed: Confirmed) -> None:
    """Raises GristError when too many of the rows of the last exchange, or of those it added, are gone."""
    present = set(snapshot.ids.values())
    known = sorted({*before, *(link.row for link in links.every if link.row and not link.absence)})
    lost = [row for row in known if row not in snapshot.ids and not _moved(links.by_row.get(row), present)]
    if (len(lost) > FEW or len(lost) * SHARE > len(known)) and not set(lost) <= confirmed.rows:
        detail = f"Il manque {len(lost)} lignes sur {len(known)} : rien n’est changé tant qu’un animateur ne l’a pas confirmé."
        raise GristError("perte-de-lignes", detail, missing=lost)


def _moved(link: Link | None, present: set[str]) -> bool:
    """The table was filled again: its rows have new numbers, and their identifiers still."""
    return link is not None and bool(link.uid) and link.uid in present


def hold_emptied_columns(rows: list[Row], confirmed: Confirmed) -> list[str]:
    """The fields that most rows lost together: what is empty there says nothing until a person confirms it."""
    filled: Counter[str] = Counter()
    emptied: dict[str, list[Row]] = {}
    for row in rows:
        for name, base in row.link.exchanged.items() if row.link and not row.refused else ():
            if name in row.values and base != empty(name):
                filled[name] += 1
                if row.values[name] == empty(name):
                    emptied.setdefault(name, []).append(row)
    held = [
        name
        for name, lost in emptied.items()
        if len(lost) > FEW and len(lost) * SHARE > filled[name] and name not in confirmed.fields
    ]
    for name in held:
        for row in emptied[name]:
            del row.values[name]
            row.remarks.append(
                f"« {label(name)} » : beaucoup de lignes ont été vidées à la fois ; un animateur dira si c’est voulu."
            )
    return held


def alarm_of(held: list[str]) -> GristError:
    names = ", ".join(f"« {label(name)} »" for name in held)
    detail = f"Il s’agit de {names} : rien n’en est proposé tant qu’un animateur ne l’a pas confirmé."
    return GristError("colonne-videe", detail, fields=held)
