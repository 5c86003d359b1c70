"""The fields of a step as a form: always what was typed, with what is wrong beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from bibia.contribution.steps import LIGHT, who
from bibia.fiches.fields import BY_NAME
from bibia.fiches.inputs import Line, Prose
from bibia.fiches.items import part_field
from bibia.fiches.lists import PARTS
from bibia.web.values import column, is_items, is_single, rows_of

_NO_ROW = "Il manque une partie à cette ligne."


def field(name: str) -> forms.Field:
    made = column(name).formfield()
    if isinstance(made, Prose):
        made.widget.attrs["rows"] = 5
    return made


class StepForm(forms.Form):
    """Bound to a draft: what was typed is there again, and an empty field is never an error."""

    def __init__(self, names: Iterable[str], values: Mapping[str, Any]):
        super().__init__(_data(values))
        self.names = tuple(names)
        for name in self.names:
            if not is_items(name):
                self.fields[name] = field(name)


def _data(values: Mapping[str, Any]) -> MultiValueDict:
    return MultiValueDict(
        {
            name: raw if isinstance(raw, list) else [raw]
            for name, raw in values.items()
            if not isinstance(raw, dict)
        }
    )


class Rows:
    """A list of things, or one thing, each with its parts: one small form per row, a blank one where asked."""

    def __init__(self, name: str, raw: Any, *, more: bool = False):
        self.name, self.single = name, is_single(name)
        self.label, self.help = BY_NAME[name].label, BY_NAME[name].help
        found = rows_of(name, raw)
        blank: list[dict[str, str]] = [{}] if not found or (more and not self.single) else []
        self.forms = [row_form(name, rank, row) for rank, row in enumerate([*found, *blank])]
        self.errors = any(form.errors for form in self.forms)


def row_form(name: str, rank: int, row: Mapping[str, str]) -> forms.Form:
    prefix = f"{name}-{rank}"
    form = forms.Form({f"{prefix}-{key}": text for key, text in row.items()}, prefix=prefix)
    for part in PARTS[column(name).parts]:
        made = part_field(part)
        made.label, made.required = str(part.label), part.required and bool(row)
        made.error_messages["required"] = _NO_ROW
        form.fields[part.name] = made
    return form


def shown(
    names: Iterable[str], values: Mapping[str, Any], *, opened: Iterable[str] = (), more: str = ""
) -> list[dict]:
    """One entry per field, in order: bound field or rows, who reads it, help and example."""
    form = StepForm(names, values)
    opened = tuple(opened)
    return [
        {
            "name": name,
            "bound": None if is_items(name) else form[name],
            "rows": Rows(name, values.get(name), more=more == name) if is_items(name) else None,
            "who": who(name, opened),
            "help": BY_NAME[name].help,
            "example": BY_NAME[name].column.example,
        }
        for name in form.names
    ]


class LightForm(forms.Form):
    """Four answers and an organisation: only the title is needed to begin."""

    def __init__(
        self, data: QueryDict | None = None, *, seats: list[tuple[str, str]], initial: dict | None = None
    ):
        super().__init__(data, initial=initial)
        for name in LIGHT:
            self.fields[name] = field(name)
        self.fields["nom_projet"].required = True
        self.fields["nom_projet"].error_messages["required"] = "Donnez au moins un titre."
        self.fields["resume"].widget = forms.Textarea(attrs={"rows": 3})
        if seats:
            self.fields["organisation"] = forms.ChoiceField(label="Votre organisation", choices=seats)
        else:
            self.fields["organisation"] = Line(
                label="Votre organisation",
                help_text="Écrivez son nom : nous la retrouvons pour vous. Vous n’avez aucun numéro à chercher.",
                max_length=200,
                required=False,
            )
