"""import(export(x)) == x: whatever a library may hold comes back from a table, and nothing is said of it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibia.fiches.fields import BY_NAME, STORED
from bibia.fiches.forms import clean_value
from bibia.fiches.models import Fiche, Proposal, Reserved, Version
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.imports import export, headers, readers
from bibia.imports.match import plain
from bibia.imports.rows import parse
from bibia.imports.run import examine, import_table
from tests.imports.conftest import DATA, outcomes

NEWEST = DATA / "2025-09-17-twin.csv"
# What may be said of values that a library holds: it is said of the value, not of its way to the table and back.
OF_THE_VALUE = {"texte-abime", "balises-html", "donnee-personnelle", "lien-mort"}


def _texts(most: int) -> st.SearchStrategy[str]:
    odd = [
        "=1+1",
        "'",
        "''x",
        "-",
        "x",
        "Aucun",
        "néant",
        "#REF!",
        "+33",
        "@moi",
        "03/2024",
        "'Été",
        "_x000D_",
        "a\u0301",
        "\t=1",
        "Total",
    ]
    anything = st.text(st.characters(codec="utf-8"), max_size=most)
    return anything | st.sampled_from(odd) | st.text(alphabet="'=-+x/ ;,\n\"é", max_size=20)


_DAYS = st.dates(date(1900, 1, 1), date(2026, 1, 1))
_LINKS = ["https://exemple.test/a;b,c?d=1", "http://exemple.test/%C3%A9", "https://exemple.test/2024"]
_KINDS = {
    "month": _DAYS.map(lambda day: day.strftime("%Y-%m")) | st.just("2024"),
    "date": _DAYS,
    "number": st.floats(-80, 80),
    "integer": st.integers(0, 10**12),
    "insee[]": st.lists(st.sampled_from(["75056", "69123", "2A004", "974", "R11"]), unique=True),
    "url": st.sampled_from(_LINKS),
    "string": _texts(120),
    "text": _texts(120),
}
_LISTS = {"partenaires": "nom", "base_legale": "titre"}


def _value(name: str) -> st.SearchStrategy:
    kind = BY_NAME[name].kind
    if kind in ("enum", "enum[]"):
        codes = st.sampled_from(VOCABULARIES[BY_NAME[name].column.vocabulary_name].codes)
        return codes if kind == "enum" else st.lists(codes, max_size=2, unique=True)
    if name in _LISTS:
        return st.lists(_texts(40).map(lambda text: {_LISTS[name]: text}), max_size=3)
    return _KINDS.get(kind, st.nothing())


_NAMES = [name for name in export.COLUMNS if not _value(name).is_empty]


@st.composite
def records(draw) -> dict:
    """Values as a library keeps them: cleaned, and only those that its fields accept."""
    chosen = draw(st.lists(st.sampled_from(_NAMES), unique=True, max_size=8))
    kept = {"coll_nom": "Ville de Port-Ambre", "nom_projet": "Lire les compteurs"}
    for name in (*draw(st.sampled_from([(), ("coll_nom",), ("nom_projet",)])), *chosen):
        try:
            value = clean_value(name, draw(_value(name)))
        except Exception:  # noqa: BLE001, S112 - what no field accepts, no library holds
            continue
        if value not in ("", None, [], {}):
            kept[name] = value
    return plain(kept)


def read(data: bytes) -> list:
    table = readers.read(data, headers.score)
    matching = headers.match(table)
    assert matching.findings == [] and table.notes == ()
    return parse(table, matching.columns)


@settings(max_examples=300, deadline=None)
@given(st.lists(records(), min_size=1, max_size=3))
def test_what_is_exported_comes_back_the_same(values):
    lines = read(export.as_csv(export.table([("", one) for one in values], export.COLUMNS)))
    assert [plain(line.values) for line in lines] == values
    said = {found.code for line in lines for found in line.findings}
    assert said <= OF_THE_VALUE


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=5, max_size=10))
def test_and_from_a_workbook(values):
    lines = read(export.as_xlsx(export.table([("", one) for one in values], export.COLUMNS)))
    # A workbook writes the ends of lines in its own way, and cannot hold every character.
    assert [line.values["coll_nom"] for line in lines] == [one["coll_nom"] for one in values]
    assert [set(line.values) for line in lines] == [set(one) for one in values]


def published() -> list:
    return [(one.pk, one.values) for one in Reserved.objects.order_by("pk")]


@pytest.mark.django_db
@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
class TestTheWholeLibrary:
    def exported(self, tmp_path, form):
        lines = export.table(published(), [name for name in export.COLUMNS if name in STORED])
        path = tmp_path / f"export.{form}"
        path.write_bytes(export.as_csv(lines) if form == "csv" else export.as_xlsx(lines))
        return path

    def test_coming_home_changes_nothing(self, bring, tmp_path, form):
        bring(NEWEST)
        before = Proposal.objects.count(), Version.objects.count(), published()
        report = bring(self.exported(tmp_path, form))
        assert set(outcomes(report)) == {"unchanged"}
        assert (Proposal.objects.count(), Version.objects.count(), published()) == before

    def test_a_title_corrected_at_home_is_the_same_record(self, bring, tmp_path, form, system):
        bring(NEWEST)
        path = self.exported(tmp_path, form)
        first = published()[0][0]
        if form == "csv":
            title = Reserved.objects.get(pk=first).nom_projet
            path.write_bytes(path.read_bytes().replace(title.encode(), b"Un autre titre", 1))
            report = bring(path)
            assert (
                report.counts["updated"] == 1 and Fiche.objects.get(pk=first).nom_projet == "Un autre titre"
            )
            assert Fiche.objects.count() == 28
        else:
            assert examine(path, by=system).counts["unchanged"] == 28

    def test_an_empty_library_gets_the_same_values(self, bring, tmp_path, form, system):
        bring(NEWEST)
        before = sorted(values["nom_projet"] for _id, values in published())
        values = {one["nom_projet"]: one for _id, one in published()}
        lines = export.table(
            (("", one) for one in values.values()), [n for n in export.COLUMNS if n in STORED]
        )
        path = tmp_path / f"ailleurs.{form}"
        path.write_bytes(export.as_csv(lines) if form == "csv" else export.as_xlsx(lines))
        for model in (Version, Fiche, Reserved):
            model.objects.all().delete()
        import_table(path, publish=True, by=system)
        after = {one["nom_projet"]: one for _id, one in published()}
        assert sorted(after) == before
        own = {"version_schema"}
        for title, one in after.items():
            assert {k: v for k, v in one.items() if k not in own} == {
                k: v for k, v in values[title].items() if k not in own
            }


def test_a_cell_that_would_run_in_a_spreadsheet_does_not():
    for text in ("=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(A1)", "\t=1"):
        assert export.cell("resume", text).startswith("'")
    assert export.cell("longitude", -0.58) == "-0.58"


def test_reserved_columns_say_so_in_their_header():
    assert export.header("budget") == "budget (réservé)" and export.header("theme") == "theme"
    assert not set(export.PUBLIC) & {"budget", "projet_contact", "url_ressources"}
