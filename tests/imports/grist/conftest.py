"""A fake Grist with the columns of the model, the settings that point at it, and one exchange."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bibia.accounts.models import Account
from bibia.fiches import actions
from bibia.fiches.fields import FIELDS
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal, Reserved
from bibia.imports.grist.config import Config, Sens
from bibia.imports.grist.models import Run
from bibia.imports.grist.sync import sync
from tests import factories
from tests.imports.grist.fake import DOC, KEY, TABLE, FakeGrist

# What a table of the model looks like in Grist, with its own types.
TYPES = {
    "enum": "Choice",
    "enum[]": "ChoiceList",
    "date": "Date",
    "month": "Text",
    "number": "Numeric",
    "integer": "Int",
    "insee[]": "ChoiceList",
}
COLUMNS = {"uid": "Text", "Controle": "Text"} | {
    field.name: TYPES.get(field.kind, "Text") for field in FIELDS
}
ROW = {
    "coll_nom": "Ville de Port-Ambre",
    "nom_projet": "Lire les compteurs d’eau",
    "usage_description": "Le service lit les compteurs à partir de photos.",
    "theme": "Mobilités",
}


@pytest.fixture
def grist() -> Iterator[FakeGrist]:
    server = FakeGrist(COLUMNS)
    yield server
    server.close()


@pytest.fixture
def system(db) -> Account:
    with trusted():
        return Account.objects.system()


@pytest.fixture
def config(grist) -> Config:
    return Config(grist.url, KEY, DOC, TABLE, Sens.DEUX_SENS, private=False)


@pytest.fixture
def exchange(config, system, no_pause):
    """One exchange, with what differs from the configuration; every one must be idempotent."""

    def run(*, complete: bool = True, dry_run: bool = False, **changes) -> Run:
        return sync(by=system, config=replace(config, **changes), complete=complete, dry_run=dry_run)

    return run


@pytest.fixture
def no_pause(monkeypatch) -> list[float]:
    """The pauses that the client would have made."""
    pauses: list[float] = []
    monkeypatch.setattr("bibia.imports.grist.client.sleep", pauses.append)
    return pauses


@pytest.fixture
def allowed():
    with trusted():
        yield


def reserved(fiche_id: str) -> Reserved:
    with trusted():
        return Reserved.objects.get(pk=fiche_id)


def pending() -> list[Proposal]:
    with trusted():
        return list(Proposal.objects.filter(state="pending").order_by("pk"))


def state(grist: FakeGrist) -> tuple:
    """Everything that an exchange may change, on both sides."""
    with trusted():
        return (
            {number: dict(row) for number, row in grist.rows.items()},
            sorted(Proposal.objects.values_list("pk", "fiche_id", "state")),
            sorted(Fiche.objects.values_list("pk", "version")),
            sorted(Reserved.objects.values_list("pk", "revision")),
        )


def accept(proposal: Proposal) -> Fiche:
    return actions.accept(proposal, by=factories.system())


def row_of(grist, fiche: Fiche) -> dict:
    (found,) = [row for row in grist.rows.values() if row["uid"] == fiche.pk]
    return found


def number_of(grist, fiche: Fiche) -> int:
    return next(number for number, row in grist.rows.items() if row["uid"] == fiche.pk)


@pytest.fixture
def settled(grist, exchange):
    """A published record whose row is in Grist, both sides agreed."""
    record = factories.fiche(resume="Au départ.")
    assert exchange().outcome == Run.Outcome.DONE
    return record
