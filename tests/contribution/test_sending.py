"""Before sending: what exposes is confirmed, what looks personal is asked, what is forbidden alerts."""

import re

import pytest

from bibia.accounts.roles import Role
from bibia.contribution.models import Draft
from bibia.contribution.review import review
from bibia.courrier.models import Message
from bibia.fiches import actions, display
from bibia.fiches.fields import OPENABLE
from bibia.fiches.guard import trusted
from bibia.fiches.models import Proposal, Reserved
from bibia.ui.filters import typo
from tests import factories
from tests.contribution.conftest import RENNES, last

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(agent):
    agent.light(organisation=RENNES)
    return f"/espace/brouillons/{last().pk}/"


def sent():
    with trusted():
        return Proposal.objects.order_by("-pk").first()


def write(**values):
    with trusted():
        draft = Draft.objects.get()
        draft.values = draft.values | values
        draft.save()


EXPOSING = {
    "aipd": ({"statut": "non-realisee"}, "l’analyse d’impact"),
    "decision_individuelle": ("oui", "décisions individuelles"),
    "ria_classe": (["haut-risque-3"], "règlement européen"),
}


@pytest.mark.parametrize("name", EXPOSING)
@pytest.mark.parametrize("confirmed", [True, False])
def test_what_exposes_the_organisation_is_public_only_once_confirmed(agent, place, name, confirmed):
    value, said = EXPOSING[name]
    write(**{name: value})
    page = agent.get(f"{place}envoyer/")
    assert said in page and "Publié seulement si" in agent.get(f"{place}apercu/")
    with trusted():
        (one,) = review(Draft.objects.get()).exposing
    assert one["value"] and f"<b>{one['value']}</b>" in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Ni le public ni les membres" in page
    agent.post(f"{place}envoyer/", **({f"confirme-{name}": "1"} if confirmed else {}))
    fiche = actions.accept(sent(), by=factories.system())
    assert bool(getattr(fiche, name)) is confirmed
    with trusted():
        assert getattr(Reserved.objects.get(), name) == value


def test_a_prohibited_practice_alerts_the_animators_and_is_never_published(agent, place):
    for role in (Role.ANIMATEUR, Role.ADMINISTRATEUR):
        factories.account(role, email=f"{role}@exemple.test")
    write(ria_classe=["interdit"])
    page = agent.get(f"{place}envoyer/")
    assert "pratique interdite" in page and "confirme-" not in page
    agent.post(f"{place}envoyer/", **{"confirme-ria_classe": "1"})
    with trusted():
        mails = list(Message.objects.filter(kind="alerte"))
    assert len(mails) == 2
    for mail in mails:
        assert "Rennes" not in mail.text + mail.html and "dépôts" not in mail.text + mail.html + mail.subject
    with pytest.raises(actions.NotPublishable):
        actions.accept(sent(), by=factories.system())


def test_personal_data_raises_a_question_and_waits_for_its_answer(agent, place):
    write(vigilance="Appelez le 06 12 34 56 78.", service_contact="Écrire à numerique@rennes.test")
    assert "personne" in agent.get(f"{place}rubrique/retours/")
    page = agent.get(f"{place}envoyer/")
    assert "06 12 34 56 78" in page and "numerique@rennes.test" in page
    agent.post(f"{place}envoyer/")
    assert sent() is None
    marks = dict(re.findall(r'name="(service-[a-z_]+)" value="([^"]+)"', page))
    agent.post(
        f"{place}envoyer/",
        **{"confirmer-personnel": "1", "service-service_contact": marks["service-service_contact"]},
    )
    page = agent.get(f"{place}envoyer/")
    assert "service-service_contact" not in page and "service-vigilance" in page
    agent.post(f"{place}rubrique/retours/", vigilance="Appelez le service.", lecons="", suite="relire")
    agent.post(f"{place}envoyer/")
    assert sent() is not None


def test_the_answer_is_worth_for_that_text_only(agent, place):
    write(service_contact="Écrire à numerique@rennes.test")
    page = agent.get(f"{place}envoyer/")
    marks = dict(re.findall(r'name="(service-[a-z_]+)" value="([^"]+)"', page))
    agent.post(f"{place}envoyer/", **{"confirmer-personnel": "1"}, **marks)
    write(service_contact="Écrire à autre@rennes.test")
    page = agent.get(f"{place}envoyer/")
    assert "service-service_contact" in page and "(autre@rennes.test)" in page
    agent.post(f"{place}envoyer/")
    assert sent() is None


def test_the_address_of_the_service_is_no_question(agent, place):
    write(projet_contact="numerique@rennes.test")
    assert "coordonnées" not in agent.get(f"{place}envoyer/")
    assert "numerique@rennes.test" not in agent.get(f"{place}apercu/") + agent.get(
        f"{place}apercu/?comme=membre"
    )


def test_the_preview_is_the_public_page(agent, place, client):
    """The same body, byte for byte, but for the marks of time and place that only publishing gives."""
    write(budget="plus-100k", parametres="CANARI réservé", lecons="Une leçon.")
    agent.post(f"{place}envoyer/")
    preview = agent.get(f"{place}apercu/")
    member = agent.get(f"{place}apercu/?comme=membre")
    fiche = actions.accept(sent(), by=factories.system())
    public = client.get(fiche.get_absolute_url()).content.decode()

    def groups(page):
        return re.findall(
            r'<section class="(?:group|summary)[^"]*" aria-labelledby="(?:essentiel|general|algorithme|donnees|transparence|surveillance|reutilisation|meta)">.*?</section>',
            page,
            re.DOTALL,
        )

    assert groups(preview) == groups(public) and len(groups(public)) > 5
    assert "CANARI" not in preview + public and "CANARI" in member
    assert set(OPENABLE) and "Plus de 100" in member


def test_what_will_be_public_is_read_again_before_it_is_sent(agent, place):
    write(lecons="Une leçon apprise.", budget="plus-100k", parametres="CANARI", projet_contact="a@b.test")
    page = agent.get(f"{place}envoyer/")
    for said in (
        "Une leçon apprise.",
        "des habitants photographient",
        display.text("theme", "ecologie"),
        display.text("projet_status", "experimentation"),
        "Rennes",
    ):
        assert typo(said) in page, said
    assert f'href="{place}rubrique/retours/#champ-lecons"' in page and f'href="{place}organisation/"' in page
    assert "CANARI" not in page and "Plus de 100" not in page and "a@b.test" not in page
    assert "modifié</span>" not in page


def test_an_update_says_what_it_changes(agent, place):
    fiche = factories.fiche(coll_nom="Rennes", coll_siret=RENNES, lecons="Une leçon.", budget="plus-100k")
    actions.open_field(fiche.pk, "budget", by=agent.account)
    place = agent.follow(f"/espace/fiches/{fiche.pk}/modifier/")
    agent.post(f"{place}rubrique/retours/", vigilance="Prudence.", lecons="Une leçon.", suite="rester")
    page = agent.get(f"{place}envoyer/")
    assert page.count("modifié</span>") == 1 and "Plus de 100" in page.replace("\u00a0", " ")
    assert "organisation/" not in page


def test_the_colleague_who_publishes_is_told_of(place, agent):
    factories.account(Role.RESPONSABLE, siren=RENNES, self_publishing=True)
    assert "publie elle-même" in agent.get(f"{place}envoyer/")


def test_only_the_signed_in_send(visitor):
    visitor.post(visitor.light(), choix=RENNES, nom="Rennes")
    answer = visitor.client.post(f"/espace/brouillons/{last().pk}/envoyer/")
    assert answer["Location"].startswith("/espace/connexion/") and sent() is None
