"""The columns of the record: a type, a label, a help and an example; each gives its form field.

`kind` is the type's public name, the one of the data-model page.
"""

from typing import TYPE_CHECKING, Any

from django.db import models

from bibia.fiches import inputs
from bibia.fiches.items import ItemsField
from bibia.fiches.sirets import SiretField
from bibia.fiches.vocabularies import VOCABULARIES, Vocabulary

if TYPE_CHECKING:
    _ModelField = models.Field[Any, Any]
else:
    _ModelField = models.Field


class Column(_ModelField):
    """What every column adds to a Django model field."""

    kind = "string"
    example: str
    vocabulary_name: str  # of the columns that have one
    parts: str
    input: Any = inputs.Line

    def __init__(self, label: str, help: str, *, example: str = "", **kwargs):
        self.example = example
        kwargs.setdefault("verbose_name", label)
        kwargs.setdefault("help_text", help)
        super().__init__(**self.storage(), **kwargs)

    def storage(self) -> dict[str, Any]:
        return {"max_length": inputs.LINE, "blank": True, "default": ""}

    def deconstruct(self):
        # Words may change without a migration: only what the database stores counts.
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("verbose_name", None)
        kwargs.pop("help_text", None)
        for key in self.storage():
            kwargs.pop(key, None)
        return name, path, ["", ""], kwargs | self.shape()

    def shape(self) -> dict[str, Any]:
        """The arguments that a migration must keep."""
        return {}

    def formfield(self, **kwargs):
        options = {"label": self.verbose_name, "help_text": self.help_text, "required": False}
        return self.input(**options | self.input_options() | kwargs)

    def input_options(self) -> dict[str, Any]:
        return {}

    @property
    def empty(self) -> Any:
        """The value of a column that says nothing."""
        return self.get_default()


class LineColumn(Column, models.CharField):
    def __init__(self, label: str, help: str, *, most: int = inputs.LINE, **kwargs):
        self.most = most
        super().__init__(label, help, **kwargs)

    def storage(self):
        return {"max_length": self.most, "blank": True, "default": ""}

    def shape(self):
        return {"most": self.most}

    def input_options(self):
        return {"max_length": self.most}


class ProseColumn(Column, models.TextField):
    kind = "text"
    input = inputs.Prose

    def storage(self):
        return {"blank": True, "default": ""}


class EmailColumn(Column, models.EmailField):
    kind = "email"

    def formfield(self, **kwargs):
        return models.EmailField.formfield(self, required=False, **kwargs)


class SiretColumn(Column, models.CharField):
    kind = "siret"
    input = SiretField

    def storage(self):
        return {"max_length": 14, "blank": True, "default": ""}

    def input_options(self):
        return {"siren": True}


class AddressColumn(Column, models.CharField):
    kind = "url"
    input = inputs.AddressField

    def storage(self):
        return {"max_length": inputs.CELL, "blank": True, "default": ""}


class ImageColumn(Column, models.CharField):
    kind = "image"
    input = inputs.LocalImageField

    def storage(self):
        return {"max_length": 100, "blank": True, "default": ""}


class CodeColumn(Column, models.CharField):
    def __init__(
        self, label: str, help: str, *, allowed: str = "", message: str = "", kind: str = "", **kwargs
    ):
        self.allowed, self.message = allowed, message
        self.kind = kind or "string"
        super().__init__(label, help, **kwargs)

    input = inputs.CodeField

    def input_options(self):
        return {"shape": self.allowed, "message": self.message}


class TermColumn(Column, models.CharField):
    kind = "enum"
    input = inputs.TermField

    def __init__(self, label: str, help: str, *, vocabulary: str = "", **kwargs):
        self.vocabulary_name = vocabulary
        super().__init__(label, help, **kwargs)

    def storage(self):
        return {"max_length": 40, "blank": True, "default": ""}

    @property
    def vocabulary(self) -> Vocabulary:
        return VOCABULARIES[self.vocabulary_name]

    def input_options(self):
        return {"vocabulary": self.vocabulary_name}


class MonthColumn(Column, models.CharField):
    kind = "month"
    input = inputs.MonthField

    def storage(self):
        return {"max_length": 7, "blank": True, "default": ""}


class DayColumn(Column, models.DateField):
    kind = "date"
    input = inputs.DayField

    def storage(self):
        return {"null": True, "blank": True}


class NumberColumn(Column, models.FloatField):
    kind = "number"
    input = inputs.NumberField

    def __init__(self, label: str, help: str, *, low: float = 0, high: float = 0, **kwargs):
        self.low, self.high = low, high
        super().__init__(label, help, **kwargs)

    def storage(self):
        return {"null": True, "blank": True}

    def input_options(self):
        return {"low": self.low, "high": self.high}


class WholeColumn(Column, models.BigIntegerField):
    kind = "integer"
    input = inputs.NumberField

    def storage(self):
        return {"null": True, "blank": True}

    def input_options(self):
        return {"low": 0, "high": 10**12, "whole": True}


class ListColumn(Column, models.JSONField):
    """A JSON list; its form field decides what an element is."""

    kind = "list"

    def storage(self):
        return {"blank": True, "default": list}

    def from_db_value(self, value, expression, connection):
        # Most lists are empty, and a large library holds a million of them.
        return [] if value == "[]" else super().from_db_value(value, expression, connection)


class TermsColumn(ListColumn):
    kind = "enum[]"
    input = inputs.TermsField

    def __init__(self, label: str, help: str, *, vocabulary: str = "", most: int | None = None, **kwargs):
        self.vocabulary_name, self.most = vocabulary, most
        super().__init__(label, help, **kwargs)

    @property
    def vocabulary(self) -> Vocabulary:
        return VOCABULARIES[self.vocabulary_name]

    def input_options(self):
        return {"vocabulary": self.vocabulary_name, "most": self.most}


class PlacesColumn(ListColumn):
    kind = "insee[]"
    input = inputs.PlacesField


class ItemsColumn(ListColumn):
    """A list of objects whose parts are declared in lists.py under `parts`."""

    kind = "list{}"
    input = ItemsField

    def __init__(self, label: str, help: str, *, parts: str = "", **kwargs):
        self.parts = parts
        super().__init__(label, help, **kwargs)

    def input_options(self):
        return {"parts": self.parts}


class ItemColumn(ItemsColumn):
    kind = "object{}"

    def storage(self):
        return {"blank": True, "default": dict}

    def from_db_value(self, value, expression, connection):
        return {} if value == "{}" else super().from_db_value(value, expression, connection)

    def input_options(self):
        return {"parts": self.parts, "single": True}
