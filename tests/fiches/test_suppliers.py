"""Suppliers' templates: named, clean, of the fields a supplier knows; seen by nobody in public."""

import pytest
from django.core.exceptions import ValidationError

from bibia.accounts.roles import Role
from bibia.fiches.actions import NotAllowed, Refusal
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal, SupplierTemplate
from bibia.fiches.suppliers import put_template, remove_template, values_of
from tests import factories

pytestmark = pytest.mark.django_db
VALUES = {
    "nom_algorithme": " Sonde ",
    "fournisseurs": [{"nom": "Exemple", "produit": "Sonde"}],
    "prerequis": "",
}


def put(**given):
    options = {"title": "Sonde", "supplier": "Exemple", "values": VALUES, "by": factories.system()}
    return put_template(**{**options, **given})


def test_a_template_keeps_clean_values_and_no_empty_one():
    template = put()
    assert template.values == {"nom_algorithme": "Sonde", "fournisseurs": VALUES["fournisseurs"]}
    with trusted():
        assert values_of(template)["nom_algorithme"] == "Sonde"


def test_it_is_described_anew_then_taken_off():
    template = put()
    put(pk=template.pk, title="Sonde 2", values={"nom_algorithme": "Autre"})
    with trusted():
        assert SupplierTemplate.objects.get().values == {"nom_algorithme": "Autre"}
    remove_template(pk=template.pk, by=factories.system())
    with trusted():
        assert not SupplierTemplate.objects.exists()
        assert list(Journal.objects.values_list("verb", flat=True)) == ["put_template"] * 2 + [
            "remove_template"
        ]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"title": " "}, Refusal),
        ({"supplier": "x" * 121}, Refusal),
        ({"values": {}}, Refusal),
        ({"values": {"budget": "plus-100k"}}, Refusal),
        ({"values": {"coll_nom": "Commune"}}, Refusal),
        ({"values": {"type_algorithme": ["inconnu"]}}, ValidationError),
        ({"pk": 99}, Refusal),
    ],
)
def test_what_is_refused(given, error):
    with pytest.raises(error):
        put(**given)
    with trusted():
        assert not SupplierTemplate.objects.exists()


def test_one_template_of_a_title_for_each_supplier():
    put()
    put(supplier="Autre")
    with pytest.raises(Refusal):
        put()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_animators_only(role):
    template = put(title="Déjà là")
    by = factories.account(role, siren=factories.siren(1), self_publishing=True)
    if role in (Role.ANIMATEUR, Role.ADMINISTRATEUR, Role.SYSTEME):
        put(by=by)
        remove_template(pk=template.pk, by=by)
        return
    with pytest.raises(NotAllowed):
        put(by=by)
    with pytest.raises(NotAllowed):
        remove_template(pk=template.pk, by=by)


def test_a_value_no_longer_admitted_is_left_out():
    template = put()
    with trusted():
        template.values = {"type_algorithme": ["disparu"], "nom_algorithme": "Sonde"}
        assert values_of(template) == {"nom_algorithme": "Sonde"}
