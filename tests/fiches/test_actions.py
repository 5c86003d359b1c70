"""The only door: what each verb changes, and what it leaves untouched."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from bibia.accounts.models import Account
from bibia.fiches import actions
from bibia.fiches.access import read
from bibia.fiches.guard import trusted
from bibia.fiches.models import Change, Fiche, Internal, Journal, Proposal, Reserved, Version, Withdrawn
from bibia.territoires.ids import ID
from bibia.territoires.models import Collectivite

pytestmark = pytest.mark.django_db

VALUES = {
    "coll_nom": "Ville de Metz",
    "coll_type": "commune",
    "nom_projet": "Repérer les dépôts sauvages",
    "usage_description": "Une application photographie les dépôts et les situe.",
    "theme": "ecologie",
}


@pytest.fixture(autouse=True)
def allowed():
    with trusted():
        yield


@pytest.fixture
def system():
    return Account.objects.system()


def published(system, **values) -> Fiche:
    return actions.accept(actions.propose(values=VALUES | values, by=system), by=system)


def update(fiche, system, **values) -> Fiche:
    return actions.accept(actions.propose(values=values, by=system, fiche_id=fiche.pk), by=system)


def test_a_proposal_publishes_nothing(system):
    proposal = actions.propose(values=VALUES, by=system)
    assert proposal.state == Proposal.State.PENDING and ID.fullmatch(proposal.fiche_id)
    assert not Fiche.objects.exists() and not Collectivite.objects.exists() and not Change.objects.exists()


def test_acceptance_publishes_with_the_identifier_of_the_proposal(system):
    proposal = actions.propose(values=VALUES, by=system)
    fiche = actions.accept(proposal, by=system)
    assert fiche.pk == proposal.fiche_id and fiche.version == 1 and fiche.nature == "cas-usage"
    assert fiche.collectivite.nom == "Ville de Metz"
    assert list(Change.objects.values_list("seq", "kind")) == [(1, "published")]


@pytest.mark.parametrize("missing", ["usage_description", "theme"])
def test_the_four_necessary_fields_are_asked_for_by_name(system, missing):
    proposal = actions.propose(values=VALUES | {missing: ""}, by=system)
    with pytest.raises(actions.NotPublishable) as caught:
        actions.accept(proposal, by=system)
    assert caught.value.fields == (missing,)
    assert not Fiche.objects.exists() and Proposal.objects.get().state == Proposal.State.PENDING


def test_a_record_without_a_title_cannot_even_be_proposed(system):
    with pytest.raises(actions.NotPublishable):
        actions.propose(values=VALUES | {"nom_projet": " "}, by=system)


def test_refused_values_are_named_and_nothing_is_kept(system):
    with pytest.raises(ValidationError) as caught:
        actions.propose(values=VALUES | {"theme": "Sécurité"}, by=system)
    assert set(caught.value.message_dict) == {"theme"}
    assert not Proposal.objects.exists()


def test_each_value_goes_to_the_table_of_its_access(system):
    fiche = published(
        system, budget="plus-100k", projet_contact="service@commune.example", vigilance="Peu de recul."
    )
    assert fiche.vigilance == "Peu de recul." and fiche.budget == ""
    assert Reserved.objects.get().budget == "plus-100k"
    assert Internal.objects.get().projet_contact == "service@commune.example"


def test_an_update_touches_only_the_fields_it_names(system):
    fiche = update(published(system, budget="plus-100k"), system, vigilance="Nouvelle.")
    assert fiche.usage_description == VALUES["usage_description"]
    assert Reserved.objects.get().budget == "plus-100k"
    changes = Version.objects.get(number=2).changes
    assert changes == [{"field": "vigilance", "before": "", "after": "Nouvelle."}]


def test_a_change_of_reserved_values_changes_nothing_public(system):
    before = published(system)
    after = update(before, system, budget="moins-50k", projet_contact="autre@commune.example")
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert Change.objects.count() == 1 and Version.objects.count() == 1
    assert Reserved.objects.get().revision == 2


def test_a_stale_proposal_is_refused_and_loses_nothing(system):
    fiche = published(system)
    first = actions.propose(values={"vigilance": "Un."}, by=system, fiche_id=fiche.pk)
    second = actions.propose(values={"vigilance": "Deux."}, by=system, fiche_id=fiche.pk)
    actions.accept(first, by=system)
    with pytest.raises(actions.Stale):
        actions.accept(second, by=system)
    second.refresh_from_db()
    assert second.state == Proposal.State.PENDING and second.values == {"vigilance": "Deux."}
    assert Fiche.objects.get().vigilance == "Un."


def test_a_proposal_is_decided_once(system):
    proposal = actions.propose(values=VALUES, by=system)
    actions.reject(proposal, by=system, reason="Doublon")
    for decide in (
        lambda: actions.accept(proposal, by=system),
        lambda: actions.reject(proposal, by=system, reason="Encore"),
    ):
        with pytest.raises(actions.Refusal):
            decide()
    assert not Fiche.objects.exists()


def test_withdrawal_leaves_an_address_and_a_reason(system):
    fiche = published(system)
    actions.withdraw(fiche.pk, by=system, reason="Demande de la ville")
    assert not Fiche.objects.exists() and not Version.objects.exists()
    gone = Withdrawn.objects.get()
    assert (gone.pk, gone.reason) == (fiche.pk, "Demande de la ville")
    assert list(Change.objects.values_list("seq", "kind")) == [(1, "published"), (2, "withdrawn")]


def test_a_withdrawn_record_can_be_published_again_at_its_address(system):
    fiche = published(system)
    actions.withdraw(fiche.pk, by=system, reason="Erreur")
    again = update(fiche, system, vigilance="Corrigée.")
    assert again.pk == fiche.pk and not Withdrawn.objects.exists()
    # A version that was cited before the withdrawal never names other values.
    assert again.version == 2 and Version.objects.get().number == 2
    assert Change.objects.last().kind == "published"


@pytest.mark.parametrize("reason", ["  ", "\x00", "a" * 501])
def test_a_withdrawal_and_a_rejection_say_why_in_a_few_words(system, reason):
    fiche = published(system)
    with pytest.raises(actions.Refusal):
        actions.withdraw(fiche.pk, by=system, reason=reason)
    proposal = actions.propose(values={"resume": "Autre."}, by=system, fiche_id=fiche.pk)
    with pytest.raises(actions.Refusal):
        actions.reject(proposal, by=system, reason=reason)
    assert Fiche.objects.exists() and not Proposal.objects.filter(state="rejected").exists()


def test_an_opened_field_is_public_until_it_is_closed_and_its_past_goes_with_it(system):
    fiche = published(system, budget="plus-100k")
    opened = actions.open_field(fiche.pk, "budget", by=system)
    assert opened.budget == "plus-100k" and "budget" not in read(opened, system.viewer.__class__()).reserved
    update(opened, system, budget="moins-50k")
    assert Version.objects.get(number=3).changes[0]["after"] == "moins-50k"
    closed = actions.close_field(fiche.pk, "budget", by=system)
    assert closed.budget == "" and closed.opened == []
    history = str(list(Version.objects.values_list("changes", flat=True)))
    assert "budget" in history and "50k" not in history and "100k" not in history


@pytest.mark.parametrize("field", ["projet_contact", "vigilance", "url_ressources", "inconnu"])
def test_only_a_restricted_field_can_be_opened(system, field):
    with pytest.raises(actions.Refusal):
        actions.open_field(published(system).pk, field, by=system)


def test_resources_are_public_item_by_item(system):
    resource = {"titre": "Code", "type": "code", "url": "https://exemple.fr/code"}
    fiche = published(
        system, url_ressources=[resource | {"acces": "public"}, resource | {"titre": "Clauses"}]
    )
    assert [item["titre"] for item in fiche.url_ressources] == ["Code"]
    fiche = update(fiche, system, url_ressources=[resource | {"acces": "restreint"}])
    assert fiche.url_ressources == []
    assert "exemple.fr" not in str(list(Version.objects.values_list("changes", flat=True)))


def test_an_exposing_statement_waits_for_its_confirmation(system):
    fiche = published(system, ria_classe=["haut-risque-3"], aipd={"statut": "non-realisee"})
    assert fiche.ria_classe == [] and fiche.aipd == {}
    proposal = actions.propose(values={}, by=system, fiche_id=fiche.pk, confirmed=["ria_classe"])
    fiche = actions.accept(proposal, by=system)
    assert fiche.ria_classe == ["haut-risque-3"] and fiche.aipd == {}


def test_a_prohibited_practice_is_never_published(system):
    proposal = actions.propose(
        values=VALUES | {"ria_classe": ["interdit"]}, by=system, confirmed=["ria_classe"]
    )
    with pytest.raises(actions.NotPublishable):
        actions.accept(proposal, by=system)
    assert not Fiche.objects.exists()


def test_every_verb_leaves_one_line_in_the_journal(system):
    fiche = published(system)
    actions.open_field(fiche.pk, "budget", by=system)
    actions.close_field(fiche.pk, "budget", by=system)
    actions.reject(actions.propose(values={}, by=system, fiche_id=fiche.pk), by=system, reason="Vide")
    actions.withdraw(fiche.pk, by=system, reason="Fin")
    verbs = ["propose", "accept", "open_field", "close_field", "propose", "reject", "withdraw"]
    assert list(Journal.objects.values_list("verb", flat=True)) == verbs


@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_the_database_refuses_to_rewrite_the_journal(system, attempt):
    published(system)
    lines = Journal.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        lines.update(verb="autre") if attempt == "update" else lines.delete()
    assert Journal.objects.count() == 2


def test_nor_to_empty_it_at_once(system, engine):
    if engine != "postgresql":
        pytest.skip("SQLite n’a pas TRUNCATE")
    published(system)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE trv_journal")
    assert Journal.objects.count() == 2


@pytest.mark.parametrize("name", ["coll_nom", "nom_projet", "usage_description", "theme"])
def test_the_database_refuses_a_published_record_without_its_structure(system, name):
    published(system)
    with pytest.raises(DatabaseError), transaction.atomic():
        Fiche.objects.update(**{name: ""})


def test_a_new_name_of_the_organisation_reaches_the_pages_of_its_other_records(system):
    first = published(system, coll_siret="21570463600012")
    published(system, nom_projet="Un autre projet", coll_siret="21570463600012", coll_nom="Mairie de Metz")
    assert list(Change.objects.values_list("fiche_id", "kind"))[2] == (first.pk, "updated")
    assert Fiche.objects.get(pk=first.pk).version == 1


def test_another_organisation_does_not_inherit_what_was_opened(system):
    fiche = published(system, budget="plus-100k", coll_siret="21570463600012")
    actions.open_field(fiche.pk, "budget", by=system)
    fiche = update(fiche, system, coll_nom="Ville de Paris", coll_siret="21750001600019")
    assert fiche.opened == [] and fiche.budget == ""


def test_without_a_number_another_name_is_another_organisation(system):
    fiche = published(system, budget="plus-100k", coll_nom="Association des élus", coll_siret="")
    actions.open_field(fiche.pk, "budget", by=system)
    fiche = update(fiche, system, coll_nom="Association des  ELUS", resume="La même, écrite autrement.")
    assert fiche.opened == ["budget"]
    fiche = update(fiche, system, coll_nom="Syndicat tout autre", budget="moins-50k")
    assert fiche.opened == [] and fiche.budget == ""


def test_what_one_organisation_confirmed_is_not_its_successor_s_word(system):
    fiche = published(system, coll_siret="21570463600012")
    proposed = actions.propose(
        values={"ria_classe": ["haut-risque-3"]}, by=system, fiche_id=fiche.pk, confirmed=["ria_classe"]
    )
    assert actions.accept(proposed, by=system).ria_classe == ["haut-risque-3"]
    fiche = update(fiche, system, coll_nom="Ville de Paris", coll_siret="21750001600019")
    assert fiche.ria_classe == []
