"""What organisations say to one another, and the little of it that is public."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from bibia.accounts.models import Organisation
from bibia.accounts.roles import Role
from bibia.accounts.viewer import PUBLIC
from bibia.echanges import interests, matching, needs
from bibia.echanges.models import Interest, Need, Offer
from bibia.fiches.actions import withdraw
from bibia.fiches.guard import trusted
from bibia.fiches.models import Reuse, generation
from bibia.fiches.verbs import NotAllowed, Refusal
from tests import factories
from tests.echanges.conftest import signed_in
from tests.echanges.test_exchanges import words

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Relever les compteurs d’eau",
    "text": "Nos agents passent trop de temps.",
    "theme": "ecologie",
}


def agent(role, rank, **options):
    return factories.account(role, siren=factories.siren(rank), **options)


def say(fiche, by, rank, kind="use", named=False):
    return interests.express(fiche_id=fiche.pk, siren=factories.siren(rank), kind=kind, named=named, by=by)


def public(fiche) -> str:
    return words(Client().get(fiche.get_absolute_url()).content)


def test_a_use_is_counted_in_public_and_named_when_its_own_people_choose_it(fiche):
    before = generation()
    say(fiche, agent(Role.MEMBRE, 2), 2, named=True)  # a member counts, and does not decide to be named
    assert "1 autre organisation l’utilise aussi." in public(fiche) and generation() == before + 1
    assert f"Organisation {factories.siren(2)}" not in public(fiche)
    say(fiche, agent(Role.RESPONSABLE, 3), 3, named=True)
    assert (
        f"2 autres organisations l’utilisent aussi : Organisation {factories.siren(3)} et 1 autre."
        in public(fiche)
    )
    # A member of the same organisation does not take the name away by saying it again.
    say(fiche, agent(Role.MEMBRE, 3), 3)
    assert Reuse.objects.get().names == [f"Organisation {factories.siren(3)}"]
    before = generation()
    say(fiche, agent(Role.MEMBRE, 4), 4, kind="interested")
    assert generation() == before and "2 autres organisations" in public(fiche)
    interests.give_up(fiche_id=fiche.pk, siren=factories.siren(3), by=agent(Role.MEMBRE, 3))
    assert "1 autre organisation" in public(fiche)
    interests.give_up(fiche_id=fiche.pk, siren=factories.siren(2), by=agent(Role.MEMBRE, 2))
    assert not Reuse.objects.exists() and "l’utilise aussi." not in public(fiche)


def test_the_page_of_the_peers(fiche):
    client = signed_in(agent(Role.CONTRIBUTEUR, 5))
    page = f"/espace/fiches/{fiche.pk}/pairs/"
    assert "Aucune organisation ne l’a encore dit." in words(client.get(page).content)
    said = {"siren": factories.siren(5), "kind": "use", "named": "on"}
    assert client.post(page, said)["Location"] == page
    shown = words(client.get(page).content)
    assert (
        f"Organisation {factories.siren(5)}, depuis le" in shown and "nommée sur la fiche publique" in shown
    )
    assert client.post(page, {**said, "kind": "none"}).status_code == 302
    with trusted():
        assert not Interest.objects.exists()
    # Nobody speaks for another organisation, nor for the one whose fiche it is.
    assert client.post(page, {**said, "siren": factories.siren(6)}).status_code == 200
    own = signed_in(agent(Role.CONTRIBUTEUR, 1))
    assert "Et vous ?" not in words(own.get(page).content)
    assert own.post(page, {**said, "siren": factories.siren(1)}).status_code == 404
    with trusted():
        assert not Interest.objects.exists()
    gone = factories.withdrawn()
    assert client.get(f"/espace/fiches/{gone}/pairs/").status_code == 404


ROLES = ("visitor", *Role)
SPEAK = {Role.MEMBRE, Role.CONTRIBUTEUR, Role.RESPONSABLE}


@pytest.mark.parametrize(("role", "rank"), list(product(ROLES, (5, 6))))
def test_who_may_speak_for_an_organisation(role, rank, fiche):
    class Visitor:
        viewer, pk = PUBLIC, None

    by = Visitor() if role in ("visitor", Role.PUBLIC) else agent(role, 5)
    with trusted():
        Organisation.objects.get_or_create(siren=factories.siren(rank), defaults={"nom": "Une autre"})
    siren = factories.siren(rank)
    runs = (
        lambda: say(fiche, by, rank),
        lambda: interests.give_up(fiche_id=fiche.pk, siren=siren, by=by),
        lambda: needs.post(siren=siren, by=by, **WORDS),
    )
    for run in runs:
        if role in SPEAK and rank == 5:
            run()
        else:
            with pytest.raises(NotAllowed):
                run()


def test_one_organisation_says_one_thing_of_a_fiche(fiche):
    by = agent(Role.CONTRIBUTEUR, 2)
    say(fiche, by, 2, named=True)
    say(fiche, by, 2, kind="interested", named=True)
    with trusted():
        assert [(one.kind, one.named) for one in Interest.objects.all()] == [("interested", False)]
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.create(
                fiche_id=fiche.pk, organisation_id=factories.siren(2), kind="use", at=timezone.now()
            )
    with pytest.raises(Refusal):
        say(fiche, agent(Role.CONTRIBUTEUR, 1), 1)


def test_the_count_comes_back_with_the_fiche(fiche):
    say(fiche, agent(Role.MEMBRE, 2), 2)
    withdraw(fiche.pk, by=factories.system(), reason="Une pause.")
    assert not Reuse.objects.exists()
    factories.actions.accept(
        factories.proposal(fiche_id=fiche.pk, resume="De retour."), by=factories.system()
    )
    interests.restore()
    before = generation()
    assert Reuse.objects.get().count == 1
    interests.restore()
    assert generation() == before


@pytest.mark.parametrize("address", ["/espace/besoins/", "/espace/besoins/nouveau/"])
def test_needs_are_between_members(address):
    assert Client().get(address).status_code == 302
    assert signed_in(agent(Role.DPO, 2)).get(address).status_code == (
        200 if address.endswith("besoins/") else 404
    )


def test_a_need_is_posted_answered_and_closed(mails):
    fiche = factories.fiche(coll_siret=factories.siret(1))
    asker, helper = agent(Role.MEMBRE, 2, email="demandeuse@exemple.test"), agent(Role.CONTRIBUTEUR, 1)
    client = signed_in(asker)
    assert client.post("/espace/besoins/nouveau/", {"siren": factories.siren(2)}).status_code == 200
    page = client.post("/espace/besoins/nouveau/", {"siren": factories.siren(2), **WORDS})["Location"]
    assert fiche.nom_projet in words(client.get(page).content)
    other = signed_in(helper)
    assert "Relever les compteurs d’eau" in words(other.get("/espace/besoins/").content)
    assert "Relever les compteurs d’eau" in words(other.get("/espace/besoins/?theme=ecologie").content)
    assert "Relever les compteurs d’eau" not in words(other.get("/espace/besoins/?theme=mobilites").content)
    offered = {
        "faire": "repondre",
        "siren": factories.siren(1),
        "text": "Nous savons faire.",
        "fiche_id": "autre",
    }
    assert "n’est pas celle d’une fiche" in words(other.post(page, offered).content)
    offered["fiche_id"] = f"https://ia.exemple.test{fiche.get_absolute_url()}"
    assert other.post(page, offered)["Location"] == page
    (told,) = mails(kind="offre")
    assert told.to == asker.email and "Relever les compteurs" in told.text and page in told.text
    shown = words(client.get(page).content)
    assert "Nous savons faire." in shown and fiche.nom_projet in shown
    assert other.post(page, {"faire": "answered"}).status_code == 404
    assert client.post(page, {"faire": "answered"})["Location"] == page
    assert "Relever les compteurs d’eau" not in words(client.get("/espace/besoins/").content)
    assert "Relever les compteurs d’eau" in words(client.get("/espace/besoins/?tous=1").content)
    with trusted():
        need = Need.objects.get()
    with pytest.raises(Refusal):
        needs.offer(need, siren=factories.siren(1), text="Encore", by=helper)
    for wrong in ("removed", "autre", ""):
        assert client.post(page, {"faire": wrong}).status_code == 404


def test_the_animators_take_away_what_has_no_place_here():
    need = needs.post(siren=factories.siren(2), by=agent(Role.MEMBRE, 2), **WORDS)
    offer = needs.offer(need, siren=factories.siren(1), text="Achetez chez nous.", by=agent(Role.MEMBRE, 1))
    member, staff = signed_in(agent(Role.RESPONSABLE, 1)), signed_in(factories.account(Role.ANIMATEUR))
    page = f"/espace/besoins/{need.pk}/"
    for doing in (f"retirer-{offer.pk}", "retirer"):
        assert member.post(page, {"faire": doing}).status_code == 404
    assert staff.post(page, {"faire": f"retirer-{offer.pk}"})["Location"] == page
    assert "Achetez chez nous." not in words(staff.get(page).content)
    assert staff.post(page, {"faire": "retirer"})["Location"] == "/espace/besoins/"
    assert (member.get(page).status_code, staff.get(page).status_code) == (404, 200)
    with trusted():
        assert Offer.objects.get().removed


def test_matching_is_by_theme_and_words():
    near = factories.fiche(
        nom_projet="Télérelève des compteurs d’eau potable", usage_description="Un réseau."
    )
    factories.fiche(nom_projet="Repérer les fuites", usage_description="Le réseau de chaleur.")
    factories.fiche(nom_projet="Les compteurs de vélos", theme="mobilites", usage_description="Compter.")
    need = Need(
        title="Relever un compteur", text="Besoin d’un outil pour notre collectivité.", theme="ecologie"
    )
    assert matching.fiches_for(need) == [near]
    assert matching.words("Nous cherchons un outil pour notre collectivité") == set()


def test_a_page_of_needs_has_its_pages():
    by = agent(Role.MEMBRE, 2)
    for rank in range(21):
        needs.post(siren=factories.siren(2), by=by, **{**WORDS, "title": f"Besoin numéro {rank}"})
    client = signed_in(by)
    first, second = (words(client.get(f"/espace/besoins/{page}").content) for page in ("", "?page=2"))
    assert "Besoin numéro 20" in first and "Besoin numéro 0 " in second and "Besoin numéro 20" not in second
    assert "theme=ecologie&amp;page=2" in client.get("/espace/besoins/?theme=ecologie").content.decode()
