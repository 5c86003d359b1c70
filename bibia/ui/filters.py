"""French on screen: dates, months, numbers, paragraphs, no-break spaces."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from markupsafe import Markup, escape

from bibia.ui.text import fold, squeeze

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
NBSP = "\u00a0"
THIN = "\u202f"

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])(?:'|&#39;)(?=[^\W_])")
_HIGH = re.compile(r"[ \u00a0\u202f]+(?=[;?!](?!\w))")
_COLON = re.compile(r"[ \u00a0\u202f]+(?=:(?!\w))")
_OPEN = re.compile(r"«[ \u00a0\u202f]*(?=\S)")
_CLOSE = re.compile(r"(?<=\S)[ \u00a0\u202f]*»")
_UNIT = re.compile(r"(?<=\d) (?=[%€])")
_DIGIT = re.compile("[0-9]")
_DAY = re.compile(rf"([0-9](?:er)?) (?=(?:{'|'.join(MONTHS)})\b)")
_YEAR = re.compile(rf"\b({'|'.join(MONTHS)}) (?=[12][0-9]{{3}}\b)")

# What says nothing of who an organisation is: left out of its initials.
_GENERIC = {
    *("ville", "commune", "mairie", "communaute", "agglomeration", "agglo", "urbaine", "communes"),
    *("departement", "region", "conseil", "departemental", "regional", "syndicat", "mixte"),
    *("de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "sur", "sous", "a", "au", "aux", "pour"),
}


def date_fr(value: date | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return _written(value)


# A list writes the same few days again and again.
@lru_cache(maxsize=4_096)
def _written(value: date) -> str:
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day} {MONTHS[value.month - 1]} {value.year}"


def month_fr(value: str) -> str:
    """Keep the precision that was declared: a month and a year, or a year alone."""
    year, _, month = value.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def number_fr(value: float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}".replace(",", THIN)
    whole, _, decimals = f"{value:,.7f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", THIN) + (f",{decimals}" if decimals else "")


def typo(value: Any) -> Any:
    """The spaces and apostrophes of French printing; anything but text passes through unchanged."""
    if not isinstance(value, str):
        return value
    if isinstance(value, Markup):
        return Markup(_typeset(str(value)))
    # Labels and titles come back on every page; sentences do not, and would fill the memory.
    return _remembered(value) if len(value) <= _SHORT else _typeset(value)


def _typeset(text: str) -> str:
    # A page typesets forty sentences: a character that is not there is told far sooner than what stands around it.
    text = text.replace("...", "…")
    if "'" in text or "&#39;" in text:
        text = _APOSTROPHE.sub("’", text)
    if ";" in text or "?" in text or "!" in text:
        text = _HIGH.sub(THIN, text)
    if ":" in text:
        text = _COLON.sub(NBSP, text)
    if "«" in text or "»" in text:
        text = _CLOSE.sub(NBSP + "»", _OPEN.sub("«" + NBSP, text))
    if "%" in text or "€" in text:
        text = _UNIT.sub(NBSP, text)
    return _YEAR.sub(rf"\1{NBSP}", _DAY.sub(rf"\1{NBSP}", text)) if _DIGIT.search(text) else text


_SHORT = 80
_remembered = lru_cache(maxsize=4_096)(_typeset)


def paragraphs(value: str) -> Markup:
    """Escaped text, one <p> per block of lines, <br> inside a block."""
    blocks = re.split(r"\n[ \t]*\n\s*", value.replace("\r\n", "\n").strip())
    return Markup("").join(
        Markup("<p>{}</p>").format(
            Markup("<br>").join(escape(typo(line.strip())) for line in block.split("\n"))
        )
        for block in blocks
        if block.strip()
    )


def initials(name: str) -> str:
    """Two letters for the badge of an organisation that has no logo."""
    words = [word for word in re.split(r"[\s'’\-–()/,.]+", squeeze(name)) if word]
    telling = [word for word in words if fold(word) not in _GENERIC] or words
    if len(telling) > 1:
        return (telling[0][0] + telling[1][0]).upper()
    return telling[0][:2].capitalize() if telling else ""
