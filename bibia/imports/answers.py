"""What the form of the dry run says: one button, and the values typed beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bibia.fiches.fields import BY_NAME, label
from bibia.imports import decisions
from bibia.imports.models import Import
from bibia.imports.options import Options
from bibia.ui.filters import number_fr

_TYPED = re.compile(r"v-(\d{1,6})-([a-z0-9_]{1,40})")


@dataclass(frozen=True)
class Answer:
    options: Options
    said: str  # what is told once it is kept
    publish: bool | None = None


def read(given: Mapping[str, str], found: Import) -> Answer | None:
    """None when the page that was answered is not the one that stands."""
    findings, typed = found.report.get("findings", []), _typed(given)
    options = decisions.correct(Options.of(found.options), typed)
    kept = "Vos corrections sont gardées, et le tableau est relu avec elles."
    for name, answer in _BUTTONS.items():
        if name in given:
            said: Answer | None = answer(options, str(given[name]), findings)
            # What is typed now was not on the page: no answer given there is about it.
            return said and replace(said, options=decisions.ask_again(said.options, typed))
    publish = {"oui": True, "non": False}.get(given.get("publier", ""))
    return Answer(options, kept, publish)


def _typed(given: Mapping[str, str]) -> dict[tuple[int, str], str]:
    values = {}
    for name, text in given.items():
        if (found := _TYPED.fullmatch(name)) and text.strip():
            values[int(found[1]), found[2]] = text.strip()
    return values


def _finding(which: str, findings: list[dict]) -> dict | None:
    """The finding that a button names by its place, if it is still there."""
    index, _, rest = which.partition(":")
    if not (index.isascii() and index.isdigit() and len(index) < 7 and int(index) < len(findings)):
        return None
    found = findings[int(index)]
    return found if rest == f"{found['code']}:{found['row']}" else None


def _accept(options: Options, which: str, findings: list[dict]) -> Answer | None:
    found = _finding(which, findings)
    if found is None or decisions.accepted_value(found) is None:
        return None
    return Answer(decisions.accept(options, [found]), f"Ligne {found['row']} : la proposition est acceptée.")


def _accept_all(options: Options, which: str, findings: list[dict]) -> Answer | None:
    code = "" if which == "certain" else which
    taken = decisions.certain(findings, code)
    if not taken:
        return None
    count = len(taken)
    said = "1 proposition est acceptée." if count == 1 else f"{number_fr(count)} propositions sont acceptées."
    return Answer(decisions.accept(options, taken), said)


def _public(options: Options, which: str, findings: list[dict]) -> Answer | None:
    found = _finding(which, findings)
    if found is None or found["code"] != "donnee-personnelle":
        return None
    said = f"Ligne {found['row']} : cette donnée peut être publique."
    return Answer(decisions.make_public(options, found), said)


def _leave(options: Options, which: str, _findings: list[dict]) -> Answer | None:
    return _row(options, which, out=True)


def _take(options: Options, which: str, _findings: list[dict]) -> Answer | None:
    return _row(options, which, out=False)


def _row(options: Options, which: str, *, out: bool) -> Answer | None:
    if not (which.isascii() and which.isdigit() and len(which) < 7):
        return None
    said = f"La ligne {which} ne sera pas importée." if out else f"La ligne {which} est reprise."
    return Answer(decisions.leave_out(options, int(which), out=out), said)


def _same(options: Options, which: str, _findings: list[dict]) -> Answer | None:
    row, _, identifier = which.partition(":")
    if not (row.isascii() and row.isdigit() and len(row) < 7 and identifier.isalnum()):
        return None
    said = f"La ligne {row} mettra à jour cette fiche."
    return Answer(decisions.correct(options, {(int(row), decisions.IDENTIFIER): identifier}), said)


def _back(options: Options, which: str, _findings: list[dict]) -> Answer | None:
    row, _, name = which.partition(":")
    if not (row.isascii() and row.isdigit() and len(row) < 7):
        return None
    what = f"« {label(name)} »" if name in BY_NAME else "La valeur"
    return Answer(
        decisions.put_back(options, int(row), name),
        f"Ligne {row} : {what} est de nouveau lu dans le fichier.",
    )


def _empty(options: Options, which: str, _findings: list[dict]) -> Answer | None:
    """A value that must not be: the cell is read as if it were empty."""
    row, _, name = which.partition(":")
    if not (row.isascii() and row.isdigit() and len(row) < 7 and name in BY_NAME):
        return None
    said = f"Ligne {row} : « {label(name)} » ne sera pas importé."
    return Answer(decisions.correct(options, {(int(row), name): ""}), said)


_BUTTONS: dict[str, Any] = {
    "accepter": _accept,
    "accepter-tout": _accept_all,
    "public": _public,
    "ecarter": _leave,
    "reprendre": _take,
    "meme": _same,
    "defaire": _back,
    "vider": _empty,
}
