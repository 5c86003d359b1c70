"""The pages of the observatory: everything a figure needs to be quoted, and the same values in the table to download."""

import csv
import io
import re

import pytest
from django.urls import reverse

from bibia.fiches import actions
from bibia.observatoire.figures import FIGURES
from bibia.observatoire.measures import HIDDEN
from tests import factories
from tests.observatoire.conftest import OPENED
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db


def get(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def text(page):
    return re.sub(r"\s+", " ", " ".join(Page(page).visible))


def lines(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    content = answer.content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def shown(page):
    """Label and value of each row of the tables of a page."""
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', page, re.DOTALL)
    return [(re.sub(r"<[^>]+>", "", label).strip(), value) for label, value in rows]


def test_a_figure_has_all_that_is_needed_to_quote_it(library, client):
    for slug, figure in FIGURES.items():
        page = get(client, reverse("chiffre", args=[slug]))
        said = text(page)
        read = Page(page)
        assert read.headings[0][0] == 1 and [level for level, _ in read.headings].count(1) == 1
        assert "Chiffres arrêtés au" in said and "Citer ce chiffre" in said
        assert f"http://127.0.0.1:8000/observatoire/{slug}/" in page
        assert f"/observatoire/{slug}.csv" in page
        assert faults("\n".join(read.visible)) == [], slug
        assert len(read.elements) <= 450
        assert [row.label for row in figure.measure().rows] == [
            label.replace("’", "’") for label, _value in shown(page)
        ] or slug == "budgets"


def test_the_download_says_what_the_page_shows(library, client):
    for slug in FIGURES:
        on_page = shown(get(client, reverse("chiffre", args=[slug])))
        header, *rows = lines(client, reverse("chiffre-csv", args=[slug]))
        assert header == ["code", "libelle", "valeur", "base", "pourcentage", "unite", "au", "source"]
        # One table, tidy: as many cells on each line, and one line for each code.
        assert {len(row) for row in rows} <= {len(header)}
        assert len({row[0] for row in rows}) == len(rows) and all(row[0] for row in rows)
        plain = [(label.replace("\u00a0", " "), value) for label, value in on_page]
        assert [(row[1].replace("\u00a0", " "), row[2]) for row in rows] == [
            (label, value.replace("\u202f", "")) for label, value in plain
        ]
        for row in rows:
            number, base = row[2], int(row[3])
            said = f"{100 * int(number) / base:.4f}" if number.isdigit() and base else ""
            assert row[4].replace(",", ".") == (said.rstrip("0").rstrip(".") if said else ""), row
        assert {row[7] for row in rows} == {f"http://127.0.0.1:8000/observatoire/{slug}/"}
        assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", row[6]) for row in rows)


def test_the_index_shows_the_same_values(library, client):
    index = get(client, "/observatoire/")
    every = [row for slug in FIGURES for row in shown(get(client, reverse("chiffre", args=[slug])))]
    assert sorted(shown(index)) == sorted(every)
    read = Page(index)
    assert faults("\n".join(read.visible)) == []
    assert len(read.elements) <= 1200
    assert {reverse("chiffre", args=[slug]) for slug in FIGURES} <= {link["href"] for link in read.all("a")}


def test_a_bar_is_as_long_as_its_share_of_the_greatest(library, client):
    page = get(client, "/observatoire/themes/")
    counts = [int(value) for _label, value in shown(page)]
    widths = [float(width) for width in re.findall(r'<svg class="bar" width="([\d.]+)%"', page)]
    assert widths == [pytest.approx(100 * count / max(counts), abs=0.06) for count in counts]
    assert "style=" not in page


def test_what_is_hidden_is_hidden_everywhere(library, client):
    for fiche in library[22:OPENED]:
        actions.close_field(fiche.pk, "budget", by=factories.system())
    page = get(client, "/observatoire/budgets/")
    assert [value for _label, value in shown(page)] == ["12", HIDDEN, HIDDEN]
    assert re.findall(r'width="([\d.]+)%"', page) == ["100.0", "0.0", "0.0"]
    _header, *rows = lines(client, "/observatoire/budgets.csv")
    assert [row[2] for row in rows] == ["12", HIDDEN, HIDDEN]
    assert [row[4] for row in rows[1:]] == ["", ""]
    # No parameter lifts the rule.
    assert shown(get(client, "/observatoire/budgets/?seuil=0&tout=1&budget=plus-100k")) == shown(page)


def test_reasons_are_quoted_and_never_run(library, client):
    page = get(client, "/observatoire/abandons/")
    assert "=Trop cher, projet 7" in page and library[7].get_absolute_url() in page
    header, *rows = lines(client, "/observatoire/abandons/fiches.csv")
    assert header == ["fiche", "organisation", "raison", "adresse", "au", "source"]
    reasons = {row[2] for row in rows}
    assert 'href="/observatoire/abandons/fiches.csv"' in page
    assert "'=Trop cher, projet 7" in reasons
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_hostile_reason_stays_text(client, db):
    factories.fiche(projet_status="abandonne", status_abandon="<script>alert(1)</script>\n\n@cmd")
    page = get(client, "/observatoire/abandons/")
    assert "<script>alert" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "path",
    ["inconnu/", "themes", "themes/x/", "Themes/", "inconnu.csv", "%00/", "couverture", "themes/fiches.csv"],
)
def test_an_unknown_figure_is_not_found(client, path):
    assert client.get(f"/observatoire/{path}").status_code in (404, 301)
    assert client.get(f"/observatoire/{path}", follow=True).status_code in (404, 200)


def test_an_empty_library_has_every_page(client):
    for address in [
        "/observatoire/",
        "/observatoire/couverture/",
        *(reverse("chiffre", args=[s]) for s in FIGURES),
    ]:
        page = get(client, address)
        assert faults("\n".join(Page(page).visible)) == [], address
    assert lines(client, "/observatoire/themes.csv")[0][0] == "code"
    coverage = lines(client, "/observatoire/couverture.csv")
    assert coverage[1][:6] == ["ensemble", "commune", "Communes", "0", "34875", "0"]


def test_the_number_of_questions_does_not_grow(library, client, django_assert_max_num_queries):
    for size in (40, 80):
        for _ in range(size - 40):
            factories.fiche()
        with django_assert_max_num_queries(34):
            get(client, f"/observatoire/?x={size}")
        with django_assert_max_num_queries(3):  # generation, organisations, last change
            get(client, f"/observatoire/couverture/?x={size}")
