"""What a person may decide of a finding, and what it makes of the options of an import."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bibia.fiches.fields import BY_NAME
from bibia.imports import partners
from bibia.imports.headers import IDENTIFIER
from bibia.imports.options import Options

Finding = Mapping[str, Any]  # as Finding.as_dict gives it

# Their proposal is no value of the field: it names something, or several cells.
_NO_VALUE = {
    *("siren-autre-organisation", "siret-manquant", "coordonnees-decalees"),
    *("colonne-inconnue", "colonne-repetee", "date-jour-mois"),
}
_LONGEST = 20_000


def accepted_value(finding: Finding) -> tuple[str, str] | None:
    """(field, value) that accepting the proposal of this finding writes; None when it has none of its own."""
    code, name, proposal = finding["code"], finding["field"], finding["proposal"]
    if not proposal or not finding["row"] or code in _NO_VALUE:
        return None
    if code == "nature-proposee":
        return "nature", proposal
    if code == "partenaire-regie":
        return "mise_en_oeuvre", proposal.rpartition(" : ")[2]
    if code == "separateur-ambigu":
        return _split(finding)
    return (name, proposal) if name in BY_NAME else None


def _split(finding: Finding) -> tuple[str, str] | None:
    """The whole cell, with this one name split."""
    cell = finding["value"]
    kept = next((kept for kept, said in partners.read(cell).ambiguous if said == finding["proposal"]), "")
    return (finding["field"], partners.split(cell, kept)) if kept else None


def accept(options: Options, findings: Iterable[Finding]) -> Options:
    """Read the proposals instead of what the table holds; several of one cell follow each other."""
    values: dict[tuple[int, str], str] = {}
    for finding in findings:
        now = values.get((finding["row"], finding["field"]), finding["value"])
        if found := accepted_value({**finding, "value": now}):
            values[finding["row"], found[0]] = found[1]
    return _read_instead(options, values)


def correct(options: Options, values: Mapping[tuple[int, str], str]) -> Options:
    known = {place: text[:_LONGEST] for place, text in values.items() if place[1] in (*BY_NAME, IDENTIFIER)}
    return _read_instead(options, known)


def _read_instead(options: Options, values: Mapping[tuple[int, str], str]) -> Options:
    return replace(ask_again(options, values), corrections={**options.corrections, **values})


def ask_again(options: Options, places: Iterable[tuple[int, str]]) -> Options:
    """An answer about personal data is about the text that was read: another text is another question."""
    return replace(options, accepted=frozenset(options.accepted) - frozenset(places))


def put_back(options: Options, row: int, name: str) -> Options:
    """Read the table again, and ask again what had been answered."""
    place = (row, name)
    kept = {one: text for one, text in options.corrections.items() if one != place}
    return replace(ask_again(options, [place]), corrections=kept)


def make_public(options: Options, finding: Finding) -> Options:
    """Somebody answers that this personal data may be read by everybody."""
    place = (finding["row"], finding["field"])
    return replace(options, accepted=frozenset(options.accepted) | {place})


def leave_out(options: Options, row: int, *, out: bool) -> Options:
    kept = frozenset(options.skip)
    return replace(options, skip=kept | {row} if out else kept - {row})


def certain(findings: Iterable[Finding], code: str = "") -> list[Finding]:
    """The proposals that are proven; those of one code when it is said, whatever their certainty."""
    return [
        finding
        for finding in findings
        if (finding["code"] == code if code else finding["sure"] == "certain") and accepted_value(finding)
    ]
