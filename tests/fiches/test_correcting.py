"""A correction offered or made, and an old proposal set on today's record."""

import pytest

from bibia.accounts.roles import Role
from bibia.fiches import actions
from bibia.fiches.correcting import correct, moved, rebase, suggest, take_correction
from bibia.fiches.fields import label
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Journal, Proposal, Reserved
from tests import factories

pytestmark = pytest.mark.django_db
SIREN, SIRET = factories.siren(1), factories.siret(1)


@pytest.fixture
def author():
    return factories.account(Role.CONTRIBUTEUR, siren=SIREN)


def animator():
    return factories.account(Role.ANIMATEUR)


def test_the_author_takes_a_correction_in_one_go(author):
    first = factories.proposal(
        by=author, coll_siret=SIRET, resume="Une frase.", ria_classe=["aucune"], confirmed=["ria_classe"]
    )
    suggest(first, values={"resume": "Une phrase."}, by=animator(), reason="Une faute.")
    second = take_correction(first, by=author)
    assert second.values["resume"] == "Une phrase." and second.replaces == first
    assert (second.fiche_id, second.proposed_by_id) == (first.fiche_id, author.pk)
    assert second.confirmed == ["ria_classe"]
    with pytest.raises(actions.Refusal):
        take_correction(first, by=author)
    assert actions.accept(second, by=animator()).resume == "Une phrase."


def test_a_corrected_statement_is_confirmed_again(author):
    first = factories.proposal(by=author, coll_siret=SIRET, ria_classe=["aucune"], confirmed=["ria_classe"])
    suggest(first, values={"ria_classe": ["transparence"]}, by=animator(), reason="La classe.")
    assert take_correction(first, by=author).confirmed == []


def test_a_correction_corrects_something_and_is_clean(author):
    first = factories.proposal(by=author, coll_siret=SIRET, resume="Une phrase.")
    from django.core.exceptions import ValidationError

    for values, error in (
        ({"resume": " Une  phrase. "}, actions.Refusal),
        ({}, actions.Refusal),
        ({"theme": "inconnu"}, ValidationError),
    ):
        with pytest.raises(error):
            suggest(first, values=values, by=animator(), reason="Pourquoi.")
    with trusted():
        assert Proposal.objects.get().state == Proposal.State.PENDING


def test_a_correction_exists_only_where_changes_are_asked():
    from django.db import IntegrityError, transaction

    proposal = factories.proposal()
    with trusted(), pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(correction={"resume": "x"})


def test_the_association_corrects_in_its_own_name(author):
    first = factories.proposal(by=author, coll_siret=SIRET, resume="Une frase.")
    by = animator()
    second = correct(first, values={"resume": "Une phrase."}, by=by)
    assert second.replaces == first and second.proposed_by_id == by.pk
    with trusted():
        first.refresh_from_db()
        assert first.state == Proposal.State.CANCELLED
        line = Journal.objects.get(verb="correct")
    assert line.detail == label("resume")
    assert actions.accept(second, by=by).resume == "Une phrase."


def overtaken(**accepted):
    fiche = factories.fiche(coll_siret=SIRET, resume="Le début.", budget="moins-50k")
    proposal = factories.proposal(fiche_id=fiche.pk, resume="Ma phrase.", lecons="Ma leçon.")
    factories.update(fiche, **accepted)
    return proposal


def test_an_old_proposal_that_meets_nothing_is_set_on_todays_record():
    proposal = overtaken(vigilance="Attention.")
    with trusted():
        assert moved(proposal) == []
    with pytest.raises(actions.Stale):
        actions.accept(proposal, by=factories.system())
    rebase(proposal, by=factories.system(), revision=2)
    fiche = actions.accept(proposal, by=factories.system())
    assert (fiche.resume, fiche.lecons, fiche.vigilance) == ("Ma phrase.", "Ma leçon.", "Attention.")


def test_where_they_collide_one_chooses_field_by_field():
    proposal = overtaken(resume="Leur phrase.", budget="plus-100k")
    with trusted():
        (one,) = moved(proposal)
    assert (one.name, one.seen, one.standing, one.wanted) == (
        "resume",
        "Le début.",
        "Leur phrase.",
        "Ma phrase.",
    )
    rebase(proposal, by=factories.system(), dropped=["resume"], revision=2)
    fiche = actions.accept(proposal, by=factories.system())
    assert (fiche.resume, fiche.lecons) == ("Leur phrase.", "Ma leçon.")
    with trusted():
        assert Reserved.objects.get().budget == "plus-100k"
        assert Journal.objects.get(verb="rebase").detail == label("resume")


def test_the_same_words_do_not_collide():
    with trusted():
        assert moved(overtaken(resume="Ma phrase.")) == []


def test_a_rebase_is_refused_when_it_means_nothing():
    proposal = overtaken(resume="Leur phrase.")
    for given in ({"revision": 1}, {"revision": 3}, {"revision": 2, "dropped": ["resume", "lecons"]}):
        with pytest.raises(actions.Refusal):
            rebase(proposal, by=factories.system(), **given)
    fresh = factories.proposal()
    with pytest.raises(actions.Refusal):
        rebase(fresh, by=factories.system(), revision=0)
    assert Fiche.objects.get().resume == "Leur phrase."


def test_the_author_stays_who_they_are(author):
    fiche = factories.fiche(coll_siret=SIRET)
    proposal = factories.proposal(by=author, fiche_id=fiche.pk, resume="Ma phrase.")
    factories.update(fiche, lecons="Autre.")
    chief = factories.account(Role.RESPONSABLE, siren=SIREN, self_publishing=True)
    assert rebase(proposal, by=chief, revision=2).proposed_by_id == author.pk
    with pytest.raises(actions.NotAllowed):
        other = factories.proposal(by=chief, fiche_id=fiche.pk, resume="Moi.")
        factories.update(fiche, lecons="Encore.")
        rebase(other, by=chief, revision=3)
