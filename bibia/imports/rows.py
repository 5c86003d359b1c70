"""From the cells of a row to values and findings, through the same fields as the web form."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from bibia.fiches.forms import clean_value
from bibia.imports import partners
from bibia.imports.codes import CODES
from bibia.imports.headers import Column
from bibia.imports.readers.table import MAX_CELL, Row, Table
from bibia.imports.report import Finding
from bibia.territoires.models import folded_name

# What Django's own validators call things, in our words.
_DJANGO_CODES = {"max_length": "texte-trop-long"}
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)
# Fifteen significant digits at most: a spreadsheet that showed 2,1E+13 has lost the end of the number.
_LOST_DIGITS = re.compile(r"\d{9}00000|\d+(?:[.,]\d+)?[eE]\+?\d+")


@dataclass
class Line:
    """One row on its way to the library."""

    number: int
    values: dict = field(default_factory=dict)  # cleaned; a field that is absent or empty is not here
    raw: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    refused: bool = False

    def say(
        self, code: str, name: str = "", *, value: str = "", message: str = "", proposal: str = ""
    ) -> None:
        shown = value or self.raw.get(name, "")
        self.findings.append(
            Finding(code, self.number, self.headers.get(name, ""), name, shown, message, proposal)
        )

    def refuse(self, code: str, name: str = "", **said: str) -> None:
        self.refused = True
        self.say(code, name, **said)

    @property
    def title(self) -> str:
        return folded_name(self.values.get("nom_projet", ""))

    @property
    def organisation(self) -> str:
        return folded_name(self.values.get("coll_nom", ""))

    @property
    def siren(self) -> str:
        return self.values.get("coll_siret", "")[:9]


def parse(table: Table, columns: list[Column]) -> list[Line]:
    return [_parse(row, columns, len(table.header)) for row in table.rows]


def _parse(row: Row, columns: list[Column], width: int) -> Line:
    line = Line(row.number, headers={column.field: column.header for column in columns})
    if len(row.cells) < width or any(cell.strip() for cell in row.cells[width:]):
        message = f"Cette ligne a {len(row.cells)} cellules et l’en-tête {width} : elle est refusée."
        line.refuse("ligne-decalee", message=message)
        return line
    line.raw = {column.field: row.cells[column.index].strip() for column in columns}
    for name, cell in line.raw.items():
        if len(cell) > MAX_CELL:
            line.say("cellule-trop-longue", name)
        elif cell:
            _READERS.get(name, _read)(line, name, cell)
    for name in ("nom_projet", "coll_nom"):
        if not line.values.get(name):
            line.refuse("champ-manquant", name, message=f"{_MISSING[name]} : la ligne est refusée.")
    return line


_MISSING = {"nom_projet": "Le nom du projet manque", "coll_nom": "Le nom du porteur manque"}


def _read(line: Line, name: str, cell, *, into: str = "") -> None:
    """Keep what the field accepts; say what it does not, with its proposal when it has one."""
    into = into or name
    try:
        value = clean_value(into, cell)
    except ValidationError as refusal:
        error = refusal.error_list[0]
        _say_refusal(line, name, error)
        value = getattr(error, "kept", None)
    if value not in ("", None, [], {}):
        line.values[into] = value


def _say_refusal(line: Line, name: str, error: ValidationError) -> None:
    code = _DJANGO_CODES.get(error.code or "", error.code or "")
    params = error.params if isinstance(error.params, dict) else {}
    # Django's own words say less than ours; a list of which nothing was known is the whole cell.
    vague = code == "texte-trop-long" or (code == "libelle-inconnu" and not getattr(error, "kept", None))
    line.say(
        code if code in CODES else "valeur-refusee",
        name,
        message="" if vague else str(error.messages[0]),
        proposal=str(params.get("proposal") or ""),
    )


def _read_siret(line: Line, name: str, cell: str) -> None:
    digits = re.sub(r"\s", "", cell)
    if _LOST_DIGITS.fullmatch(digits):
        line.say(
            "siret-invalide",
            name,
            message="Le tableur a perdu les derniers chiffres de ce numéro : le champ reste vide.",
        )
    else:
        _read(line, name, cell)


def _read_link(line: Line, name: str, cell: str) -> None:
    """Prose where a link is expected says how to reach the service: it is kept as such."""
    if cell.lower().startswith(("http://", "https://")):
        _read(line, name, cell)
    elif _DOMAIN.fullmatch(cell):
        message = "Cette adresse n’a pas de « https:// » : le champ reste vide."
        line.say("lien-invalide", name, message=message, proposal=f"https://{cell}")
    elif line.raw.get("acces_service"):
        message = (
            "Ce texte n’est pas un lien, et « Accès au service » est déjà rempli : il n’est pas importé."
        )
        line.say("lien-prose", name, message=message)
    else:
        _read(line, name, cell, into="acces_service")
        if "acces_service" in line.values:
            message = "Ce texte n’est pas un lien : il est gardé dans « Accès au service »."
            line.say("lien-prose", name, message=message)


def _read_partners(line: Line, name: str, cell: str) -> None:
    if cell.startswith("["):
        return _read(line, name, cell)
    found = partners.read(cell)
    if found.in_house:
        line.say("partenaire-regie", name, proposal="Développement et mise en œuvre : Développé en interne")
    if found.open_bracket:
        line.say("parenthese-ouverte", name)
    for kept, proposal in found.ambiguous:
        message = (
            f"« {kept} » est gardé entier : le tiret peut séparer des partenaires ou appartenir à un nom."
        )
        line.say("separateur-ambigu", name, message=message, proposal=proposal)
    if found.names:
        _read(line, name, [{"nom": partner} for partner in found.names])
    return None


def _read_logo(line: Line, name: str, cell: str) -> None:
    """A table carries no image, and another site's is never loaded: run.py says it once for the whole table."""


_READERS = {
    "image_url": _read_logo,
    "coll_siret": _read_siret,
    "url_infos": _read_link,
    "partenaires": _read_partners,
}
