"""What a document may be told: every byte that the server received is looked at."""

import pytest

from bibia.fiches.fields import BY_NAME, FIELDS, INTERNAL, Access
from tests import factories
from tests.imports.grist.conftest import ROW, pending
from tests.imports.grist.test_cells import samples

pytestmark = pytest.mark.django_db


def secret(name: str) -> object:
    """A value of this field, with words that can be found again where the field is made of words."""
    field = BY_NAME[name]
    if field.kind in ("string", "text"):
        return f"canari {name} indiscret"
    if field.kind == "list{}":
        return [{"nom": f"canari {name} indiscret"}]
    return samples(name)[0]


RESTRICTED = [field.name for field in FIELDS if field.access is Access.RESTRICTED]


@pytest.mark.parametrize("private", [False, True])
def test_a_public_document_never_receives_a_restricted_value(grist, exchange, private):
    given = {name: secret(name) for name in RESTRICTED}
    items = [
        {"titre": "Ouverte", "type": "code", "url": "https://exemple.test/ouverte", "acces": "public"},
        {"titre": "canari ressource", "type": "code", "url": "https://exemple.test/f", "acces": "restreint"},
    ]
    hidden = {"aipd": {"statut": "non-realisee"}, "projet_contact": "canari@collectivite.example"}
    record = factories.fiche(**given, **hidden, url_ressources=items)
    for _ in range(2):
        exchange(private=private)
    factories.update(record, parametres="canari modifié", resume="Suite.")
    number = next(iter(grist.rows))
    grist.edit(number, parametres="typed in grist", budget="n’importe quoi")
    exchange(private=private)
    heard = b"".join(grist.received).decode("utf-8")
    row = grist.rows[number]
    assert "canari@" not in heard and row["projet_contact"] == ""
    assert ("canari" in heard) is private
    assert "Ouverte" in heard and ("canari ressource" in heard) is private
    others = [name for name in RESTRICTED if name not in ("parametres", "budget")]
    assert all(bool(row[name]) is private for name in others)
    assert bool(row["aipd"]) is private
    assert bool(pending()) is False, "both sides changed « parametres »: a conflict, or nothing that travels"
    assert INTERNAL == ("projet_contact",)


def test_an_internal_value_typed_in_grist_is_not_taken(grist, exchange):
    grist.add(**ROW, projet_contact="canari@collectivite.example")
    exchange(private=True)
    (proposal,) = pending()
    assert "projet_contact" not in proposal.values
