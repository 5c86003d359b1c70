"""The library as members read it: found by what is reserved, shown with who else may read it."""

import re

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.catalogue.membres.reader import members_reader
from bibia.fiches import actions, display
from bibia.fiches.guard import RestrictedAccess
from bibia.fiches.models import Fiche
from tests import factories

pytestmark = pytest.mark.django_db

HERE, THERE = factories.siren(1), factories.siren(2)
SECRET = {
    "budget": "plus-100k",
    "herbergement": "tiers",
    "parametres": "Score de vétusté des canalisations",
    "projet_contact": "eau@commune.example",
    "url_ressources": [
        {"titre": "Dépôt", "type": "code", "url": "https://exemple.test/depot", "acces": "public"},
        {
            "titre": "Clauses du marché",
            "type": "clauses",
            "url": "https://exemple.test/c",
            "acces": "restreint",
        },
    ],
    "ria_classe": ["haut-risque-3"],
}

CLASS = display.text("ria_classe", SECRET["ria_classe"])


@pytest.fixture(autouse=True)
def first_request():
    """As in a process that has just started."""
    members_reader.__init__()


@pytest.fixture
def record():
    return factories.fiche(coll_siret=factories.siret(1), nom_projet="Relever l’eau", **SECRET)


@pytest.fixture
def peer():
    """A member of another organisation than the record's."""
    return factories.sign_in(
        Client(), factories.account(Role.MEMBRE, siren=THERE, email="lectrice@autre.example")
    )


@pytest.fixture
def colleague():
    return factories.sign_in(Client(), factories.account(Role.CONTRIBUTEUR, siren=HERE))


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def of(record: Fiche) -> str:
    return f"/espace{record.get_absolute_url()}"


def test_members_search_what_is_reserved(record, peer):
    factories.fiche(nom_projet="Autre projet")
    found = page(peer, "/espace/cas-usage/?q=vétusté")
    assert "1 fiche" in found and "Relever l’eau" in found and of(record) in found
    assert "de <mark>vétusté</mark> des canalisations" in found
    assert "Aucune fiche" in Client().get("/cas-usage/?q=vétusté").content.decode()


def test_members_narrow_by_what_is_reserved(record, peer):
    factories.fiche(budget="moins-50k")
    found = page(peer, "/espace/cas-usage/?budget=plus-100k&herbergement=tiers")
    assert "1 fiche" in found and "Relever l’eau" in found
    assert "/espace/cas-usage/?herbergement=tiers" in found, "each choice can be taken back"
    everything = page(peer, "/espace/cas-usage/")
    assert "Budget annuel" in everything and "/espace/cas-usage/?budget=plus-100k" in everything
    whole = page(peer, "/espace/cas-usage/?tout=budget")
    assert "Tous les choix possibles" in whole and "/espace/cas-usage/?budget=moins-50k" in whole
    # The public page knows nothing of these choices.
    assert "Budget annuel" not in Client().get("/cas-usage/").content.decode()


def test_what_is_internal_is_neither_searched_nor_chosen(record, peer, colleague):
    for client in (peer, colleague):
        assert "Aucune fiche" in page(client, "/espace/cas-usage/?q=eau@commune.example")
        assert "n’a pas été comprise" not in page(client, "/espace/cas-usage/?projet_contact=a")


def test_lists_turn_their_pages_and_lead_somewhere_when_empty(peer):
    for rank in range(14):
        factories.fiche(parametres=f"Paramètre {rank}")
    first, last = (
        page(peer, "/espace/cas-usage/?tri=titre"),
        page(peer, "/espace/cas-usage/?tri=titre&page=9"),
    )
    assert first.count('class="card ') == 12 and last.count('class="card ') == 2
    assert "page 2 sur 2" in last and "/espace/cas-usage/?page=2&amp;tri=titre" in first
    nothing = page(peer, "/espace/cas-usage/?q=paramètre&budget=plus-100k")
    assert "Sans le choix" in nothing and "(14 fiches)" in nothing
    assert "Emporter" not in nothing


def test_a_peer_reads_reserved_values_and_no_internal_one(record, peer):
    found = page(peer, of(record))
    assert "Réservé aux membres" in found and "Score de vétusté" in found and "Clauses du marché" in found
    assert "eau@commune.example" not in found and "Votre organisation" not in found
    # Said in public once its organisation confirms it, and not sooner to peers.
    assert CLASS not in found and "Pas encore public" not in found


