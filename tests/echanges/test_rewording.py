"""A need and its answers are reworded and taken back by the people of their organisation, and by nobody else."""

from itertools import product

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.echanges import needs
from bibia.echanges.models import Need, Offer
from bibia.fiches.guard import trusted
from bibia.fiches.models import Journal
from bibia.fiches.verbs import NotAllowed, Refusal
from tests import factories
from tests.echanges.conftest import signed_in
from tests.echanges.test_exchanges import words
from tests.echanges.test_peers import WORDS, agent

pytestmark = pytest.mark.django_db
ASKER, HELPER = 2, 1
NEW = {"title": "Relever les compteurs de gaz", "text": "Nos agents manquent.", "theme": "ecologie"}


@pytest.fixture
def need():
    return needs.post(siren=factories.siren(ASKER), by=agent(Role.MEMBRE, ASKER), **WORDS)


@pytest.fixture
def offer(need):
    by = agent(Role.MEMBRE, HELPER)
    return needs.offer(need, siren=factories.siren(HELPER), text="Nous savons faire.", by=by)


def pages(need, offer) -> tuple[str, str, str]:
    page = f"/espace/besoins/{need.pk}/"
    return page, f"{page}modifier/", f"{page}reponses/{offer.pk}/modifier/"


def taking_back(edit: str) -> str:
    return edit.replace("modifier", "retirer")


def test_a_need_is_reworded_and_its_readers_know(need, offer):
    page, edit, _answer = pages(need, offer)
    client = signed_in(agent(Role.CONTRIBUTEUR, ASKER))  # a colleague of who posted it
    assert f'href="{edit}"' in client.get(page).content.decode()
    assert WORDS["title"] in client.get(edit).content.decode()
    assert "Ce champ" in words(client.post(edit, {**NEW, "title": ""}).content)
    assert "Modifié le" not in words(client.get(page).content)
    client.post(edit, WORDS)  # nothing changed, nothing said
    assert "Modifié le" not in words(client.get(page).content)
    assert client.post(edit, NEW)["Location"] == page
    shown = words(signed_in(agent(Role.MEMBRE, HELPER)).get(page).content)
    assert "Relever les compteurs de gaz" in shown and "Modifié le" in shown


def test_an_answer_is_reworded_with_its_fiche(need, offer):
    page, _edit, edit = pages(need, offer)
    fiche = factories.fiche()
    client = signed_in(agent(Role.MEMBRE, HELPER))
    assert f'href="{edit}"' in client.get(page).content.decode()
    given = {"text": "Nous savons très bien faire.", "fiche_id": fiche.get_absolute_url()}
    assert "n’est pas celle d’une fiche" in words(client.post(edit, {**given, "fiche_id": "a"}).content)
    assert client.post(edit, given)["Location"] == page
    shown = words(client.get(page).content)
    assert "très bien faire" in shown and fiche.nom_projet in shown and "modifié le" in shown
    assert fiche.get_absolute_url() in client.get(edit).content.decode()


def test_what_is_taken_back_is_asked_about_then_gone(need, offer):
    page, edit, answer = pages(need, offer)
    helper, asker = signed_in(agent(Role.MEMBRE, HELPER)), signed_in(agent(Role.MEMBRE, ASKER))
    asked = words(asker.get(taking_back(edit)).content)
    assert "avec la réponse reçue" in asked and "définitif" in asked
    assert "Nous savons faire." in words(helper.get(taking_back(answer)).content)
    with trusted():
        assert (Need.objects.count(), Offer.objects.count()) == (1, 1)
    sent = {"cle": "une-fois"}
    for _ in range(2):  # sent twice, it leads to the same page
        assert helper.post(taking_back(answer), sent)["Location"] == page
    assert "avec la réponse" not in words(asker.get(taking_back(edit)).content)
    for _ in range(2):
        assert asker.post(taking_back(edit), sent)["Location"] == "/espace/besoins/"
    assert asker.get(page).status_code == 404
    with trusted():
        assert not Need.objects.exists() and not Offer.objects.exists()
        said = list(
            Journal.objects.filter(verb__contains="withdraw_").order_by("pk").values_list("verb", "detail")
        )
    assert [verb for verb, _detail in said] == ["withdraw_offer", "withdraw_need"]
    assert not any(WORDS["title"] in detail for _verb, detail in said)


