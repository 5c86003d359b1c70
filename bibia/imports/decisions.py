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
    for kept, proposal in partners.read(cell).ambiguous:
        if proposal == finding["proposal"] and kept in cell:
            return finding["field"], cell.replace(kept, proposal, 1)
    return None


def accept(options: Options, findings: Iterable[Finding]) -> Options:
    """Read the proposals instead of what the table holds."""
    values = {}
    for finding in findings:
        if found := accepted_value(finding):
            values[finding["row"], found[0]] = found[1]
    return replace(options, corrections={**options.corrections, **values})


def correct(options: Options, values: Mapping[tuple[int, str], str]) -> Options:
    known = {place: text[:_LONGEST] for place, text in values.items() if place[1] in (*BY_NAME, IDENTIFIER)}
    return replace(options, corrections={**options.corrections, **known})


def put_back(options: Options, row: int, name: str) -> Options:
    """Read the table again, and ask again what had been answered."""
    place = (row, name)
    kept = {one: text for one, text in options.corrections.items() if one != place}
    return replace(options, corrections=kept, accepted=frozenset(options.accepted) - {place})


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
