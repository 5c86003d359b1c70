"""How the cell of each field is read: what is certain is kept, the rest is said."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from bibia.fiches import personal
from bibia.fiches.fields import BY_NAME, Access
from bibia.fiches.forms import clean_value
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports import dates, links, partners, words
from bibia.imports.codes import CODES
from bibia.imports.headers import Column
from bibia.imports.readers.table import Table
from bibia.territoires.siret import is_siren, siren_alone

if TYPE_CHECKING:
    from bibia.imports.rows import Line

# What Django's own validators call things, in our words.
_DJANGO_CODES = {"max_length": "texte-trop-long"}
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)
# Fifteen significant digits at most: a spreadsheet that showed 2,1E+13 has lost the end of the number.
_LOST_DIGITS = re.compile(r"\d{9}00000|\d+(?:[.,]\d+)?[eE]\+?\d+")
_DATES = ("date", "month")
_TEXTS = ("string", "text", "list{}", "url", "object{}")
NAMES = ("nom_projet", "coll_nom")


def habits(
    table: Table, columns: list[Column], corrections: Mapping[int, Mapping[str, str]]
) -> dict[str, dates.Habit]:
    """How each column of dates is written; what a person typed since counts as day first."""
    return {
        column.field: dates.habit(
            (row.number, row.cells[column.index])
            for row in table.rows
            if column.index < len(row.cells) and column.field not in corrections.get(row.number, ())
        )
        for column in columns
        if column.field in BY_NAME and BY_NAME[column.field].kind in _DATES
    }


def read(line: "Line", name: str, cell: str) -> None:
    kind = BY_NAME[name].kind
    if name not in line.literal and _says_nothing(name, kind, cell):
        if name != "partenaires":
            line.say("mot-vide", name)
        return
    if kind in _TEXTS and BY_NAME[name].access in (Access.PUBLIC, Access.PER_ITEM):
        _look_for_persons(line, name, cell)
    reader = _READERS.get(name) or (
        _read_date if kind in _DATES else _read_address if kind == "url" else _keep
    )
    reader(line, name, cell)


def _says_nothing(name: str, kind: str, cell: str) -> bool:
    if name in NAMES:
        return words.is_sign(cell)
    if kind in ("string", "text"):
        return words.is_blank(cell)
    if kind in ("enum", "enum[]"):
        return words.is_none(cell) and not VOCABULARIES[BY_NAME[name].column.vocabulary_name].match(cell)
    return words.is_none(cell) and not (kind in ("number", "integer") and cell == "0")


def _look_for_persons(line: "Line", name: str, cell: str) -> None:
    found = personal.find(cell)
    if not found or (line.number, name) in line.whole.accepted:
        return
    kinds = dict.fromkeys(personal.NAMES[one.kind] for one in found)
    message = (
        f"Ce texte public contient {' et '.join(kinds)} : peut-il rester ? La fiche reste une proposition "
        "tant que personne n’a répondu."
    )
    line.blocked = True
    line.say("donnee-personnelle", name, value=" ; ".join(one.text for one in found), message=message)


def _keep(line: "Line", name: str, cell: Any, *, into: str = "") -> None:
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
        if name in NAMES and isinstance(cell, str) and re.search(r"[\r\n]", cell):
            line.say("retour-ligne", name)


def _say_refusal(line: "Line", name: str, error: ValidationError) -> None:
    code = _DJANGO_CODES.get(error.code or "", error.code or "")
    params = error.params if isinstance(error.params, dict) else {}
    proposal = str(params.get("proposal") or "")
    # Django's own words say less than ours; a list of which nothing was known is the whole cell.
    vague = code == "texte-trop-long" or (code == "libelle-inconnu" and not getattr(error, "kept", None))
    line.say(
        code if code in CODES else "valeur-refusee",
        name,
        message="" if vague else str(error.messages[0]),
        proposal=proposal,
        sure=_sure(code, proposal),
    )


def _sure(code: str, proposal: str) -> str:
    """How sure a proposal makes it, when not as usual for this code."""
    if proposal and code == "libelle-inconnu":
        return "probable"
    # A zero before the number may be what it lacks; so may any other digit, elsewhere.
    return "probable" if code == "siret-invalide" and proposal.startswith("0") else ""


def _read_siret(line: "Line", name: str, cell: str) -> None:
    digits = re.sub(r"\s", "", cell)
    if _LOST_DIGITS.fullmatch(digits):
        message = "Le tableur a perdu les derniers chiffres de ce numéro : le champ reste vide."
        line.say("siret-invalide", name, message=message)
    elif is_siren(
        digits
    ):  # a form takes it from the list of organisations: a table is asked for the whole number
        _say_refusal(line, name, siren_alone(cell))
    else:
        _keep(line, name, cell)


def _read_date(line: "Line", name: str, cell: str) -> None:
    """Through the habit of its column; a period or a short year is proposed, never completed."""
    month_only, cell = BY_NAME[name].kind == "month", dates.bare(cell)
    ordered = dates.reordered(cell, line.whole.habits.get(name, dates.Habit()))
    if ordered is None:
        message = "Dans cette colonne, le jour est tantôt avant, tantôt après le mois : le champ reste vide."
        line.say("date-ambigue", name, message=message)
    elif year := dates.period(cell):
        line.say("date-periode", name, proposal=year if month_only else "")
    elif full := dates.full_year(cell):
        message = "L’année de cette date n’a que deux chiffres : le champ reste vide."
        line.say("date-illisible", name, message=message, proposal=full, sure="probable")
    elif line.whole.from_1904 and (proposal := dates.from_1904(cell, month_only=month_only)):
        line.say("date-numero", name, proposal=proposal)
    else:
        _keep(line, name, ordered)
        _refuse_future(line, name)


def _refuse_future(line: "Line", name: str) -> None:
    """When something was said cannot be after today; when a project ends can."""
    said = line.values.get(name) if name in ("date", "date_verification") else None
    if said and said > timezone.localdate() + timedelta(days=1):
        del line.values[name]
        line.say("date-future", name)


def _read_link(line: "Line", name: str, cell: str) -> None:
    """Prose where a link is expected says how to reach the service: it is kept as such."""
    if cell.lower().startswith(("http://", "https://")):
        _read_address(line, name, cell)
    elif _DOMAIN.fullmatch(cell):
        message = "Cette adresse n’a pas de « https:// » : le champ reste vide."
        line.say("lien-invalide", name, message=message, proposal=f"https://{cell}")
    elif line.cells.get("acces_service"):
        message = (
            "Ce texte n’est pas un lien, et « Accès au service » est déjà rempli : il n’est pas importé."
        )
        line.say("lien-prose", name, message=message)
    else:
        _keep(line, name, cell, into="acces_service")
        if "acces_service" in line.values:
            message = "Ce texte n’est pas un lien : il est gardé dans « Accès au service »."
            line.say("lien-prose", name, message=message)


_TWICE = re.compile(r"https?://(?=https?:/)", re.IGNORECASE)


def _read_address(line: "Line", name: str, cell: str) -> None:
    if _TWICE.match(cell):
        message = "Cette adresse commence deux fois par « https:// » : le champ reste vide."
        line.say("lien-invalide", name, message=message, proposal=_TWICE.sub("", cell))
        return
    _keep(line, name, cell)
    if name in line.values:
        why, proposal = links.look(line.values[name])
        if why:
            line.say("lien-mort", name, message=why, proposal=proposal)


def _read_partners(line: "Line", name: str, cell: str) -> None:
    if cell.startswith("["):
        return _keep(line, name, cell)
    found = partners.read(cell)
    if found.in_house:
        line.say("partenaire-regie", name, proposal="Développement et mise en œuvre : Développé en interne")
    if found.open_bracket:
        line.say("parenthese-ouverte", name)
    for kept, proposal in found.ambiguous:
        message = (
            f"« {kept} » est gardé entier : le tiret peut séparer des partenaires ou appartenir à un nom."
        )
        line.say("separateur-ambigu", name, message=message, proposal=proposal)
    if found.names:
        _keep(line, name, [{"nom": partner} for partner in found.names])
    return None


def _read_logo(line: "Line", name: str, cell: str) -> None:
    """A table carries no image, and another site's is never loaded: doctor.py says it once for the whole table."""


_READERS = {
    "image_url": _read_logo,
    "coll_siret": _read_siret,
    "url_infos": _read_link,
    "partenaires": _read_partners,
    "fournisseurs": _read_partners,
}
