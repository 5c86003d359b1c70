"""A draft is sent, or a session ends, while somebody is writing: the text is shown, and comes back in its form."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from bibia.contribution import actions, unsaved
from bibia.contribution.models import Draft
from bibia.fiches import actions as verbs
from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal
from bibia.territoires.ids import new_id
from bibia.web.values import digest
from tests import factories
from tests.contribution.conftest import RENNES, Writer, last

pytestmark = pytest.mark.django_db

TEXT = "Une description écrite pendant vingt minutes."


@pytest.fixture
def place(agent):
    agent.light(organisation=RENNES)
    return f"/espace/brouillons/{last().pk}/"


def opened(writer, address):
    """What the form of this page holds, as a browser would send it."""
    page = writer.get(address)
    texts = re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return dict(texts) | {"vu": re.search(r'name="vu" value="([^"]*)"', page)[1]}


def write(writer, place, form, status, **typed):
    answer = writer.client.post(f"{place}rubrique/retours/", form | {"suite": "rester"} | typed)
    assert answer.status_code == status
    return answer.content.decode()


def sent():
    with trusted():
        return Proposal.objects.order_by("-pk").first()


def test_a_colleague_sends_while_somebody_writes(agent, colleague, place):
    form = opened(agent, f"{place}rubrique/retours/")
    colleague.post(f"{place}envoyer/")
    page = write(agent, place, form, 409, vigilance=TEXT)
    assert (
        TEXT in page and "envoyé pendant que vous écriviez" in page and "Annuler l’envoi et reprendre" in page
    )
    assert "vigilance" not in last().values and sent().state == "pending"
    assert TEXT in agent.get(place) and TEXT not in colleague.get(place)
    back = agent.client.post(f"{place}reprendre/")["Location"]
    assert back == f"{place}rubrique/retours/"
    assert "pas encore enregistré" in agent.get(back)
    again = opened(agent, back)
    assert again["vigilance"] == TEXT
    write(agent, place, again, 302)
    assert last().values["vigilance"] == TEXT
    assert "pas encore enregistré" not in agent.get(back) and "pas enregistré" not in agent.get(place)


def test_a_colleague_writes_the_same_field_meanwhile(agent, colleague, place):
    """What comes back is not taken for what was seen: two texts are to reconcile."""
    form = opened(agent, f"{place}rubrique/retours/")
    theirs = opened(colleague, f"{place}rubrique/retours/")
    write(colleague, place, theirs, 302, vigilance="Le texte d’une collègue.")
    colleague.post(f"{place}envoyer/")
    write(agent, place, form, 409, vigilance=TEXT)
    agent.client.post(f"{place}reprendre/")
    write(agent, place, opened(agent, f"{place}rubrique/retours/"), 302)
    assert [one["value"] for one in last().aside] == [TEXT]


def test_the_draft_is_published_while_somebody_writes(agent, colleague, place):
    form = opened(agent, f"{place}rubrique/retours/")
    colleague.post(f"{place}envoyer/")
    fiche = verbs.accept(sent(), by=factories.system())
    page = write(agent, place, form, 409, vigilance=TEXT)
    assert TEXT in page and f"/espace/fiches/{fiche.pk}/modifier/" in page
    where = agent.follow(f"/espace/fiches/{fiche.pk}/modifier/")
    assert opened(agent, where)["vigilance"] == TEXT and last().fiche_id == fiche.pk


@pytest.mark.parametrize("leaves", [True, False])
def test_the_session_ends_while_somebody_writes(agent, place, leaves):
    form = opened(agent, f"{place}rubrique/retours/")
    agent.client.post("/espace/deconnexion/") if leaves else agent.client.cookies.clear()
    page = write(agent, place, form, 404, vigilance=TEXT)
    assert TEXT in page and f"next={place.replace('/', '%2F')}rubrique%2Fretours%2F" in page.replace(
        "/", "%2F"
    )
    assert "Repérer les dépôts" not in page and "Me connecter" in page
    factories.sign_in(agent.client, agent.account)
    again = opened(agent, f"{place}rubrique/retours/")
    assert again["vigilance"] == TEXT
    write(agent, place, again, 302)
    assert last().values["vigilance"] == TEXT and last().aside == []


def test_the_draft_is_deleted_while_somebody_writes(agent, colleague, place):
    form = opened(agent, f"{place}rubrique/retours/")
    colleague.post(f"{place}supprimer/")
    assert TEXT in write(agent, place, form, 404, vigilance=TEXT)


def test_a_stranger_learns_nothing_of_a_draft(place, stranger):
    """A draft that is written, one that was sent and one that never was: one answer."""
    here, nowhere = place.split("/")[-2], new_id()

    def answers(writer):
        found = []
        for key in (here, nowhere):
            for end, body in (("rubrique/retours/", {"vigilance": TEXT}), ("texte/", {"texte": TEXT})):
                answer = writer.client.post(f"/espace/brouillons/{key}/{end}", body)
                assert answer.status_code == 404
                page = answer.content.decode().replace(key, "CLE")
                assert TEXT in page
                found.append(re.sub(r'value="[A-Za-z0-9_-]{18,}"', "", page))
        return found

    before = {who: answers(writer) for who, writer in (("stranger", stranger), ("visitor", Writer()))}
    with trusted():
        draft = Draft.objects.get()
        actions.send(draft, by=draft.account)
    after = {who: answers(writer) for who, writer in (("stranger", stranger), ("visitor", Writer()))}
    for pages in (before, after):
        assert all(found[:2] == found[2:] for found in pages.values())
    assert before == after


def test_a_pasted_text_is_shown_too(agent, colleague, place):
    colleague.post(f"{place}envoyer/")
    answer = agent.client.post(f"{place}texte/", {"texte": "Une longue note."})
    assert answer.status_code == 409 and "Une longue note." in answer.content.decode()


@pytest.mark.parametrize(
    "end", ["rubrique/retours/", "envoyer/", "concilier/", "organisation/", "texte/", "supprimer/"]
)
def test_a_draft_that_was_sent_shows_where_it_stands(agent, colleague, place, end):
    colleague.post(f"{place}envoyer/")
    answer = agent.client.get(f"{place}{end}")
    assert answer.status_code == 302 and answer["Location"] == place
    assert "déjà été envoyé" in agent.get(place)


def test_it_is_sent_between_two_readings_of_the_draft(agent, colleague, place, monkeypatch):
    form = opened(agent, f"{place}rubrique/retours/")
    saved = actions.save

    def too_late(draft, **given):
        with trusted():
            actions.send(Draft.objects.get(), by=colleague.account)
        return saved(draft, **given)

    monkeypatch.setattr(actions, "save", too_late)
    assert TEXT in write(agent, place, form, 409, vigilance=TEXT)


def test_what_is_kept_for_visitors_is_limited(monkeypatch):
    monkeypatch.setattr(unsaved, "_ANONYMOUS", 1)
    where = f"/espace/brouillons/{new_id()}/rubrique/retours/"
    first, second = (Client().post(where, {"vigilance": TEXT}).content.decode() for _time in range(2))
    assert "retrouverez votre texte" in first and "retrouverez votre texte" not in second
    assert TEXT in first and TEXT in second


def test_only_what_the_form_did_not_show_is_unsaved():
    typed = {"vigilance": "A", "lecons": "", "sous_theme": []}
    assert unsaved.changed(typed, {"vigilance": digest("A")}) == {}
    assert unsaved.changed(typed, {"lecons": digest("B")}) == {"vigilance": "A", "lecons": ""}


def test_a_form_that_signing_in_elsewhere_made_old_gives_its_text_back(agent, place):
    browser = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    stranger = Client(enforce_csrf_checks=True, headers={"Origin": "https://ailleurs.test"})
    body = {"vigilance": f"{TEXT}<b>", "vu": "vigilance:0 lecons:0"}
    page = browser.post(f"{place}rubrique/retours/", body).content.decode()
    assert escape(f"{TEXT}<b>") in page and "lecons:0" not in page
    assert TEXT not in stranger.post(f"{place}rubrique/retours/", body).content.decode()
