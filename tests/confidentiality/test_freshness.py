"""What is taken back from the public is gone at the next request, from the search and from the kept pages too."""

import pytest

from bibia.fiches import actions
from tests import factories
from tests.confidentiality.walker import Asked, ask, fresh

# Committed, as in production: inside a transaction the index looks at every request.
pytestmark = pytest.mark.django_db(transaction=True)

WORD = "zorglubique"
LIST = Asked(f"/cas-usage/?q={WORD}")


def found(client) -> bool:
    return b"Relever les compteurs" in ask(client, LIST).body


def test_a_closed_field_is_not_found_any_more():
    client, system = fresh(), factories.system()
    fiche = factories.fiche(parametres=f"Un score {WORD}")
    for _ in range(3):
        assert not found(client)
        actions.open_field(fiche.pk, "parametres", by=system)
        assert found(client)
        actions.close_field(fiche.pk, "parametres", by=system)


def test_a_withdrawn_record_is_not_found_any_more():
    client = fresh()
    fiche = factories.fiche(vigilance=f"Un risque {WORD}")
    assert found(client)
    actions.withdraw(fiche.pk, by=factories.system(), reason="Fin")
    assert not found(client)
    assert ask(client, Asked(f"/cas-usage/{fiche.pk}-x/")).status == 410
