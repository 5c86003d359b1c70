import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from bibia.territoires.ids import ID, new_id
from bibia.territoires.models import Collectivite, folded_name

pytestmark = pytest.mark.django_db


def test_a_key_is_permanent_and_the_siren_is_the_address_when_known():
    without = Collectivite.objects.create(nom="Syndicat des Eaux du Val-Clair")
    assert ID.fullmatch(without.cle)
    assert without.key == without.cle
    assert without.slug == "syndicat-des-eaux-du-val-clair"
    known = Collectivite.objects.create(nom="Ville de Metz", siren="215704636", nom_officiel="Metz")
    assert (known.key, known.slug, known.nom_affiche, str(known)) == ("215704636", "metz", "Metz", "Metz")
    assert known.get_absolute_url() == "/collectivites/215704636-metz/"


def test_an_organisation_is_found_at_both_its_addresses():
    known = Collectivite.objects.create(nom="Ville de Metz", siren="215704636")
    assert Collectivite.objects.by_key("215704636").get() == known
    assert Collectivite.objects.by_key(known.cle).get() == known
    assert not Collectivite.objects.by_key("00000000").exists()


def test_a_name_of_signs_only_still_has_an_address():
    assert Collectivite(nom="« ? »").slug == "organisation"


@pytest.mark.parametrize(
    "values",
    [
        {"siren": "12345678"},
        {"siren": "1234567 9"},
        {"siren": "12345678a"},
        {"siren": ""},
        {"cle": "short"},
        {"cle": "UPPERCAS"},
        {"cle": "ilouilou"},
        {"nom": " \u00a0"},
    ],
)
def test_the_database_itself_refuses_what_is_malformed(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Collectivite.objects.create(**{"nom": "Ville", **values})


def test_two_organisations_without_siren_cannot_share_a_name():
    Collectivite.objects.create(nom="Ville de Saint-Œuf")
    with pytest.raises(IntegrityError), transaction.atomic():
        Collectivite.objects.create(nom="VILLE  de saint-oeuf ")
    Collectivite.objects.create(nom="Ville de Saint-Œuf", siren="215704636")


def test_two_organisations_cannot_share_a_siren():
    Collectivite.objects.create(nom="Metz", siren="215704636")
    with pytest.raises(IntegrityError), transaction.atomic():
        Collectivite.objects.create(nom="Ville de Metz", siren="215704636")


def test_the_same_rules_speak_before_the_database_does():
    Collectivite(nom="Ville", folded_name="ville", siren="215704636").full_clean()
    with pytest.raises(ValidationError):
        Collectivite(nom="Ville", folded_name="ville", siren="21570463a").full_clean()


def test_every_field_has_a_name_and_a_help_in_french():
    for field in Collectivite._meta.concrete_fields:
        assert field.verbose_name
        if field.editable:
            assert str(field.help_text).endswith(".")


def test_identifiers_do_not_follow_each_other():
    made = {new_id() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(ID.fullmatch(one) for one in made)
    assert {one[0] for one in made} == set("0123456789abcdefghjkmnpqrstvwxyz")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_folded_name_always_fits_and_folding_again_changes_nothing(name):
    folded = folded_name(name)
    assert len(folded) <= Collectivite._meta.get_field("folded_name").max_length
    assert folded_name(folded) == folded
