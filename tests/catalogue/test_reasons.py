"""A reason for withholding is itself public: said where the field is said to be reserved, value or not."""

import pytest
from django.core.exceptions import ValidationError

from bibia.catalogue import detail
from bibia.fiches import actions
from bibia.fiches.forms import clean_value
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = {"champ": "parametres", "motif": "secret-affaires"}
SAID = "Paramètres et pondération (secret des affaires, CRPA, art. L.311-6)"


def reserved(fiche):
    return [one for group in detail.groups(fiche) for one in group["reserved"]]


def shown(fiche):
    return [item["label"] for group in detail.groups(fiche) for item in group["items"]]


@pytest.mark.parametrize("value", ["", "Un score"])
def test_it_is_said_whether_or_not_there_is_a_value(client, value):
    fiche = factories.fiche(parametres=value, motifs_reserve=[SECRET])
    assert SAID in reserved(fiche) and "Budget annuel" in reserved(fiche)
    assert "secret des affaires" in client.get(fiche.get_absolute_url()).content.decode()
    assert "Pourquoi certaines informations sont réservées" not in shown(fiche)


def test_its_precision_and_the_items_of_a_list_have_theirs():
    fiche = factories.fiche(
        motifs_reserve=[
            {"champ": "url_ressources", "motif": "autre", "fondement": "marché en cours"},
            {"champ": "budget", "motif": "inacheve"},
        ]
    )
    assert "Ressources techniques (éléments non ouverts) (autre motif, marché en cours)" in reserved(fiche)
    assert "Budget annuel (information inachevée, CRPA, art. L.311-2)" in reserved(fiche)


def test_a_reason_for_what_was_opened_since_is_listed_apart():
    fiche = factories.fiche(parametres="Un score", motifs_reserve=[SECRET])
    fiche = actions.open_field(fiche.pk, "parametres", by=factories.system())
    assert SAID not in reserved(fiche)
    assert "Pourquoi certaines informations sont réservées" in shown(fiche)


@pytest.mark.parametrize(
    "item",
    [
        {"champ": "resume", "motif": "autre"},
        {"champ": "projet_contact", "motif": "autre"},
        {"champ": "parametres", "motif": "parce que"},
        {"champ": "parametres"},
        {"champ": "inconnu", "motif": "autre"},
    ],
)
def test_only_what_may_be_withheld_has_a_reason_of_the_law(item):
    with pytest.raises(ValidationError):
        clean_value("motifs_reserve", [item])
