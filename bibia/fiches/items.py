"""The form field of the structured lists and objects."""

import datetime
import json

from django import forms
from django.utils.translation import gettext_lazy as _

from bibia.fiches.inputs import (
    AddressField,
    DayField,
    Line,
    MonthField,
    NumberField,
    Prose,
    Refused,
)
from bibia.fiches.lists import PARTS, Part
from bibia.fiches.sirets import SiretField


def part_field(part: Part) -> forms.Field:
    if part.kind == "choice":
        return forms.ChoiceField(choices=[("", "—"), *part.choices], required=False)
    if part.kind == "field":
        return forms.ChoiceField(choices=_withheld, required=False)
    kinds = {
        "line": Line,
        "text": Prose,
        "url": AddressField,
        "siret": SiretField,
        "date": DayField,
        "month": MonthField,
        "number": NumberField,
    }
    return kinds[part.kind](required=False)


def _withheld() -> list[tuple[str, str]]:
    """The fields that an organisation may keep from the public; known once the record itself is."""
    from bibia.fiches.fields import Access, label, named

    return [("", "—"), *((name, label(name)) for name in named(Access.RESTRICTED, Access.PER_ITEM))]


class ItemsField(forms.Field):
    """A list of objects (or one object): Python values, JSON text, or bare texts for the first part."""

    widget = forms.Textarea

    def __init__(self, *, parts: str, single: bool = False, **kwargs):
        self.parts, self.single = PARTS[parts], single
        super().__init__(**kwargs)

    def to_python(self, value) -> list[dict] | dict:
        items = [self._item(item) for item in self._items(value)]
        if len(items) > 200 or (self.single and len(items) > 1):
            raise Refused(_("Trop d’éléments."), code="trop-de-valeurs")
        return (items[0] if items else {}) if self.single else items

    def _items(self, value) -> list:
        if isinstance(value, str) and value.strip()[:1] in "[{" and value.strip():
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise Refused(_("Liste illisible."), code="liste-illisible") from None
        if not value:
            return []
        return list(value) if isinstance(value, list | tuple) else [value]

    def _item(self, item) -> dict:
        if not isinstance(item, dict):
            item = {self.parts[0].name: item}
        unknown = set(item) - {part.name for part in self.parts}
        if unknown:
            message = _("Partie inconnue : %(names)s.") % {
                "names": ", ".join(sorted(map(str, unknown)))[:100]
            }
            raise Refused(message, code="liste-illisible")
        values = {}
        for part in self.parts:
            value = part_field(part).clean(item.get(part.name))
            if isinstance(value, datetime.date):
                value = value.isoformat()
            if value in ("", None):
                if part.required:
                    raise Refused(_("Il manque : %(part)s."), code="liste-incomplete", part=part.label)
                continue
            values[part.name] = value
        return values
