"""Libraries that many tests begin with: the actions make each once in a process, then its rows are put back.

Making a record takes thirty statements; putting back those of a whole library takes as many.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
from bibia.fiches.models import Change, Fiche, Journal

Rows = dict[type[Model], dict[Any, dict[str, Any]]]


class Kept:
    """A library that `make` makes; each call gives it to a test whose database holds nothing yet."""

    def __init__(self, make: Callable[[], list[Fiche]]):
        self.make = make
        self.rows: Rows = {}
        self.names: list[str] = []
        self.given = 0

    def __call__(self) -> list[Fiche]:
        if not _nothing():
            return self.make()  # another fixture came first: what is kept would meet its rows
        with trusted():
            self._put_back() if self.rows else self._keep()
        found = Fiche.objects.select_related("collectivite").in_bulk(self.names)
        return [found[name] for name in self.names]

    def _keep(self) -> None:
        before = _rows()
        self.names = [fiche.pk for fiche in self.make()]
        for model, rows in _rows().items():
            assert before[model].items() <= rows.items(), f"{model.__name__} : ligne changée"
            new = {key: row for key, row in rows.items() if key not in before[model]}
            if new:
                self.rows[model] = new

    def _put_back(self) -> None:
        self.given += 1
        with connection.constraint_checks_disabled():
            for model, rows in self.rows.items():
                model._base_manager.bulk_create([model(**row) for row in self._renewed(model, rows)])
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.rows)):
                cursor.execute(statement)

    def _renewed(self, model: type[Model], rows: dict[Any, dict[str, Any]]) -> list[dict[str, Any]]:
        """Another moment for the last change: an index that knows the library of another test is not kept."""
        if model is not Change:
            return list(rows.values())
        *others, last = (rows[key] for key in sorted(rows))
        return [*others, last | {"at": last["at"] + timedelta(microseconds=self.given)}]


def _nothing() -> bool:
    with trusted():
        return not Journal.objects.exists() and not Account.objects.exists()


def _rows() -> Rows:
    """Everything but the tables of reference, which no test changes."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.db_table.startswith("ref_")
    ]
    return {
        model: {row[model._meta.pk.attname]: row for row in model._base_manager.values()} for model in models
    }
