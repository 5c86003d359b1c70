import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from hypothesis import given
from hypothesis import strategies as st

from bibia.fiches import display
from bibia.fiches.fields import BY_NAME, FIELDS, NAMES
from bibia.fiches.forms import FicheForm, clean_value, clean_values


def refusal(name, raw):
    with pytest.raises(ValidationError) as caught:
        clean_value(name, raw)
    return caught.value


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("nom_projet", "Expérimentation \nde la  détection ", "Expérimentation de la détection"),
        ("usage_description", " un\r\ndeux  \r\n", "un\ndeux"),
        ("coll_siret", "200 023 414 00101", "20002341400101"),
        ("projet_date", "01/2024", "2024-01"),
        ("projet_date", "15/03/2024", "2024-03"),
        ("projet_date", "2024", "2024"),
        ("projet_date", datetime.datetime(2023, 1, 1), "2023-01"),
        ("date", "06/05/2025", datetime.date(2025, 5, 6)),
        ("date", "2025-05-06", datetime.date(2025, 5, 6)),
        ("theme", "Transition écologique", "ecologie"),
        ("sous_theme", "Flux et trafic-Mobilité décarbonée", ["flux", "mobilite-decarbonee"]),
        ("latitude", "48,85", 48.85),
        ("decisions_par_an", "12 000", 12000),
        ("partenaires", ["Pôle TES", "AIR&D"], [{"nom": "Pôle TES"}, {"nom": "AIR&D"}]),
        ("partenaires", "Université Gustave-Eiffel", [{"nom": "Université Gustave-Eiffel"}]),
        ("aipd", {"statut": "realisee", "date": "05/03/2025"}, {"statut": "realisee", "date": "2025-03-05"}),
        ("code_licence", "EUPL-1.2", "EUPL-1.2"),
        ("ria_annexe3", "5 a", "5 a"),
        ("territoire", "57463, 2A, R44", ["57463", "2A", "R44"]),
    ],
)
def test_a_value_is_read(name, raw, value):
    assert clean_value(name, raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("theme", "Sécurité", "libelle-inconnu"),
        ("sous_theme", "Agriculture, Commerce et développement économique, Immobilier", "trop-de-valeurs"),
        ("projet_date", "printemps 2024", "date-illisible"),
        ("projet_date", "13/2024", "date-impossible"),
        ("date", "30/02/2025", "date-impossible"),
        ("date", "45691", "date-numero"),
        ("date", "2025", "date-illisible"),
        ("url_infos", "accès interne uniquement", "lien-prose"),
        ("url_infos", "https://", "lien-invalide"),
        ("url_infos", "javascript:alert(1)", "lien-prose"),
        ("image_url", "https://exemple.fr/logo.png", "logo-externe"),
        ("latitude", "120", "nombre-hors-bornes"),
        ("decisions_par_an", "beaucoup", "nombre-illisible"),
        ("decisions_par_an", "-1", "nombre-hors-bornes"),
        ("aipd", {"date": "05/03/2025"}, "liste-incomplete"),
        ("partenaires", [{"nom": "A", "inconnu": "B"}], "liste-illisible"),
        ("code_licence", "gratuit !", "forme-inattendue"),
        ("territoire", "Metz", "code-geographique"),
        ("territoire", "99999", "code-geographique"),
        ("territoire", "R99", "code-geographique"),
        ("coll_siret", "24410051800170", "siret-invalide"),
    ],
)
def test_a_value_is_refused_with_its_code(name, raw, code):
    assert refusal(name, raw).code == code


def test_what_was_understood_of_a_list_is_kept_with_the_refusal():
    error = refusal("sous_theme", "Agriculture, Chasse au trésor")
    assert error.kept == ["agriculture"]
    assert "chasse au tresor" in error.messages[0]


def test_a_spreadsheet_number_is_proposed_as_a_date_and_not_converted():
    assert refusal("date", "45691").params["proposal"] == "03/02/2025"


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_text_gives_the_empty_value_of_the_column(name):
    assert clean_value(name, "") == BY_NAME[name].column.empty
    assert clean_value(name, None) == BY_NAME[name].column.empty


def test_every_refusal_is_told_at_once_and_unknown_fields_too():
    with pytest.raises(ValidationError) as caught:
        clean_values({"theme": "Sécurité", "date": "45691", "inconnu": "x"})
    assert set(caught.value.message_dict) == {"theme", "date", "inconnu"}


def test_a_web_form_follows_the_declaration():
    assert tuple(FicheForm().fields) == NAMES
    assert "nom_algorithme" not in FicheForm(nature="charte").fields
    form = FicheForm({"theme": "mobilites", "nom_projet": "Titre"}, names=("nom_projet", "theme"))
    assert form.is_valid() and form.cleaned_data == {"nom_projet": "Titre", "theme": "mobilites"}


@given(st.sampled_from(NAMES), st.text(max_size=300))
def test_any_text_is_read_or_refused_never_a_failure(name, raw):
    try:
        value = clean_value(name, raw)
    except ValidationError as error:
        assert error.messages
    else:
        # What was read once reads the same again: an accepted proposal is cleaned twice.
        assert clean_value(name, value) == value


HOSTILE = (
    "\ud800",
    "a\ud800b",
    "https://exemple.fr/\ud800",
    "https://exemple.fr/\x00",
    '["\\ud800"]',
    '[{"nom": "\\ud800\\u0000"}]',
    "[" * 15_000,
    "20٣٤",
    "٣/2024",
)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_whatever_is_typed_can_be_stored_and_written(field):
    """Half a character, a null byte, endless nesting, other digits: refused or cleaned, on both engines alike."""
    for raw in HOSTILE:
        try:
            value = clean_value(field.name, raw)
        except ValidationError:
            continue
        written = (
            value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
        )
        assert "\x00" not in written and (written == value or "\\u0000" not in written), raw
        written.encode()
        assert field.kind not in ("month", "date") or written.isascii(), raw


def test_the_number_of_an_organisation_may_stand_without_its_establishment():
    """A form knows the SIREN of the organisation that was chosen by its name, never the SIRET."""
    assert clean_value("coll_siret", "217500016") == "217500016"
    assert display.text("coll_siret", "217500016") == "217 500 016"
    for wrong in ("217500017", "21750001", "2175000166"):
        with pytest.raises(ValidationError):
            clean_value("coll_siret", wrong)
    with pytest.raises(ValidationError):
        clean_value("partenaires", [{"nom": "A", "siret": "217500016"}])
