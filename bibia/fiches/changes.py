"""A change of one field in words, for a history or for who decides of it."""

from typing import Any

from bibia.fiches import display
from bibia.fiches.fields import BY_NAME, label
from bibia.fiches.publication import ARCHIVING
from bibia.ui.worddiff import difference

TAKEN_BACK = "Le détail n’est plus public."
PROSE = ("string", "text")


def change(field: str, before: Any, after: Any) -> dict[str, Any]:
    """What was added, taken away or replaced; a long text with the words that changed."""
    said = {"label": name(field), "before": "", "after": "", "words": "", "note": ""}
    if before is None and after is None:
        return said | {"note": TAKEN_BACK}
    if field in BY_NAME and BY_NAME[field].kind in PROSE and before and after:
        said["words"] = difference(before, after)
    said["before"], said["after"] = text(field, before), text(field, after)
    if not said["before"] and not said["after"]:
        # Only its access changed: the organisation opened a field that holds nothing.
        said["note"] = "Ouvert au public, sans valeur déclarée."
    return said


def name(field: str) -> str:
    """A field that the model no longer has keeps its published name."""
    if field == ARCHIVING:
        return "Archivage"
    return label(field) if field in BY_NAME else field


def text(field: str, value: Any) -> str:
    """A value in words: as it was written when it is a text."""
    if field not in BY_NAME or BY_NAME[field].kind in PROSE:
        return str(value or "")
    return display.text(field, value)
