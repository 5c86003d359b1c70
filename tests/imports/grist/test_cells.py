"""Every field of the declaration, in every type of column: what is written is what is read again."""

import pytest

from bibia.fiches.fields import BY_NAME, FIELDS
from bibia.fiches.forms import clean_value
from bibia.fiches.lists import PARTS
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports.codes import CODES, Severity
from bibia.imports.grist import cells
from bibia.imports.grist.cells import Column, Unreadable
from bibia.imports.match import plain
from tests.factories import siret

TYPES = ("Text", "Any", "Choice", "ChoiceList", "Numeric", "Int", "Bool", "Date", "DateTime:Europe/Paris")
_BY_KIND = {
    "text": ["Une phrase, puis une autre.\n\n- une liste\n- de deux", "[entre crochets]", "a ; b - c, d"],
    "email": ["service@collectivite.example"],
    "siret": ["35600000000048", siret(1)],
    "url": ["https://exemple.test/a?b=c,d;e"],
    "image": ["logo-de-la-ville.png"],
    "month": ["2025-03", "2025", "1999-12", "2100-01"],
    "date": ["2025-03-05", "1900-01-01", "1969-12-31", "2024-02-29", "2025-03-30"],
    "integer": [12, 0, 1_000_000_000_000],
    "insee[]": [["57463"], ["57463", "57", "R44"]],
}
_BY_NAME = {
    "latitude": [48.5, 49.119309, 45.0],
    "longitude": [6.175716, -1.5, 2.0],
    "ria_annexe3": ["5 a"],
    "code_licence": ["EUPL-1.2"],
    "partenaires": [
        [{"nom": "Métropole du Val-Clair"}],
        [{"nom": "A - B"}, {"nom": "C, D"}],
        [{"nom": "Néant"}],
        [{"nom": "Élan", "role": "pilote"}],
    ],
}
_PARTS = {
    "line": "Un mot, puis deux",
    "text": "Une phrase.",
    "url": "https://exemple.test/",
    "siret": "35600000000048",
    "date": "2025-03-05",
    "month": "2025-03",
    "number": 12.5,
    "field": "budget",
}


def _item(name: str, *, required: bool) -> dict:
    return {
        part.name: part.choices[0][0] if part.kind == "choice" else _PARTS[part.kind]
        for part in PARTS[BY_NAME[name].column.parts]
        if part.required or not required
    }


def samples(name: str) -> list:
    field = BY_NAME[name]
    if name in _BY_NAME or field.kind in _BY_KIND:
        return _BY_NAME.get(name) or _BY_KIND[field.kind]
    if field.kind == "enum":
        return list(VOCABULARIES[field.column.vocabulary_name].codes)
    if field.kind == "enum[]":
        codes = list(VOCABULARIES[field.column.vocabulary_name].codes)
        return [*([code] for code in codes), codes[:2]]
    if field.kind == "list{}":
        return [[_item(name, required=True)], [_item(name, required=False)] * 2]
    if field.kind == "object{}":
        return [_item(name, required=True), _item(name, required=False)]
    return ["Un texte - avec des tirets, des virgules ; et le reste", "12", "oui"]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_what_is_written_is_what_is_read_again(name, kind):
    column = Column(name, name, kind)
    for value in samples(name):
        assert plain({"v": clean_value(name, value)})["v"] == value, "the sample is a value of the library"
        cell = cells.write(name, column, value)
        read, findings = cells.read(name, column, cell)
        assert read == value
        assert {CODES[found.code].severity for found in findings if found.field == name} <= {Severity.DOUTE}


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_nothing_is_written_and_read_as_nothing(name):
    for kind in TYPES:
        column = Column(name, name, kind)
        cell = cells.write(name, column, plain({"v": BY_NAME[name].column.empty})["v"])
        assert cell in (None, "")
        assert cells.text(name, column, cell) == ""


def test_the_natural_form_of_each_type_is_used():
    assert cells.write("theme", Column("t", "", "Choice"), "mobilites") == VOCABULARIES["theme"].label(
        "mobilites"
    )
    assert cells.write("date", Column("d", "", "Date"), "2025-03-05") == 1741132800
    assert cells.write("date", Column("d", "", "Text"), "2025-03-05") == "05/03/2025"
    assert cells.write("projet_date", Column("d", "", "Text"), "2025-03") == "03/2025"
    assert cells.write("territoire", Column("t", "", "ChoiceList"), ["57463", "57"]) == ["L", "57463", "57"]
    assert cells.write("partenaires", Column("p", "", "Text"), [{"nom": "A"}, {"nom": "B"}]) == "A ; B"
    # Midnight in Paris, the day the clocks change.
    assert cells.write("date", Column("d", "", "DateTime:Europe/Paris"), "2025-03-30") == 1743289200


def test_a_year_alone_does_not_become_a_january():
    column = Column("m", "", "Date")
    assert cells.write("projet_date", column, "2025") == "2025"
    assert cells.write("projet_date", column, "2025-03") == 1740787200


def test_a_number_that_nobody_typed_is_no_value():
    assert cells.text("decisions_par_an", Column("n", "", "Int"), 0) == ""
    assert cells.write("decisions_par_an", Column("n", "", "Int"), 0) == "0"
    assert cells.text("decision_individuelle", Column("b", "", "Bool"), False) == ""


def test_numbers_of_a_numeric_column_keep_their_digits():
    assert cells.text("coll_siret", Column("s", "", "Numeric"), 35600000000048.0) == "35600000000048"
    assert cells.text("latitude", Column("s", "", "Numeric"), 49.119309) == "49.119309"


@pytest.mark.parametrize(
    ("kind", "cell", "words"),
    [
        ("Ref:Communes", 12, "autre table"),
        ("RefList:Communes", ["L", 1, 2], "autre table"),
        ("Attachments", ["L", 1], "autre table"),
        ("Any", ["E", "ValueError", "x"], "erreur de formule"),
        ("Text", ["C"], "cachée"),
        ("Any", ["U", "objet"], "type connu"),
        ("Any", {"a": 1}, "type connu"),
        ("Date", 1e300, "n’existe pas"),
    ],
)
def test_a_cell_that_says_nothing_certain_is_not_read(kind, cell, words):
    with pytest.raises(Unreadable, match=words):
        cells.text("date", Column("c", "", kind), cell)


def test_wrapped_dates_of_an_any_column_are_dates():
    column = Column("c", "", "Any")
    assert cells.text("date", column, ["d", 1741132800]) == "05/03/2025"
    assert cells.text("date", column, ["D", 1743289200, "Europe/Paris"]) == "30/03/2025"
    assert cells.text("date", column, ["D", 1743289200, "Nulle/Part"]) == "29/03/2025"


def test_a_value_that_a_column_could_not_give_back_is_not_written():
    with pytest.raises(Unreadable, match="ne peut pas être écrite"):
        cells.write("date", Column("d", "", "Date"), "2100-12-31")


def test_words_that_raise_a_doubt_are_written_all_the_same():
    words = "Écrivez à accueil@collectivite.example."
    assert cells.write("probleme", Column("p", "", "Text"), words) == words
