"""The pages of organisations and of the association, as each person gets them."""

import pytest
from django.test import Client

from bibia.accounts.models import Domain, Membership, Organisation
from bibia.accounts.roles import Role
from bibia.compte import actions
from bibia.fiches.guard import trusted
from tests import factories
from tests.compte.browsing import fresh, mails, page

pytestmark = pytest.mark.django_db

OURS, THEIRS = factories.siren(10), factories.siren(20)
METZ = "215704636"


def browser(role: str, siren: str = OURS, **others: str) -> Client:
    return factories.sign_in(Client(), factories.account(role, siren=siren, **others))


def request_of(siren: str, email: str = "nouveau@commune.example") -> Membership:
    with trusted():
        account = factories.account(Role.PUBLIC, email=email)
        return actions.ask_membership(by=account, siren=siren, nom="Bourg-Essai", role=Role.CONTRIBUTEUR)


def decide(client: Client, siren: str, membership: Membership, action: str, **given: str):
    address = f"/espace/organisation/{siren}/personnes/"
    return client.post(address, {"personne": membership.pk, "action": action, **given})


def state(membership: Membership) -> str:
    with trusted():
        return Membership.objects.get(pk=membership.pk).state


@pytest.mark.parametrize("role", [Role.MEMBRE, Role.CONTRIBUTEUR, Role.DPO])
def test_for_those_who_manage_nobody_the_page_does_not_exist(role):
    membership = request_of(OURS)
    client = browser(role)
    assert client.get(f"/espace/organisation/{OURS}/").status_code == 404
    assert decide(client, OURS, membership, "confirmer", role="membre").status_code == 404
    assert state(membership) == "waiting"
    assert "nouveau@commune.example" not in page(client.get("/espace/"))


def test_a_responsable_knows_nothing_of_another_organisation():
    theirs, ours = request_of(THEIRS, "secret@ailleurs.example"), request_of(OURS)
    client = browser(Role.RESPONSABLE)
    assert client.get(f"/espace/organisation/{THEIRS}/").status_code == 404
    assert decide(client, THEIRS, theirs, "confirmer", role="membre").status_code == 404
    # Nor through the address of one's own.
    assert decide(client, OURS, theirs, "confirmer", role="membre").status_code == 404
    assert state(theirs) == "waiting"
    for address in ("/espace/", f"/espace/organisation/{OURS}/", "/espace/compte/"):
        assert "secret@ailleurs.example" not in page(client.get(address)), address
    assert "nouveau@commune.example" in page(client.get("/espace/"))
    assert decide(client, OURS, ours, "confirmer", role="membre").status_code == 302
    assert state(ours) == "confirmed"


def test_a_responsable_cannot_decide_what_the_association_decides():
    client = browser(Role.RESPONSABLE)
    shown = page(client.get(f"/espace/organisation/{OURS}/"))
    assert "Reconnaître un domaine" not in shown and "publier en deux temps" not in shown
    for given in (
        {"action": "circuit", "circuit": "seule"},
        {"action": "domaine", "domaine": "bourg.example"},
        {"action": "nom", "nom": "Autre"},
    ):
        client.post(f"/espace/organisation/{OURS}/reglages/", given)
        assert "ne permet pas cette action" in page(client.get("/espace/"))
    with trusted():
        assert not Organisation.objects.get().self_publishing and not Domain.objects.exists()


def test_an_animator_confirms_with_the_domain_and_sets_the_flow():
    membership = request_of(OURS)
    client = browser(Role.ANIMATEUR)
    assert "nouveau@commune.example" in page(client.get("/espace/membres/"))
    shown = page(client.get(f"/espace/organisation/{OURS}/"))
    assert "Toutes les adresses @commune.example" in shown
    decide(client, OURS, membership, "confirmer", role="responsable", domaine="on")
    client.post(f"/espace/organisation/{OURS}/reglages/", {"action": "circuit", "circuit": "seule"})
    with trusted():
        assert Membership.objects.get(pk=membership.pk).role == Role.RESPONSABLE
        assert Domain.objects.get().domain == "commune.example" and Organisation.objects.get().self_publishing
    client.post(f"/espace/organisation/{OURS}/reglages/", {"action": "retirer", "domaine": "commune.example"})
    with trusted():
        assert not Domain.objects.exists()


def test_an_address_open_to_all_is_said_to_be_one_and_offers_no_domain():
    request_of(OURS, "quelquun@gmail.com")
    shown = page(browser(Role.ANIMATEUR).get(f"/espace/organisation/{OURS}/"))
    assert "messagerie ouverte à tous" in shown and "Toutes les adresses" not in shown


def test_a_refusal_without_a_reason_is_sent_back():
    membership = request_of(OURS)
    client = browser(Role.ANIMATEUR)
    decide(client, OURS, membership, "refuser", motif=" ")
    assert state(membership) == "waiting" and "Dites pourquoi" in page(client.get("/espace/"))
    decide(client, OURS, membership, "refuser", motif="Vous n’êtes pas des nôtres.")
    assert state(membership) == "refused"
    assert "Vous n’êtes pas des nôtres." in mails("nouveau@commune.example")[-1].text.replace("\xa0", " ")


@pytest.mark.parametrize("typed", ["", "x", "0", "-1", "²", "9" * 30, "\x00", "1 OR 1"])
def test_what_is_no_number_of_anyone_does_not_exist(typed):
    request_of(OURS)
    client = fresh(factories.account(Role.ADMINISTRATEUR, email="admin@asso.example"))
    given = {"personne": typed, "action": "confirmer", "role": "membre"}
    assert client.post(f"/espace/organisation/{OURS}/personnes/", given).status_code == 404
    assert client.post("/espace/equipe/", {"retirer": typed}).status_code == 404
    for address in ("membres/", "rattachement/"):
        assert client.get(f"/espace/{address}", {"q": typed}).status_code == 200
    assert client.post(f"/espace/organisation/{OURS}/reglages/", {"action": "domaine", "domaine": typed}).url
    for address in ("organisation", "rattachement"):
        assert client.get(f"/espace/{address}/%00/").status_code == 404


