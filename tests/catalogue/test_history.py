"""The past of a fiche: what changed, and the fiche as it was, from what is public today and nothing else."""

import re

import pytest

from bibia.catalogue import detail, history
from bibia.fiches import actions
from bibia.fiches.fields import STORED
from bibia.fiches.models import Fiche, Version
from bibia.ui.worddiff import difference
from tests import factories
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db

FIRST = {
    "nom_projet": "Écouter l’eau",
    "probleme": "Un quart de l’eau se perd dans le réseau.",
    "projet_status": "experimentation",
    "audience_service": ["agent"],
    "date": "2025-03-05",
    "decisions_par_an": 12,
    "resultats": [{"indicateur": "Pertes", "valeur": "12", "unite": "%", "qui": "collectivite"}],
}


@pytest.fixture
def lived():
    """Six versions, and a secret that was public for a time."""
    record = factories.fiche(**FIRST)
    factories.update(record, probleme="Un tiers de l’eau se perd dans le réseau <ancien>.")
    factories.update(
        record, projet_status="service", audience_service=["agent", "elu"], decisions_par_an=None
    )
    factories.update(record, nom_projet="Écouter le réseau", date="2025-09-01", vigilance="Vérifier.")
    factories.update(record, budget="plus-100k")  # reserved: no version of its own
    actions.open_field(record.pk, "budget", by=factories.system())
    actions.close_field(record.pk, "budget", by=factories.system())
    return Fiche.objects.select_related("collectivite").get(pk=record.pk)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_version_says_what_it_changed(lived, client):
    html = read(client, history.address(lived))
    page = Page(html)
    assert faults("\n".join(page.visible)) == []
    assert [re.sub(r",.*", "", text) for level, text in page.headings if level == 2] == [
        f"Version {number}" for number in range(6, 0, -1)
    ]
    assert "Un <del>quart</del><ins>tiers</ins> de l’eau" in html
    assert "&lt;ancien&gt;" in html and "<ancien>" not in html
    assert "En expérimentation" in html and "En service" in html
    assert html.count(detail.TAKEN_BACK) == 2
    assert "100\u00a0k€" not in html and "plus-100k" not in html
    assert "Première publication." in html


def test_every_version_is_the_fiche_as_it_was(client):
    record = factories.fiche(**FIRST)
    seen = {1: Fiche.objects.get(pk=record.pk).values}
    changes = (
        {"probleme": "Autre chose.", "date": "2025-04-01"},
        {"decisions_par_an": 40, "audience_service": [], "resultats": []},
        {"probleme": "", "decisions_par_an": None, "latitude": 45.5, "base_legale": [{"titre": "CGCT"}]},
        {"base_legale": [], "nature": "charte", "theme": "mobilites"},
    )
    for number, given in enumerate(changes, 2):
        factories.update(record, **given)
        seen[number] = Fiche.objects.get(pk=record.pk).values
    current = Fiche.objects.get(pk=record.pk)
    for number, values in seen.items():
        *newer, asked = current.versions.filter(number__gte=number)
        old, lost = history.at(current, newer, asked)
        assert (old.values, lost, old.version) == (values, frozenset(), number)


def test_a_version_is_dated_and_leads_to_the_current_one(lived, client):
    html = read(client, history.address(lived, 1))
    assert "Un quart de l’eau se perd" in html and "Écouter l’eau" in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{history.address(lived, 1)}">' in html
    assert f'href="{lived.get_absolute_url()}"' in html
    assert "12\u00a0%" in html
    assert faults("\n".join(Page(html).visible)) == []
    assert "C’est la version d’aujourd’hui" in read(client, history.address(lived, 6))


def test_what_was_taken_out_of_the_history_is_said_and_not_shown(lived, client):
    for number in (1, 5):
        html = read(client, history.address(lived, number))
        assert detail.TAKEN_BACK in html
        assert "Plus de 100" not in html
    assert detail.TAKEN_BACK not in read(client, history.address(lived, 6))


