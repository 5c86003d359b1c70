"""The preview of a proposal: the public page to come, and nothing more."""

import re

import pytest
from django.test import Client

from bibia.fiches import actions, shelves
from bibia.fiches.models import Fiche
from tests import factories
from tests.moderation.people import SIRET, animator, page

pytestmark = pytest.mark.django_db
ROOT = "/espace/moderation/"
RENNES = {"coll_nom": "Rennes", "coll_siret": "21350238800019"}  # public facts of the table of territories


def test_the_preview_is_what_the_public_would_read():
    proposal = factories.proposal(
        coll_siret=SIRET,
        resume="Une phrase.",
        budget="plus-100k",
        parametres="kanari",
        aipd={"statut": "non-realisee"},
    )
    shown = page(animator(), f"{ROOT}{proposal.pk}/apercu/")
    assert "Une phrase." in shown and "kanari" not in shown and "Non réalisée" not in shown
    assert not Fiche.objects.exists()


_BODY = re.compile(r'<article class="fiche[^>]*>\s*(.*?)\s*</article>', re.DOTALL)


def _previewed_and_published(proposal):
    shown = page(animator(), f"{ROOT}{proposal.pk}/apercu/")
    published = actions.accept(proposal, by=factories.system())
    return _BODY.search(shown).group(1), page(Client(), published.get_absolute_url())


def test_the_preview_of_a_new_record_is_its_public_page():
    proposal = factories.proposal(
        **RENNES, budget="plus-100k", parametres="réservé", aipd={"statut": "non-realisee"}
    )
    preview, public = _previewed_and_published(proposal)
    assert preview in public and "Ille-et-Vilaine" in preview and "Cas d’usage" in preview


def test_the_preview_of_a_change_is_the_public_page_to_come():
    fiche = factories.fiche(**RENNES, budget="plus-100k")
    actions.open_field(fiche.pk, "budget", by=factories.system())
    shelves.put_shelf(slug="eau", title="Eau", text="Une eau.", fiches=[fiche.pk], by=factories.system())
    proposal = factories.proposal(fiche_id=fiche.pk, lecons="Une leçon.")
    preview, public = _previewed_and_published(proposal)
    assert preview in public and "version 3" in preview and "Plus de 100" in preview and "Eau" in preview


def test_the_preview_of_a_change_of_reserved_values_keeps_the_public_page():
    fiche = factories.fiche(**RENNES)
    preview, public = _previewed_and_published(factories.proposal(fiche_id=fiche.pk, parametres="réservé"))
    assert preview in public and "version 1" in preview
