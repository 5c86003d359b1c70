"""The page of coverage: rates against all there are, the names of those who declared, and of nobody else."""

import re

import pytest

from bibia.fiches import actions
from bibia.observatoire import coverage_page
from bibia.territoires import table
from bibia.territoires.models import Collectivite
from tests import factories
from tests.observatoire.test_pages import get, lines, shown, text
from tests.pages.reading import Page, faults

pytestmark = pytest.mark.django_db


def test_rates_are_plain_counts(library, client):
    page = get(client, "/observatoire/couverture/")
    found = dict(shown(page))
    # Metz and Paris; Lyon; Plaine Commune; Paris and la Drôme; Occitanie.
    assert [found[label] for label in coverage_page.LABELS.values()] == ["2", "1", "1", "2", "1", "0"]
    said = text(page).replace("\u202f", " ")
    assert "2 communes sur 34 875 (moins de 0,1 %) ont déclaré au moins un projet" in said
    assert "Aucune des 6 collectivités d’outre-mer n’a déclaré de projet" in text(page)


def test_the_sentence_to_quote_says_each_share_as_the_table_does(library, client):
    page = get(client, "/observatoire/couverture/")
    shares = re.findall(r"<td>([^<]*%)</td>", page.partition('id="communes"')[0])
    assert re.findall(r"\(([^()]*%)\)", page) == [one for one in shares if one != "0\u00a0%"]


def test_the_sentence_that_nothing_declared_does_not_mean_no_ai(library, client):
    assert "Rien de déclaré ne veut pas dire aucune intelligence artificielle" in text(
        get(client, "/observatoire/couverture/")
    )


def test_every_organisation_that_declares_is_named_and_no_other(library, client):
    page = get(client, "/observatoire/couverture/")
    linked = set(re.findall(r'href="(/collectivites/[^"]+/)"', page))
    declaring = {one.get_absolute_url() for one in Collectivite.objects.filter(fiches__isnull=False)}
    assert linked == declaring
    said = text(page)
    silent = ("Toulouse", "Marseille", "Bretagne", "Strasbourg", "Moselle")
    assert [name for name in silent if name in said] == []
    read = Page(page)
    assert faults("\n".join(read.visible)) == [] and len(read.elements) <= 1200


def test_who_withdraws_everything_is_not_named_any_more(library, client):
    for fiche in library:
        if fiche.coll_nom == "Ville de Metz":
            actions.withdraw(fiche.pk, by=factories.system(), reason="Doublon")
    page = get(client, "/observatoire/couverture/")
    assert "Metz" not in text(page) and dict(shown(page))["Communes"] == "1"


def test_long_lists_are_cut_and_lead_to_the_index(client, monkeypatch):
    monkeypatch.setattr(coverage_page, "NAMED", 2)
    for nom in ("Région Occitanie", "Région Bretagne", "Région Normandie", "Région Corse"):
        factories.fiche(coll_nom=nom, coll_type="region")
    page = get(client, "/observatoire/couverture/")
    assert "Et 2 autres" in text(page) or "Et 1 autre" in text(page)
    assert 'href="/collectivites/"' in page


def test_the_download_gives_each_rate_with_its_base(library, client):
    header, *rows = lines(client, "/observatoire/couverture.csv")
    assert header == ["niveau", "code", "libelle", "valeur", "base", "pourcentage", "unite", "au", "source"]
    communes = [row for row in rows if row[0] == "communes"]
    assert sum(int(row[3]) for row in communes) == 2
    assert sum(int(row[4]) for row in communes) == sum(
        bool(row.commune and row.region) for row in table.everything()
    )
    assert [row[3] for row in rows if row[0] == "ensemble"] == ["2", "1", "1", "2", "1", "0"]
