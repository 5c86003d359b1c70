"""Form fields of the record: the same reading for a web form, a table cell and an API body.

Each raises a ValidationError with a stable `code`; `params["proposal"]` holds a better value when
one is proven, `kept` the part of a list that was understood.
"""

import datetime
import math
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from bibia.fiches.characters import CONTROLS, seen
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.territoires import table
from bibia.ui.text import fold, squeeze

LINE, PROSE, CELL = 300, 20_000, 1_000


class Refused(ValidationError):
    """A value that stays empty, with what was understood of it."""

    def __init__(self, message, *, code: str, kept=None, proposal: str = "", **params):
        super().__init__(message, code=code, params={"proposal": proposal, **params})
        self.kept = kept


class Line(forms.CharField):
    """One line of text: white space is squeezed."""

    def __init__(self, *, max_length: int = LINE, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value) -> str:
        return squeeze(seen(super().to_python(value) or ""))


class Prose(forms.CharField):
    """Several lines: line ends are \\n, trailing spaces go."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        super().__init__(max_length=PROSE, **kwargs)

    def to_python(self, value) -> str:
        text = seen((super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n"))
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()


class TermField(forms.Field):
    """One term of a vocabulary, given by its code, its label or an alias."""

    widget = forms.Select

    def __init__(self, *, vocabulary: str, **kwargs):
        self.vocabulary = VOCABULARIES[vocabulary]
        super().__init__(**kwargs)
        self.widget.choices = [("", "—"), *self.vocabulary.choices]

    def to_python(self, value) -> str:
        text = squeeze(str(value or ""))
        if not text:
            return ""
        if code := self.vocabulary.match(text):
            return code
        raise _unknown(self.vocabulary, [text])


class TermsField(forms.Field):
    """Several terms, given as a list or as one cell read label by label."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, vocabulary: str, most: int | None = None, **kwargs):
        self.vocabulary, self.most = VOCABULARIES[vocabulary], most
        super().__init__(**kwargs)
        self.widget.choices = self.vocabulary.choices

    def to_python(self, value) -> list[str]:
        codes: list[str] = []
        unknown: list[str] = []
        for cell in value if isinstance(value, list | tuple) else [str(value or "")]:
            known, others = self.vocabulary.match_many(str(cell))
            codes += [code for code in known if code not in codes]
            unknown += others
        if unknown:
            raise _unknown(self.vocabulary, unknown, kept=codes[: self.most])
        if self.most and len(codes) > self.most:
            message = _("%(most)s valeurs au plus : les suivantes ne sont pas gardées.")
            raise Refused(message, code="trop-de-valeurs", kept=codes[: self.most], most=self.most)
        return codes


def _unknown(vocabulary, texts: list[str], kept=None) -> Refused:
    nearest = vocabulary.nearest(texts[0]) if len(texts) == 1 else None
    message = _("« %(value)s » n’est pas dans la liste.")
    proposal = vocabulary.label(nearest) if nearest else ""
    return Refused(message, code="libelle-inconnu", kept=kept, proposal=proposal, value=", ".join(texts))


_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
# "5 mars 2024", "1er sept. 2024", "Mars-24" is not: a year has four digits.
_MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:er)?[ -])?(janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\.?[ -](\d{4})"
)
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.0+)?")


def _serial(text: str, form: str) -> Refused:
    """A spreadsheet's day number: two calendars exist, so it is named and proposed, never converted."""
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(text)))
    message = _("« %(value)s » est un numéro de jour de tableur, pas une date.")
    return Refused(message, code="date-numero", proposal=day.strftime(form), value=text)


def _date(text: str, year: str, month: str, day: str) -> datetime.date:
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        message = _("Cette date n’existe pas : %(value)s.")
        raise Refused(message, code="date-impossible", value=text) from None
    if not 1900 <= date.year <= 2100:
        raise Refused(_("L’année doit être entre 1900 et 2100."), code="date-impossible")
    return date


def _month(name: str) -> str:
    both = (
        number for number, start in enumerate(_MONTHS, 1) if name.startswith(start) or start.startswith(name)
    )
    return str(next(both))


class DayField(forms.Field):
    """A day: JJ/MM/AAAA or AAAA-MM-JJ. Nothing else is guessed."""

    def to_python(self, value) -> datetime.date | None:
        if isinstance(value, datetime.datetime):
            return value.date()
        if value is None or isinstance(value, datetime.date):
            return value
        text = squeeze(str(value))
        if not text:
            return None
        if found := _DAY.fullmatch(text):
            return _date(text, found[3], found[2], found[1])
        if found := _ISO_DAY.fullmatch(text):
            return _date(text, found[1], found[2], found[3])
        if (named := _NAMED.fullmatch(fold(text))) and named[1]:
            return _date(text, named[3], _month(named[2]), named[1])
        if _SERIAL.fullmatch(text):
            raise _serial(text, "%d/%m/%Y")
        raise Refused(_("Date attendue sous la forme JJ/MM/AAAA."), code="date-illisible")