def test_a_field_that_is_still_open_is_not_lost(client):
    record = factories.fiche(**FIRST)
    factories.update(record, budget="plus-100k")
    record = actions.open_field(record.pk, "budget", by=factories.system())
    *newer, asked = record.versions.filter(number__gte=1)
    old, lost = history.at(record, newer, asked)
    assert (old.opened, lost, old.budget) == ([], frozenset(), "")
    assert "Plus de 100" not in read(client, history.address(record, 1))
    assert "Plus de 100" in read(client, history.address(record, 2))


def test_addresses_that_are_not_right(lived, client):
    gone = factories.withdrawn("Le projet a fusionné.")
    for end in ("historique/", "versions/1/"):
        moved = client.get(f"/cas-usage/{lived.pk}-autre-titre/{end}")
        assert (moved.status_code, moved["Location"]) == (301, f"{lived.get_absolute_url()}{end}")
        answer = client.get(f"/cas-usage/{gone}-x/{end}")
        assert (answer.status_code, "Le projet a fusionné." in answer.content.decode()) == (410, True)
        assert client.get(f"/cas-usage/zzzzzzzz-x/{end}").status_code == 404
    for number in ("7", "0", "999999", "01", "x", "-1"):
        assert client.get(f"{lived.get_absolute_url()}versions/{number}/").status_code == 404, number


def test_a_long_history_is_cut_between_versions(lived, client, monkeypatch):
    monkeypatch.setattr(history, "PER_PAGE", 4)
    pages = history.pages(list(lived.versions.all()))
    assert [version.number for page in pages for version in page] == [6, 5, 4, 3, 2, 1]
    assert all(sum(1 + len(version.changes) for version in page) <= 4 or len(page) == 1 for page in pages)
    html = read(client, f"{history.address(lived)}?page=2")
    assert f"Version {pages[1][0].number}," in html and "Version 6," not in html
    assert "Première publication." in read(client, f"{history.address(lived)}?page=99")


def test_a_field_that_the_model_no_longer_has_stays_in_the_history(lived, client):
    version = Version.objects.get(fiche=lived, number=2)
    version.changes += [{"field": "ancien_champ", "before": "<b>", "after": 3}]
    version.save()
    assert "ancien_champ" in read(client, f"{history.address(lived)}?x")
    assert "Un quart" in read(client, f"{history.address(lived, 1)}?x")
    assert "ancien_champ" not in STORED


def test_the_fiche_keeps_a_short_history(lived, client):
    html = read(client, lived.get_absolute_url())
    assert all(f'href="{history.address(lived, number)}"' in html for number in (6, 5, 4))
    assert f'href="{history.address(lived, 3)}"' not in html
    assert f'href="{history.address(lived)}"' in html


def test_questions_to_the_database_do_not_grow(lived, client, django_assert_num_queries):
    for number in (1, 2):
        # The generation, the fiche with its organisation, its versions.
        for address in (history.address(lived), history.address(lived, 1)):
            with django_assert_num_queries(3):
                client.get(f"{address}?x={number}")
        for rank in range(10):
            factories.update(lived, vigilance=f"Attention {number} {rank}")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b c d", "a x c d", "a <del>b</del><ins>x</ins> c d"),
        ("a b c d", "a c d", "a <del>b </del>c d"),
        ("a c d", "a b c d", "a <ins>b </ins>c d"),
        ("un chat noir dort ici", "un chien gris dort ici",
         "un <del>chat noir</del><ins>chien gris</ins> dort ici"),
        ("a <b> c d", "a <i> c d", "a <del>&lt;b&gt;</del><ins>&lt;i&gt;</ins> c d"),
        ("a b\n\nc d", "a b\n\nc e", "a b<br>c <del>d</del><ins>e</ins>"),
        ("rien de pareil", "tout change ici", ""),
        ("mot " * 3000, "autre " * 3000, ""),
        ("a b " * 60, "a c " * 60, ""),
    ],
)  # fmt: skip
def test_words_that_changed_are_marked(before, after, shown):
    assert difference(before, after) == shown
