"""Fiches side by side: what an address chooses, what differs, and what leaves for a spreadsheet."""

import csv
import io

import pytest
from django.http import QueryDict

from bibia.catalogue import compare
from bibia.fiches import actions
from bibia.fiches.fields import BY_NAME
from bibia.ui.filters import typo
from tests import factories
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiches():
    return [
        factories.fiche(
            nom_projet="Fuites", probleme="L’eau se perd.", projet_status="service", lecons="=1+1"
        ),
        factories.fiche(nom_projet="Arbres", probleme="Il fait chaud.", projet_status="service"),
        factories.fiche(nom_projet="Courrier", projet_status="abandonne", theme="administration"),
        factories.fiche(nom_projet="Charte", nature="charte"),
        factories.fiche(nom_projet="Cantine"),
    ]


def chosen(query):
    return compare.choice(QueryDict(query))


def page(client, query=""):
    return client.get(f"/comparer/?{query}").content.decode()


def rows(fiches):
    found = [row for group in compare.groups(fiches) for row in (*group["different"], *group["same"])]
    return {row["name"]: row for row in found}


def test_an_address_is_read_with_kindness(fiches):
    first, second, third, *_ = (fiche.pk for fiche in fiches)
    for query in (
        f"fiches={first},{second}",
        f"fiches={first}&fiches={second}",
        f"fiches={first.upper()},,+{second},{first}",
        f"fiches=https://exemple.fr/cas-usage/{first}-fuites/&fiches=/cas-usage/{second}.json",
        f"fiches={second}&deja={first}",
    ):
        assert chosen(query).ids == (first, second), query
    assert chosen(f"fiches={third},{first}").ids == (third, first)


def test_what_cannot_be_compared_is_said(fiches, client):
    gone = factories.withdrawn("Le projet a fusionné.", nom_projet="Sources")
    ids = [fiche.pk for fiche in fiches]
    assert chosen(f"fiches={','.join(ids)}").left_out == (fiches[4],)
    assert "Quatre fiches au plus" in page(client, f"fiches={','.join(ids)}")
    said = page(client, f"fiches={gone},zzzzzzzz,<script>,{ids[0]}")
    assert "Le projet a fusionné." in said and "zzzzzzzz" in said
    assert "<script>" not in said
    assert "Une seule est choisie" in said
    assert "Aucune n’est choisie" in page(client)


def test_rows_say_what_differs_and_what_does_not(fiches):
    found = rows(fiches[:3])
    assert found["probleme"]["same"] is False
    assert found["probleme"]["cells"][2] == {"value": compare.EMPTY, "filled": False}
    assert found["projet_status"]["alike"] == "A et B identiques"
    assert found["usage_description"]["same"] is True
    assert "vigilance" not in found, "personne ne l’a rempli"
    assert rows([fiches[0], fiches[3]])["projet_status"]["cells"][1]["value"] == compare.NOT_ASKED


def test_a_field_is_compared_only_where_it_is_public(fiches):
    first, second = fiches[:2]
    factories.update(second, budget="plus-100k")
    assert "budget" not in rows(fiches[:2])
    factories.update(first, budget="moins-50k")
    first = actions.open_field(first.pk, "budget", by=factories.system())
    cells = rows([first, second])["budget"]["cells"]
    assert cells == [
        {"value": ["Moins de 50 k€"], "filled": True},
        {"value": compare.RESERVED, "filled": False},
    ]


def test_the_page_tells_differences_in_text(fiches, client):
    ids = ",".join(fiche.pk for fiche in fiches[:3])
    html = page(client, f"fiches={ids}")
    read = Page(html)
    assert faults("\n".join(read.visible)) == []
    assert len(read.elements) <= 1200
    assert html.count("Ce qui diffère") == sum(
        1 for group in compare.groups(fiches[:3]) if group["different"]
    )
    assert "A et B identiques" in html and "<details>" in html
    headers = [attrs for name, attrs in read.elements if name == "th" and attrs.get("scope") == "row"]
    assert headers
    for fiche in fiches[:3]:
        rest = ",".join(one.pk for one in fiches[:3] if one != fiche)
        assert {"href": f"/comparer/?fiches={rest}", "rel": "nofollow"} in read.all("a")
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/comparer/?fiches={ids}">' in html


def test_one_fiche_leads_to_those_that_look_like_it(client):
    text = "Des capteurs acoustiques écoutent les canalisations et désignent les fuites."
    one, other = (factories.fiche(usage_description=text, sous_theme=["eau"]) for _ in range(2))
    assert f'href="/comparer/?fiches={one.pk},{other.pk}"' in page(client, f"fiches={one.pk}")


def test_lists_and_fiches_lead_to_the_comparison(fiches, client):
    read = Page(client.get("/cas-usage/").content.decode())
    boxes = [attrs for attrs in read.all("input") if attrs.get("name") == "fiches"]
    assert {box["value"] for box in boxes} == {fiche.pk for fiche in fiches}
    assert all(box["aria-label"].startswith("Comparer") for box in boxes)
    assert any(attrs.get("action") == "/comparer/" for attrs in read.all("form"))


def test_the_spreadsheet_runs_nothing(fiches, client):
    answer = client.get(f"/comparer/export.csv?fiches={fiches[0].pk},{fiches[1].pk}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "comparaison.csv" in answer["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["champ", "libelle", "groupe", "identique", fiches[0].pk, fiches[1].pk]
    by_name = {line[0]: line for line in lines}
    assert by_name["lecons"][4:] == ["'=1+1", compare.EMPTY]
    assert by_name["projet_status"][3:] == ["oui", "En service", "En service"]


def test_the_json_says_what_the_page_says(fiches, client):
    gone = factories.withdrawn()
    content = client.get(f"/comparer/export.json?fiches={fiches[0].pk},{fiches[2].pk},{gone},zzzzzzzz").json()
    found = rows([fiches[0], fiches[2]])
    assert content["differents"] == [name for name, row in found.items() if not row["same"]]
    assert content["identiques"] == [name for name, row in found.items() if row["same"]]
    assert [one["id"] for one in content["fiches"]] == [fiches[0].pk, fiches[2].pk]
    assert ([one["id"] for one in content["retirees"]], content["inconnues"]) == ([gone], ["zzzzzzzz"])


def test_questions_to_the_database_do_not_grow(fiches, client, django_assert_num_queries):
    gone = factories.withdrawn()
    client.get("/comparer/")
    for count in (2, 4):
        ids = ",".join(fiche.pk for fiche in fiches[:count])
        with django_assert_num_queries(2):  # the generation, the fiches with their organisations
            client.get(f"/comparer/export.csv?fiches={ids}")
        with django_assert_num_queries(3):  # the withdrawn ones too
            client.get(f"/comparer/export.csv?fiches={ids},{gone}")


def test_a_link_shows_every_label(fiches, client):
    html = page(client, f"fiches={fiches[0].pk},{fiches[1].pk}")
    for name, row in rows(fiches[:2]).items():
        assert typo(BY_NAME[name].label) in html, row