class MonthField(forms.Field):
    """A month "AAAA-MM", or a year alone "AAAA": the precision that was given, no more."""

    def to_python(self, value) -> str:
        if isinstance(value, datetime.date):
            return value.strftime("%Y-%m")
        text = squeeze(str(value or ""))
        if not text or re.fullmatch(r"(19|20)[0-9]{2}", text):
            return text
        if found := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text):
            return _date(text, found[2], found[1], "1").strftime("%Y-%m")
        if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return _date(text, found[1], found[2], "1").strftime("%Y-%m")
        if found := _DAY.fullmatch(text):
            return _date(text, found[3], found[2], found[1]).strftime("%Y-%m")
        if found := _ISO_DAY.fullmatch(text):
            return _date(text, found[1], found[2], found[3]).strftime("%Y-%m")
        if named := _NAMED.fullmatch(fold(text)):
            return _date(text, named[3], _month(named[2]), named[1] or "1").strftime("%Y-%m")
        if _SERIAL.fullmatch(text):
            raise _serial(text, "%m/%Y")
        raise Refused(_("Mois attendu sous la forme MM/AAAA."), code="date-illisible")


class AddressField(forms.Field):
    """A web address, http or https. Prose is refused: it is no link."""

    widget = forms.URLInput
    _check = URLValidator(schemes=["http", "https"])

    def to_python(self, value) -> str:
        text = squeeze(str(value or ""))
        if not text:
            return ""
        if not text.lower().startswith(("http://", "https://")):
            raise Refused(_("Ce texte n’est pas un lien."), code="lien-prose")
        try:
            if len(text) > CELL or CONTROLS.search(text):
                raise ValidationError("")
            self._check(text)
        except ValidationError:
            raise Refused(_("Ce lien n’a pas la forme d’une adresse web."), code="lien-invalide") from None
        return text


class LocalImageField(forms.Field):
    """The name of an image kept by the library: another site's image is never loaded."""

    def to_python(self, value) -> str:
        text = squeeze(str(value or ""))
        if text and not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,80}\.(png|jpg|webp)", text):
            message = _("Le logo d’un autre site n’est pas repris : un monogramme le remplace.")
            raise Refused(message, code="logo-externe")
        return text


class NumberField(forms.Field):
    """A number, with a comma or a point; between `low` and `high`."""

    def __init__(self, *, low: float = -math.inf, high: float = math.inf, whole: bool = False, **kwargs):
        self.low, self.high, self.whole = low, high, whole
        super().__init__(**kwargs)

    def to_python(self, value) -> float | int | None:
        text = re.sub(r"\s", "", str(value if value is not None else "")).replace(",", ".")
        if not text:
            return None
        if len(text) > 30 or not re.fullmatch(r"-?\d+(\.\d+)?", text):
            raise Refused(_("Nombre attendu."), code="nombre-illisible")
        number = float(text)
        if not self.low <= number <= self.high:
            raise Refused(_("Ce nombre est hors des bornes admises."), code="nombre-hors-bornes")
        if not self.whole:
            return number
        if not number.is_integer():
            raise Refused(_("Nombre entier attendu."), code="nombre-illisible")
        return int(number)


class CodeField(forms.Field):
    """A short code of a fixed shape (SPDX licence, point of annex III)."""

    def __init__(self, *, shape: str, message, **kwargs):
        self.shape, self.message = re.compile(shape), message
        super().__init__(**kwargs)

    def to_python(self, value) -> str:
        text = squeeze(str(value or ""))
        if text and not self.shape.fullmatch(text):
            raise Refused(self.message, code="forme-inattendue")
        return text


class PlacesField(forms.Field):
    """INSEE codes: communes (5 characters), départements (2 or 3), régions (R and 2 digits)."""

    def to_python(self, value) -> list[str]:
        cells = value if isinstance(value, list | tuple) else re.split(r"[\s,;]+", str(value or ""))
        codes = list(dict.fromkeys(squeeze(str(cell)).upper() for cell in cells if str(cell).strip()))
        wrong = [code for code in codes if not _is_place(code)]
        if wrong:
            kept = [code for code in codes if code not in wrong]
            message = _("Code géographique inconnu : %(codes)s.")
            raise Refused(message, code="code-geographique", kept=kept, codes=", ".join(wrong)[:100])
        return codes


def _is_place(code: str) -> bool:
    if code.startswith("R"):
        return table.region(code[1:]) is not None
    return (table.by_code("commune", code) if len(code) == 5 else table.departement(code)) is not None
