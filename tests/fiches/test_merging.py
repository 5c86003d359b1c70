"""Two records made one: values chosen, the other's address leading to the kept one, nothing lost of the past."""

import pytest
from django.test import Client

from bibia.fiches import actions
from bibia.fiches.guard import trusted
from bibia.fiches.merging import differing, merge, suggested
from bibia.fiches.models import Fiche, Internal, Journal, Reserved, Shelf, Version, Withdrawn
from bibia.fiches.shelves import put_shelf
from tests import factories

pytestmark = pytest.mark.django_db


def pair():
    kept = factories.fiche(nom_projet="Capteurs d’eau", resume="Le premier.", budget="moins-50k")
    gone = factories.fiche(
        nom_projet="Capteurs sur l’eau",
        resume="Le second.",
        lecons="Associer les équipes.",
        budget="plus-100k",
        projet_contact="service@exemple.test",
    )
    return kept, gone


def merged(kept, gone, *taken):
    return merge(kept.pk, gone.pk, taken=taken, by=factories.system(), reason="La même, déclarée deux fois.")


def test_the_values_chosen_come_and_the_others_stay():
    kept, gone = pair()
    fiche = merged(kept, gone, "lecons", "budget", "projet_contact")
    assert (fiche.resume, fiche.lecons, fiche.version) == ("Le premier.", "Associer les équipes.", 2)
    with trusted():
        assert Reserved.objects.get(pk=kept.pk).budget == "plus-100k"
        assert Internal.objects.get(pk=kept.pk).projet_contact == "service@exemple.test"


def test_a_value_that_its_organisation_did_not_open_is_not_opened_by_the_merge():
    kept, gone = pair()
    actions.open_field(kept.pk, "budget", by=factories.system())
    fiche = merged(kept, gone, "budget")
    assert (fiche.budget, fiche.opened) == ("", [])
    with trusted():
        assert Reserved.objects.get(pk=kept.pk).budget == "plus-100k"
    assert "plus-100k" not in str(list(Version.objects.values_list("changes", flat=True)))


def test_a_value_opened_on_both_sides_stays_open():
    kept, gone = pair()
    for one in (kept, gone):
        actions.open_field(one.pk, "budget", by=factories.system())
    assert merged(kept, gone, "budget").budget == "plus-100k"


def test_the_old_address_leads_to_the_kept_one():
    kept, gone = pair()
    merged(kept, gone)
    answer = Client().get(gone.get_absolute_url())
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "déclarée deux fois" in page and kept.get_absolute_url() in page
    told = Client().get(f"/cas-usage/{gone.pk}.json").json()
    assert told["fusionnee_dans"].endswith(kept.get_absolute_url())


def test_it_leads_through_the_merges_that_follow_and_nowhere_when_all_is_gone():
    first, second = pair()
    third = factories.fiche()
    merged(second, first)
    merged(third, second)
    assert third.get_absolute_url() in Client().get(first.get_absolute_url()).content.decode()
    actions.withdraw(third.pk, by=factories.system(), reason="Fini.")
    page = Client().get(first.get_absolute_url())
    assert page.status_code == 410 and third.get_absolute_url() not in page.content.decode()


def test_one_journal_line_each_and_the_past_is_kept():
    kept, gone = pair()
    merged(kept, gone)
    with trusted():
        assert set(Journal.objects.filter(verb="merge").values_list("fiche_id", flat=True)) == {
            kept.pk,
            gone.pk,
        }
        assert Reserved.objects.filter(pk=gone.pk).exists()
    assert Version.objects.filter(fiche_id=kept.pk).count() == 1
    assert Withdrawn.objects.get().merged_into == kept.pk


def test_the_shelves_follow():
    kept, gone = pair()
    other = factories.fiche()
    words = {"title": "Eau", "text": "Deux phrases.", "by": factories.system()}
    put_shelf(slug="eau", fiches=[other.pk, gone.pk], **words)
    put_shelf(slug="deux", fiches=[gone.pk, kept.pk], **words)
    merged(kept, gone)
    assert Shelf.objects.get(pk="eau").fiches == [other.pk, kept.pk]
    assert Shelf.objects.get(pk="deux").fiches == [kept.pk]


def test_what_is_refused_changes_nothing():
    kept, gone = pair()
    factories.proposal(fiche_id=gone.pk, resume="En attente.")
    for one, other in ((kept, gone), (kept, kept)):
        with pytest.raises(actions.Refusal):
            merged(one, other)
    assert Fiche.objects.count() == 2


def test_what_there_is_to_choose():
    kept, gone = pair()
    with trusted():
        one, other = Reserved.objects.get(pk=kept.pk), Reserved.objects.get(pk=gone.pk)
        assert differing(one, other) == [
            *("nom_projet", "resume", "lecons", "budget", "projet_contact"),
        ]
        assert suggested(one, other) == {"lecons", "projet_contact"}


def test_a_confirmation_comes_with_its_statement():
    kept = factories.fiche()
    gone = factories.fiche(ria_classe=["transparence"], confirmed=["ria_classe"])
    assert merged(kept, gone, "ria_classe").ria_classe == ["transparence"]