@pytest.mark.parametrize("action", ["", "inconnue", "retirer"])
def test_what_is_no_action_does_not_exist(action):
    membership = request_of(OURS)
    client = browser(Role.ANIMATEUR)
    assert decide(client, OURS, membership, action).status_code == 404
    assert client.post(f"/espace/organisation/{OURS}/reglages/", {"action": action}).status_code == 404


def test_one_asks_in_two_pages_and_sees_what_became_of_it():
    client = browser(Role.PUBLIC, email="agent@commune.example")
    found = page(client.get("/espace/rattachement/", {"q": "Metz", "next": "/espace/brouillons/"}))
    assert 'value="215704636"' in found and 'value="/espace/brouillons/"' in found
    form = {
        "q": "Metz",
        "choice": METZ,
        "role": "contributeur",
        "next": "/espace/brouillons/",
        "cle": "une-fois",
    }
    first, second = (client.post("/espace/rattachement/", form) for _ in range(2))
    assert first.url == second.url == f"/espace/rattachement/{METZ}/?next=%2Fespace%2Fbrouillons%2F"
    assert "Votre demande est partie" in page(client.get(first.url))
    with trusted():
        assert Membership.objects.count() == 1
    client.post(f"/espace/rattachement/{METZ}/")
    assert "terminé" in page(client.get(first.url))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choisissez votre organisation."),
        ({"choice": "autre"}, "Donnez le SIREN"),
        ({"choice": "autre", "siren": "123456789", "nom": "Bourg"}, "SIREN"),
        ({"choice": "autre", "siren": OURS}, "Donnez le nom"),
        ({"choice": "000000000"}, "Sélectionnez un choix valide"),
        ({"choice": METZ, "role": "responsable"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(given, said):
    client = browser(Role.PUBLIC, email="agent@commune.example")
    shown = page(client.post("/espace/rattachement/", {"q": "Metz", "role": "membre", **given}))
    assert said in shown and 'role="alert"' in shown and 'value="Metz"' in shown
    with trusted():
        assert not Membership.objects.exists()


@pytest.mark.parametrize("typed", [OURS, f"{OURS[:3]} {OURS[3:6]} {OURS[6:]}", factories.siret(10)])
def test_an_organisation_of_no_table_is_given_by_its_number(typed):
    client = browser(Role.PUBLIC, email="agent@commune.example")
    form = {"q": "CCAS", "choice": "autre", "siren": typed, "nom": "CCAS de Bourg-Essai", "role": "membre"}
    assert client.post("/espace/rattachement/", form).status_code == 302
    with trusted():
        assert Organisation.objects.get().nom == "CCAS de Bourg-Essai"


def test_the_queue_is_searched_filtered_and_turned():
    for rank in range(30):
        request_of(OURS if rank else THEIRS, f"agent{rank:02}@commune.example")
    client = browser(Role.ANIMATEUR)
    first = page(client.get("/espace/membres/"))
    assert first.count("@commune.example") == 25 and "agent00" in first and 'rel="next"' in first
    second = page(client.get("/espace/membres/", {"page": 2}))
    assert second.count("@commune.example") == 5
    assert page(client.get("/espace/membres/", {"q": "agent07"})).count("@commune.example") == 1
    assert page(client.get("/espace/membres/", {"q": THEIRS})).count("@commune.example") == 1
    assert "Aucune personne" in page(client.get("/espace/membres/", {"role": "dpo"}))
    assert "Aucune personne" in page(client.get("/espace/membres/", {"etat": "refuses"}))


def test_an_administrator_names_and_removes():
    admin = factories.account(Role.ADMINISTRATEUR, email="admin@asso.example")
    client = fresh(admin)
    client.post("/espace/equipe/", {"address": "nouveau@asso.example", "role": "animateur"})
    shown = page(client.get("/espace/equipe/"))
    assert "nouveau@asso.example" in shown and "pas encore" in shown
    with trusted():
        from bibia.accounts.models import Account

        named = Account.objects.get(email="nouveau@asso.example")
    assert "clé d’accès" in mails("nouveau@asso.example")[-1].text.replace("'", "’")
    client.post("/espace/equipe/", {"retirer": named.pk})
    assert "nouveau@asso.example" not in page(client.get("/espace/equipe/"))
    client.post("/espace/equipe/", {"retirer": admin.pk})
    assert "Un autre administrateur" in page(client.get("/espace/equipe/"))


def test_the_first_page_says_what_to_do_next():
    client = browser(Role.PUBLIC, email="agent@commune.example")
    shown = page(client.get("/espace/"))
    for step in ("Dire pour quelle organisation", "Voir ce que font les autres", "Proposer un cas d’usage"):
        assert step in shown
    member = browser(Role.CONTRIBUTEUR)
    assert "— c’est fait" in page(member.get("/espace/"))


def test_ending_a_membership_takes_two_gestures_and_says_what_happens():
    """The button is folded under its word: no single click ends anything."""
    factories.account(Role.CONTRIBUTEUR, siren=OURS, email="agente@commune.example")
    shown = page(browser(Role.RESPONSABLE).get(f"/espace/organisation/{OURS}/"))
    before, after = shown.split('value="terminer"')
    folded = before.rsplit("<details>", 1)[1]
    assert "</details>" not in folded and "Elle garde son compte" in folded and "</details>" in after