def test_one_s_own_record_shows_what_only_its_organisation_reads(record, colleague):
    found = page(colleague, of(record))
    assert "Votre organisation et les animateurs seulement" in found and "eau@commune.example" in found
    assert "Pas encore public" in found and CLASS in found


def test_animators_read_internal_values_that_are_not_said_to_be_theirs(record):
    animator = factories.sign_in(Client(), factories.account(Role.ANIMATEUR))
    found = page(animator, of(record))
    assert "L’organisation et les animateurs seulement" in found and "eau@commune.example" in found


def test_the_page_says_what_must_not_be_spread_and_leads_to_the_public_one(record, peer):
    found = page(peer, of(record))
    assert "ne se cite pas" in found and f'href="{record.get_absolute_url()}"' in found
    assert "Citer cette fiche" not in found


def test_a_withdrawn_record_leads_to_what_its_public_page_says(peer):
    gone = factories.withdrawn(parametres="Score")
    for address in (f"/espace/cas-usage/{gone}-x/", f"/espace/cas-usage/{gone}-x/historique/"):
        answer = peer.get(address, follow=True)
        assert answer.redirect_chain == [(f"/cas-usage/{gone}-retiree/", 302)] and answer.status_code == 410
    assert peer.get("/espace/cas-usage/zzzzzzzz-x/").status_code == 404


def test_a_draft_does_not_exist(peer):
    draft = factories.proposal(coll_siret=factories.siret(1), nom_projet="Pas encore").fiche_id
    assert peer.get(f"/espace/cas-usage/{draft}-x/").status_code == 404
    assert "Pas encore" not in page(peer, "/espace/cas-usage/")


def test_another_title_leads_to_the_right_address(record, peer):
    answer = peer.get(f"/espace/cas-usage/{record.pk}-ancien-titre/")
    assert (answer.status_code, answer["Location"]) == (302, of(record))


def test_the_search_follows_what_only_members_see(record, peer):
    """No public change, no line in pub_change: the revision of the record tells."""
    assert "Aucune fiche" in page(peer, "/espace/cas-usage/?q=potassium")
    actions.accept(
        factories.proposal(fiche_id=record.pk, parametres="Dosage du potassium"), by=factories.system()
    )
    assert "1 fiche" in page(peer, "/espace/cas-usage/?q=potassium")
    assert "Aucune fiche" in page(peer, "/espace/cas-usage/?q=vétusté")
    actions.withdraw(record.pk, by=factories.system(), reason="Fin")
    assert "Aucune fiche" in page(peer, "/espace/cas-usage/?q=potassium")


def test_the_search_follows_public_changes_and_new_records(record, peer):
    page(peer, "/espace/cas-usage/")
    factories.fiche(nom_projet="Cantines sobres")
    factories.update(record, nom_projet="Compter l’eau")
    assert "1 fiche" in page(peer, "/espace/cas-usage/?q=sobres")
    assert "1 fiche" in page(peer, "/espace/cas-usage/?q=compter")


def test_the_index_of_members_needs_trust(record):
    with pytest.raises(RestrictedAccess):
        members_reader.nearest("vétusté")


def test_history_shows_reserved_changes_and_hides_internal_ones(record, peer):
    factories.update(record, budget="moins-50k", lecons="Associer les élus")
    factories.update(record, projet_contact="autre@commune.example")
    found = page(peer, f"{of(record)}historique/")
    assert "Plus de 100" in found and "Associer les élus" in found
    assert found.count('<section class="group"') == 2, "an internal change leaves no trace"
    assert "autre@commune.example" not in found


def test_two_changes_of_one_day_are_two_headings(record, peer):
    factories.update(record, budget="moins-50k")
    factories.update(record, budget="plus-100k")
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page(peer, f"{of(record)}historique/"))
    assert len(headings) == len(set(headings)) == 3


def test_a_reserved_value_that_is_erased_leaves_the_history(record, peer):
    factories.update(record, parametres="Formule secrète")
    factories.update(record, parametres="")
    found = page(peer, f"{of(record)}historique/")
    assert "Formule" not in found and "vétusté" not in found


def test_the_public_page_leads_everybody_to_the_whole_record(record):
    found = Client().get(record.get_absolute_url()).content.decode()
    assert f'<a href="{of(record)}" rel="nofollow">Lire la fiche complète (membres)</a>' in found
    asked = Client().get(of(record))
    assert asked.status_code == 302 and asked["Location"].startswith("/espace/connexion/?next=")