ACTS = ("edit", "withdraw", "edit_offer", "withdraw_offer")


@pytest.mark.parametrize(("role", "act"), list(product(("visitor", *Role), ACTS)))
def test_who_may_reword_and_take_back(role, act, need, offer):
    given = {"edit": NEW, "edit_offer": {"text": "Autrement."}}.get(act, {})
    about, owner = (offer, HELPER) if act.endswith("offer") else (need, ASKER)
    address = pages(need, offer)[2 if act.endswith("offer") else 1]
    address = taking_back(address) if act.startswith("withdraw") else address
    for rank in (9, HELPER if owner == ASKER else ASKER, owner):
        may = rank == owner and role in (Role.MEMBRE, Role.CONTRIBUTEUR, Role.RESPONSABLE)
        by = agent(role, rank) if role != "visitor" else None
        client = signed_in(by) if by and role != Role.SYSTEME else Client()
        if role != Role.SYSTEME:
            enters = by is not None and (may or role != Role.PUBLIC)
            assert client.get(address).status_code == ((200 if may else 404) if enters else 302)
        if may:
            getattr(needs, act)(about, by=by, **given)
        elif by is not None:
            assert client.post(address, given).status_code in (302, 404)
            with pytest.raises(NotAllowed):
                getattr(needs, act)(about, by=by, **given)
            with trusted():
                assert Need.objects.get().title == WORDS["title"]
                assert Offer.objects.get().text == "Nous savons faire."


def test_what_the_animators_removed_is_still_read_by_its_own_people_and_no_longer_changed(need, offer):
    page, edit, answer = pages(need, offer)
    by, staff = agent(Role.MEMBRE, ASKER), factories.account(Role.ANIMATEUR)
    needs.remove(need, by=staff)
    ours, others = signed_in(by), signed_in(agent(Role.MEMBRE, HELPER))
    shown = words(ours.get(page).content)
    assert "Retiré par les animateurs le" in shown and f'href="{edit}"' not in shown
    assert others.get(page).status_code == 404 and others.post(taking_back(answer)).status_code == 404
    typed = ours.post(edit, NEW)
    assert typed.status_code == 409 and "Relever les compteurs de gaz" in typed.content.decode()
    assert ours.post(taking_back(edit)).status_code == 404
    for run in (lambda: needs.withdraw(need, by=by), lambda: needs.set_state(need, state="open", by=by)):
        with pytest.raises(Refusal):
            run()
    with trusted():
        Need.objects.update(state="open")
    needs.remove_offer(offer, by=staff)
    typed = others.post(answer, {"text": "Notre meilleure offre."})
    assert typed.status_code == 409 and "Notre meilleure offre." in typed.content.decode()
    assert others.post(taking_back(answer)).status_code == 404


def test_one_s_own_needs_are_found_again_whatever_became_of_them(need, offer):
    by = agent(Role.MEMBRE, ASKER)
    closed, alone = (needs.post(siren=factories.siren(3), by=agent(Role.MEMBRE, 3), **NEW) for _ in "ab")
    needs.set_state(need, state="answered", by=by)
    needs.set_state(closed, state="closed", by=agent(Role.MEMBRE, 3))
    needs.remove(alone, by=factories.account(Role.ANIMATEUR))
    found = {}
    for rank in (ASKER, HELPER, 3, 9):
        client = signed_in(agent(Role.MEMBRE, rank))
        assert "tous=1&amp;nous=1" in client.get("/espace/echanges/").content.decode()
        found[rank] = client.get("/espace/besoins/?tous=1&nous=1").content.decode()
    for rank in (ASKER, HELPER):  # one asked, the other answered
        assert need.pk in found[rank] and closed.pk not in found[rank]
        assert "A trouvé une réponse le" in words(found[rank].encode())
    assert need.pk not in found[3] and closed.pk in found[3] and alone.pk in found[3]
    assert "Aucun besoin ici" in words(found[9].encode())
    assert alone.pk not in signed_in(by).get("/espace/besoins/?tous=1").content.decode()
    needs.set_state(need, state="open", by=by)
    assert "le" not in words(signed_in(by).get(f"/espace/besoins/{need.pk}/").content).split("Ouvert")[1][:4]
