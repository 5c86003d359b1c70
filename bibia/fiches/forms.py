"""The one validation: a web form, a table row and an API body all go through it."""

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bibia.fiches.fields import BY_NAME, FIELDS


@cache
def _inputs() -> dict[str, forms.Field]:
    return {field.name: field.column.formfield() for field in FIELDS}


def clean_value(name: str, raw: Any) -> Any:
    """The value of a field from what was typed; its empty value for an empty text.

    Raises ValidationError with a stable `code` (docs/import.md lists them).
    """
    value = _inputs()[name].clean(raw)
    return BY_NAME[name].column.empty if value in ("", None) else value


def clean_values(values: dict[str, Any]) -> dict[str, Any]:
    """Every value, cleaned. Raises ValidationError with one message per refused field."""
    cleaned: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for name, raw in values.items():
        if name not in BY_NAME:
            errors[name] = _("Ce champ n’existe pas.")
            continue
        try:
            cleaned[name] = clean_value(name, raw)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return cleaned


class FicheForm(forms.Form):
    """A web form on some fields of the record, every one by default, in the order of the declaration."""

    def __init__(self, *args, names: tuple[str, ...] | None = None, nature: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        for field in FIELDS:
            if (names is None or field.name in names) and (not nature or field.applies_to(nature)):
                self.fields[field.name] = field.column.formfield()
