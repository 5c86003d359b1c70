"""Corrections offered, taken or made; old proposals set on today's record."""

import re

import pytest
from django.test import Client

from bibia.accounts.roles import Role
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal
from tests import factories
from tests.moderation.people import SIREN, SIRET, animator, author, of_organisation, page

pytestmark = pytest.mark.django_db


def edit(proposal, client, **changes):
    """The form as the browser would send it, with these values changed."""
    shown = {name: value for name, value in proposal.values.items() if isinstance(value, str)}
    return client.post(f"/espace/moderation/{proposal.pk}/corriger/", shown | changes)


def last():
    with trusted():
        return Proposal.objects.order_by("-pk").first()


def test_a_correction_goes_to_the_author_who_takes_it_in_one_click():
    writer = author()
    proposal = factories.proposal(by=writer, coll_siret=SIRET, resume="Une frase.")
    client = animator()
    assert "Une frase." in page(client, f"/espace/moderation/{proposal.pk}/corriger/")
    edit(proposal, client, resume="Une phrase.", texte="Une faute.", pour="auteur")
    with trusted():
        (mail,) = Message.objects.all()
    assert "Une faute." in mail.text and "phrase" not in mail.text and "frase" not in mail.text
    here = f"/espace/propositions/{proposal.pk}/"
    mine = factories.sign_in(Client(), writer)
    shown = page(mine, here)
    assert "<del>frase.</del>" in shown and "<ins>phrase.</ins>" in shown
    for _ in range(2):
        assert mine.post(here, {"cle": "a"}).status_code == 302
    made = last()
    assert made.values["resume"] == "Une phrase." and made.replaces_id == proposal.pk
    assert "Accepter la correction" not in page(mine, here)


def test_a_correction_needs_a_motive_and_something_to_correct():
    proposal, client = factories.proposal(by=author(), coll_siret=SIRET, resume="Une phrase."), animator()
    assert edit(proposal, client, resume="Autre.", pour="auteur").status_code == 422
    answer = edit(proposal, client, theme="inconnu", texte="Pourquoi.", pour="auteur")
    assert answer.status_code == 422 and "pas dans la liste" in answer.content.decode()
    assert edit(proposal, client, texte="Pourquoi.", pour="auteur").status_code == 302
    assert last().pk == proposal.pk and last().state == Proposal.State.PENDING


def test_the_association_replaces_it_in_its_name_and_the_author_learns_the_end():
    proposal, client = factories.proposal(by=author(), coll_siret=SIRET, resume="Une frase."), animator()
    edit(proposal, client, resume="Une phrase.", pour="association")
    made = last()
    assert made.replaces_id == proposal.pk
    client.post(f"/espace/moderation/{made.pk}/", {"decision": "accept"})
    assert Fiche.objects.get().resume == "Une phrase."
    with trusted():
        assert [mail.to for mail in Message.objects.all()] == ["auteur@exemple.test"]


def test_an_organisation_offers_a_correction_but_replaces_nothing():
    proposal, client = (
        factories.proposal(by=author(), coll_siret=SIRET, resume="Une frase."),
        of_organisation(),
    )
    edit(proposal, client, resume="Une phrase.", pour="association")
    assert last().pk == proposal.pk and last().state == Proposal.State.PENDING
    edit(proposal, client, resume="Une phrase.", texte="Une faute.", pour="auteur")
    assert last().correction == {"resume": "Une phrase."}


def test_lists_are_edited_row_by_row_and_a_field_may_be_added():
    proposal, client = factories.proposal(fournisseurs=[{"nom": "Exemple", "produit": "Sonde"}]), animator()
    here = f"/espace/moderation/{proposal.pk}/corriger/"
    assert 'value="Sonde"' in page(client, here) and 'name="lecons"' not in page(client, here)
    assert 'name="lecons"' in page(client, f"{here}?champ=lecons&champ=inconnu")
    edit(
        proposal,
        client,
        **{"fournisseurs-0-nom": "Exemple", "fournisseurs-1-nom": "Autre", "pour": "association"},
    )
    assert last().values["fournisseurs"] == [{"nom": "Exemple"}, {"nom": "Autre"}]


@pytest.mark.parametrize("role", [Role.MEMBRE, Role.CONTRIBUTEUR, Role.DPO, Role.RESPONSABLE])
def test_the_page_of_the_author_is_that_of_their_organisation(role):
    proposal = factories.proposal(by=author(), coll_siret=SIRET, budget="plus-100k")
    here = f"/espace/propositions/{proposal.pk}/"
    ours = factories.sign_in(Client(), factories.account(role, siren=SIREN))
    assert ours.get(here).status_code == (404 if role is Role.MEMBRE else 200)
    page(of_organisation(role, rank=78), here, 404)
    page(animator(), here)


def overtaken(**given):
    fiche = factories.fiche(coll_siret=SIRET, resume="Le début.")
    proposal = factories.proposal(fiche_id=fiche.pk, resume="Ma phrase.", lecons="Ma leçon.")
    factories.update(fiche, **given)
    return proposal


def test_an_old_proposal_is_set_on_todays_record():
    proposal, client = overtaken(vigilance="Attention."), animator()
    here = f"/espace/moderation/{proposal.pk}/"
    shown = page(client, here)
    assert "reposer" in shown and 'value="accept"' not in shown
    assert "telle quelle" in page(client, f"{here}reposer/")
    assert client.post(f"{here}reposer/", {"revision": "2"})["Location"] == here
    assert 'value="accept"' in page(client, here)


def test_where_both_changed_one_chooses():
    proposal, client = overtaken(resume="Leur phrase."), animator()
    here = f"/espace/moderation/{proposal.pk}/reposer/"
    shown = page(client, here)
    assert all(text in shown for text in ("Le début.", "Leur phrase.", "Ma phrase."))
    for sent, base in (({}, 1), ({"resume": "autre"}, 1), ({"resume": "fiche"}, 2)):
        client.post(here, {"revision": "2", **sent})
        with trusted():
            proposal.refresh_from_db()
        assert proposal.base == base, sent
    assert "resume" not in proposal.values


def test_a_date_is_shown_as_one_writes_it_and_corrected_so():
    proposal = factories.proposal(by=author(), coll_siret=SIRET, resume="Une phrase.", date_service="2025-03")
    client, here = animator(), f"/espace/moderation/{proposal.pk}/corriger/"
    assert 'value="03/2025"' in page(client, here)
    edit(proposal, client, date_service="04/2025", pour="association")
    assert last().values["date_service"] == "2025-04"


def test_the_form_of_many_values_is_folded_open_on_what_one_asked_for():
    texts = ("resume", "usage_description", "lecons", "parametres", "probleme", "prerequis", "vigilance")
    many = dict.fromkeys(texts, "Un texte.")
    proposal = factories.proposal(by=author(), coll_siret=SIRET, **many)
    client, here = animator(), f"/espace/moderation/{proposal.pk}/corriger/"
    folded = page(client, here)
    assert '<details class="group">' in folded and '<details class="group" open>' not in folded
    shown = page(client, f"{here}?champ=nom_algorithme")
    assert shown.count('<details class="group" open>') == 1
    assert re.search(r'<details class="group" open>\s*<summary>Algorithme ', shown)
    few = factories.proposal(fiche_id=factories.fiche().pk, resume="Une phrase.")
    assert "<details" not in page(client, f"/espace/moderation/{few.pk}/corriger/").split("<main")[1]
