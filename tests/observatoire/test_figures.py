"""Each figure against a plain count of the public records, and its links against the lists they lead to."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from bibia.fiches import actions
from bibia.fiches.completeness import asked, completeness
from bibia.fiches.models import Change, Fiche
from bibia.fiches.shelves import put_shelf
from bibia.observatoire.figures import CHAPTERS, FIGURES
from bibia.observatoire.measures import NOTHING, last_change, most, part, shares
from bibia.observatoire.measures import Row as Line
from tests import factories
from tests.observatoire.conftest import OPENED


def values(slug):
    return {row.label: row.value for row in FIGURES[slug].measure().rows}


def plain(field):
    return Counter(getattr(fiche, field) for fiche in Fiche.objects.all())


def test_each_figure_adds_up_to_what_it_is_counted_on(library):
    for slug, figure in FIGURES.items():
        measure = figure.measure()
        counted = sum(row.value or 0 for row in measure.rows)
        if slug == "techniques":  # a fiche may name several
            assert counted > measure.base == OPENED
        else:
            assert counted == measure.base > 0, slug


def test_the_bases_are_plain_counts(library):
    fiches = list(Fiche.objects.select_related("collectivite"))
    cases = [one for one in fiches if one.nature == "cas-usage"]
    bases = {slug: figure.measure().base for slug, figure in FIGURES.items()}
    whole = ("themes", "natures", "annees", "types", "resultats", "evaluations", "fraicheur", "completude")
    assert {bases[slug] for slug in whole} == {len(fiches)} == {40}
    assert bases["maturite"] == len(cases) < 40
    assert bases["organisations"] == len({one.collectivite_id for one in fiches}) == 7
    assert bases["techniques"] == sum(bool(one.type_algorithme) for one in fiches)
    assert bases["budgets"] == sum(bool(one.budget) for one in fiches) == OPENED
    assert bases["abandons"] == sum(one.projet_status == "abandonne" for one in cases)
    assert bases["communes-taille"] == sum(
        one.collectivite.nom in ("Ville de Metz", "Ville de Paris") for one in fiches
    )
    assert bases["intercommunalites-taille"] == sum(
        one.collectivite.nom == "Métropole de Lyon" for one in fiches
    )


def test_rows_are_plain_counts(library):
    assert values("themes")["Transformation écologique et énergétique"] == plain("theme")["ecologie"]
    assert values("maturite")["Abandonné"] == plain("projet_status")["abandonne"]
    assert values("natures")["Charte ou cadre éthique"] == plain("nature")["charte"]
    assert values("types")["Syndicat mixte"] == plain("coll_type")["syndicat"]
    assert values("organisations")["Collectivité à statut particulier ou unique"] == 2
    assert (
        values("communes-taille")["100\u202f000 habitants et plus"]
        == FIGURES["communes-taille"].measure().base
    )
    fiches = list(Fiche.objects.all())
    assert values("resultats")["Avec au moins un résultat"] == sum(bool(one.resultats) for one in fiches) > 0
    assert (
        values("evaluations")["Avec au moins une évaluation"]
        == sum(bool(one.evaluations) for one in fiches)
        > 0
    )


def test_years_are_plain_counts(library):
    found, years = values("annees"), plain("projet_date")
    assert found["2024"] == sum(n for date, n in years.items() if date.startswith("2024"))
    assert found["Non renseigné"] == years[""]
    last = last_change().year
    assert found[f"Avant {last - 11}"] == years["2001-01"] and found[f"Après {last}"] == years["2031"]
    assert found["2022" if last > 2023 else str(last)] == 0


def test_completeness_is_the_one_of_each_fiche(library):
    limits = {"Moins du quart": 25, "D’un quart": 50, "De la moitié": 75, "Les trois quarts": 101}
    percents = [100 * filled / names for filled, names in map(completeness, Fiche.objects.all())]
    for label, value in values("completude").items():
        low, high = next((limit - 25, limit) for start, limit in limits.items() if label.startswith(start))
        assert value == sum(low <= percent < high or (low == 76 and percent == 75) for percent in percents)
    mean = round(sum(percents) / len(percents))
    assert f"{mean}\u00a0%" in FIGURES["completude"].measure().sentence
    assert len(set(map(round, percents))) > 3
    assert "status_abandon" in asked("cas-usage", "abandonne")
    assert "status_abandon" not in asked("cas-usage", "service")


def test_freshness_is_counted_from_the_last_change_not_from_today(library):
    found, dates = values("fraicheur"), plain("date")
    assert found["Sans date"] == dates[None] == 8
    assert sum(found.values()) == 40
    # The same library, last changed on another day.
    earlier = Change.objects.order_by("-seq").first()
    Change.objects.filter(pk=earlier.pk).update(at=datetime(2026, 2, 10, tzinfo=UTC))
    found = values("fraicheur")
    assert found["1er trimestre 2026"] == 16 and found["1er trimestre 2025"] == 8
    assert found["Avant le 2e trimestre 2024"] == 8
    assert FIGURES["fraicheur"].measure().sentence.startswith("24\u00a0fiches sur\u00a040")


def test_techniques_and_budgets_say_how_many_are_open(library):
    assert (
        FIGURES["techniques"]
        .measure()
        .sentence.startswith(f"{OPENED}\u00a0fiches sur\u00a040 (60\u00a0%) publient")
    )
    assert values("techniques") == {"Vision par ordinateur": OPENED, "IA générative": OPENED // 2}
    assert (
        FIGURES["budgets"]
        .measure()
        .sentence.startswith(f"{OPENED}\u00a0fiches sur\u00a040 (60\u00a0%) publient")
    )
    assert values("budgets") == {"Moins de 50 k€": 12, "De 50 k€ à 100 k€": 6, "Plus de 100 k€": 6}


def test_a_small_bracket_is_hidden_with_another(library):
    for fiche in library[22:OPENED]:
        actions.close_field(fiche.pk, "budget", by=factories.system())
    assert values("budgets") == {"Moins de 50 k€": 12, "De 50 k€ à 100 k€": None, "Plus de 100 k€": None}
    for fiche in library[4:OPENED]:
        actions.close_field(fiche.pk, "budget", by=factories.system())
    measure = FIGURES["budgets"].measure()
    assert (measure.rows, measure.base) == ((), 0) and "Moins de cinq" in measure.sentence


def test_abandoned_projects_are_named_with_their_reason(library):
    measure = FIGURES["abandons"].measure()
    told = [item for item in measure.items if item.text]
    assert {item.title for item in told} == {
        one.nom_projet for one in Fiche.objects.exclude(status_abandon="")
    }
    assert values("abandons") == {"Raison donnée": len(told), "Raison non donnée": measure.base - len(told)}
    assert len(measure.items) == measure.base and told == list(measure.items[: len(told)])


def test_a_link_leads_to_as_many_fiches(library, client):
    linked = [row for figure in FIGURES.values() for row in figure.measure().rows if row.url]
    assert len(linked) > 25
    for row in linked:
        page = unescape(re.sub(r"<[^>]+>", " ", client.get(row.url).content.decode()))
        said = re.search(r"([\d\u202f]+)\s+fiches?\b", page)
        assert "Aucune fiche" in page if row.value == 0 else int(said[1]) == row.value, (row, said)


def test_an_empty_library_has_no_figure_and_says_so(db):
    for figure in FIGURES.values():
        measure = figure.measure()
        assert (measure.rows, measure.base) == ((), 0) or not any(row.value for row in measure.rows), (
            figure.slug
        )
        assert measure.sentence and "%" not in measure.sentence
    assert FIGURES["themes"].measure().sentence == NOTHING and last_change() is None


def test_a_shelf_changes_no_date_of_a_figure(library):
    before = last_change()
    put_shelf(slug="eau", title="Eau", text="Texte", fiches=[library[0].pk], by=factories.system())
    assert last_change() == before
    assert Change.objects.order_by("-seq").first().at - before < timedelta(minutes=5)


def test_declarations_are_whole():
    slugs = [figure.slug for chapter in CHAPTERS for figure in chapter.figures]
    assert len(slugs) == len(set(slugs)) == len(FIGURES) and "couverture" not in slugs
    for figure in FIGURES.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", figure.slug)
        assert figure.definition.endswith(".") and len(figure.definition) > 60
        assert not re.search(r"\d", figure.definition.replace("moins de 5 fiches", "")), figure.slug


@pytest.mark.parametrize(
    ("value", "base", "said"),
    [
        (0, 33, "0"),
        (33, 33, "100"),
        (1, 3, "33"),
        (2, 3, "67"),
        (999, 1000, "plus de\u00a099"),
        (4, 32, "13"),
        (13, 1255, "1,0"),
        (5, 101, "5"),
        (3, 34_875, "moins de\u00a00,1"),
        (9_996, 1_000_000, "1,0"),
    ],
)
def test_shares_in_words(value, base, said):
    assert shares([(value, base)]) == [f"{said}\u00a0%"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ([(1, 3), (5, 101), (0, 6), (33, 33)], ["33", "5", "0", "100"]),
        (
            [(3, 34_875), (13, 1255), (2, 11), (0, 6), (6, 6), (34_874, 34_875)],
            ["moins de\u00a00,1", "1,0", "18,2", "0", "100", "plus de\u00a099,9"],
        ),
        ([], []),
    ],
)
def test_a_column_of_shares_has_one_precision(column, said):
    assert shares(column) == [f"{one}\u00a0%" for one in said]


def test_sentences_in_words():
    assert part(1, 33) == "1\u00a0fiche sur\u00a033 (3\u00a0%)"
    tie = most((Line("A", 2), Line("B", 2), Line("C", 2)), 6)
    assert tie.startswith("«\u00a0A\u00a0», «\u00a0B\u00a0» et «\u00a0C\u00a0» arrivent en tête, à égalité")
