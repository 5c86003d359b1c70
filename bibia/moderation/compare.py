"""A proposal beside what stands: field by field, word by word, and who will read each."""

from collections.abc import Collection
from typing import Any

from markupsafe import Markup, escape

from bibia.fiches import changes
from bibia.fiches.fields import BY_NAME, GROUPS, Access, label
from bibia.fiches.models import Reserved
from bibia.fiches.projection import exposing
from bibia.moderation.checks import ORDER, reader_of
from bibia.moderation.examined import Examined
from bibia.ui.filters import typo
from bibia.ui.worddiff import sides

WITHHELD = "Non publié : l’organisation n’a pas confirmé"


def groups(one: Examined, confirmed: Collection[str] = ()) -> list[dict[str, Any]]:
    """The fields that change, in the order of the record."""
    reserved = Reserved.objects.filter(pk=one.fiche_id).first()
    opened = reserved.opened if reserved else []
    withheld = exposing(one.after) - {*confirmed, *(reserved.confirmed if reserved else ())}
    rows = [
        row(name, one.before[name], one.after[name], opened, withheld=name in withheld)
        for name in sorted(one.changed, key=ORDER.__getitem__)
    ]
    return grouped(rows)


def grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for code, name in GROUPS.items():
        inside = [one for one in rows if BY_NAME[one["name"]].group == code]
        if inside:
            found.append({"code": code.value, "label": name, "rows": inside})
    return found


def row(name: str, before: Any, after: Any, opened: list[str], *, withheld: bool = False) -> dict[str, Any]:
    left, right = _sides(name, before, after)
    return {
        "name": name,
        "label": label(name),
        "reader": WITHHELD if withheld else reader_of(name, opened),
        "closed": withheld or BY_NAME[name].access is not Access.PUBLIC,
        "before": left,
        "after": right,
    }


def _sides(name: str, before: Any, after: Any) -> tuple[Markup, Markup]:
    left, right = changes.text(name, before), changes.text(name, after)
    if left and right and BY_NAME[name].kind in changes.PROSE:
        return sides(left, right)
    return _lines(left), Markup("<ins>{}</ins>").format(_lines(right)) if right else Markup()


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(typo(line)) for line in text.split("\n") if line.strip())


def unchanged(one: Examined) -> list[str]:
    """Fields given again as they stand."""
    return [label(name) for name in one.proposed if name not in one.changed]
