"""Dates as a French spreadsheet writes them."""

import pytest

from tests.imports.conftest import found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]


@pytest.mark.parametrize(
    ("typed", "proposed"), [("janv-24", "01/2024"), ("01-mars-24", "01/03/2024"), ("déc. 24", "12/2024")]
)
def test_a_short_year_is_proposed(bring, table, typed, proposed):
    assert found(bring(table({"projet_date": typed})), "date-illisible")["proposal"] == proposed


@pytest.mark.parametrize("typed", ["05/03/2024 00:00", "mardi 5 mars 2024", "Mardi 05/03/2024"])
def test_what_is_a_full_date_is_read(bring, table, typed):
    report = bring(table({"projet_date": typed}))
    assert report.findings == [] and report.plans[0].values["projet_date"] == "2024-03"


@pytest.mark.parametrize("typed", ["13/2024", "00/2024", "31/02/2024"])
def test_a_date_that_does_not_exist_is_quoted_as_it_was_typed(bring, table, typed):
    message = found(bring(table({"projet_date": typed})), "date-impossible")["message"]
    assert message.replace("\N{NO-BREAK SPACE}", " ") == f"Cette date n’existe pas : {typed}."
