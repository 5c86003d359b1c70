"""How to quote a fiche: a sentence, and a BibTeX entry. Both lead to the version that was read."""

import re
from typing import Any

from django.utils import timezone

from bibia.catalogue import history
from bibia.catalogue.documents import day_of
from bibia.fiches import display
from bibia.fiches.models import Fiche
from bibia.ui.jinja import absolute
from bibia.ui.text import squeeze

LIBRARY = "Bibliothèque d’IA territoriale"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces, escaped or not: they are written as commands, inside braces of their own.
_COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def citation(fiche: Fiche, *, of: Fiche | None = None) -> dict[str, Any]:
    """`of`: the fiche as it is now, when `fiche` is an old version of it: the address follows its title."""
    address = absolute(history.address(of or fiche, fiche.version))
    return {
        "text": (
            f"{squeeze(fiche.collectivite.nom_affiche)}, « {squeeze(fiche.nom_projet)} », {LIBRARY}, "
            f"fiche {fiche.pk}, version {fiche.version}, {display.day(day_of(fiche.updated_at))}."
        ),
        "url": address,
        "bibtex": bibtex(fiche, address),
    }


def bibtex(fiche: Fiche, address: str = "") -> str:
    moment = timezone.localtime(fiche.updated_at)
    # The whole in a second pair of braces: an organisation is no first and last name, a title keeps its capitals.
    entries = {
        "author": f"{{{escaped(fiche.collectivite.nom_affiche)}}}",
        "title": f"{{{escaped(fiche.nom_projet)}}}",
        "howpublished": escaped(LIBRARY),
        "year": str(moment.year),
        "month": _MONTHS[moment.month - 1],
        "note": escaped(
            f"Fiche {fiche.pk}, version {fiche.version}, {display.day(day_of(fiche.updated_at))}"
        ),
        "url": address or absolute(history.address(fiche, fiche.version)),
        "language": "french",
    }
    lines = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'}" for name, value in entries.items()
    ]
    return f"@misc{{bibia-{fiche.pk}-v{fiche.version},\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    return "".join(_COMMANDS.get(char, char) for char in squeeze(_CONTROLS.sub(" ", text)))
