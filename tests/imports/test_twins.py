"""The four generations of the real table, by their invented twins, and by the files themselves when present."""

import csv
import json
from pathlib import Path

import pytest

from bibia.fiches.models import Fiche, Proposal, Reserved
from tests.imports.conftest import DATA, codes, found, normalised, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]

NEWEST, OLDEST, MIDDLE = "2025-09-17-twin.csv", "2025-04-03-twin.csv", "2025-04-18-twin.csv"
TWINS = (NEWEST, OLDEST, MIDDLE, "2024-12-twin.xlsx")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def real():
    def path(name: str) -> Path:
        if not (REAL / name).exists():
            pytest.skip(f"table réelle absente : {name}")
        return REAL / name

    return path


def expected(name: str) -> dict:
    return json.loads((DATA / name).with_suffix(".expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TWINS)
def test_the_report_is_exactly_the_expected_one(bring, name):
    assert normalised(bring(DATA / name)) == expected(name)


@pytest.mark.parametrize("name", TWINS)
def test_again_changes_nothing(bring, name):
    first = bring(DATA / name)
    before = list(Proposal.objects.values())
    again = bring(DATA / name)
    assert set(outcomes(again)) == {"unchanged"} and again.counts["published"] == 0
    assert again.findings == first.findings
    assert list(Proposal.objects.values()) == before


def test_the_older_generations_bring_nothing_after_the_newest(bring):
    bring(DATA / NEWEST)
    before = list(Fiche.objects.order_by("pk").values())
    for name in (OLDEST, MIDDLE):
        assert set(outcomes(bring(DATA / name))) <= {"older", "unchanged"}
    assert list(Fiche.objects.order_by("pk").values()) == before


def test_successive_generations_give_one_history_and_no_duplicate(bring):
    for name in (OLDEST, MIDDLE, NEWEST):
        report = bring(DATA / name)
        assert report.counts["refused"] == 0
    assert Fiche.objects.count() == 28
    titles = [title.lower() for title in Fiche.objects.values_list("nom_projet", flat=True)]
    assert len(titles) == len(set(titles))


def test_the_page_that_replaced_the_table_one_day_is_a_non_event(bring):
    bring(DATA / NEWEST)
    before = list(Fiche.objects.order_by("pk").values()), Proposal.objects.count()
    for name, kind in (("erreur-504.csv", "html"), ("document.csv", "pdf"), ("vide.csv", "vide")):
        report = bring(DATA / name)
        assert report.refused and report.kind == kind and codes(report) == ["pas-une-table"]
        assert report.counts["read"] == 0 and found(report, "pas-une-table")["message"].endswith(
            "Rien n’a été changé."
        )
    assert (list(Fiche.objects.order_by("pk").values()), Proposal.objects.count()) == before


def test_no_text_of_the_newest_table_is_lost(bring):
    """Every cell is published whole, or is one of the words that mean none."""
    report = bring(DATA / NEWEST)
    fiches = Fiche.objects.in_bulk()
    with (DATA / NEWEST).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for result, row in zip(report.rows, rows, strict=True):
        fiche = fiches[result.id]
        assert fiche.coll_nom == " ".join(row["Nom_collectivite"].split())
        assert fiche.nom_projet == " ".join(row["Nom_du_projet"].split())
        assert fiche.usage_description.split() == row["Description_service"].split()
        assert row["URL_Service"] in (fiche.url_infos, fiche.acces_service)
        assert len(fiche.sous_theme) == len(row["Sous_Theme"].split(", "))
        assert len(fiche.audience_service) == len(row["Audience"].split(", "))
        none = row["Partenaires"] in ("/", "aucun", "développé en régie")
        kept = "".join(partner["nom"] for partner in fiche.partenaires)
        assert _letters(kept) == ("" if none else _letters(row["Partenaires"]))
        assert fiche.theme and fiche.projet_status and fiche.projet_date and fiche.date and fiche.latitude


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def test_the_real_newest_table_is_published_whole(bring, real):
    report = bring(real("2025-09-17-grist.csv"))
    counts = report.counts
    assert (counts["read"], counts["created"], counts["published"], counts["refused"]) == (33, 33, 33, 0)
    places = ("coordonnees-serie", "coordonnees-decalees")
    said = [
        (f.code, f.row)
        for f in report.findings
        if f.code not in ("separateur-ambigu", "partenaire-regie", *places)
    ]
    assert sorted(said, key=lambda one: (one[1], one[0])) == [
        ("logo-externe", 1),
        ("siren-autre-organisation", 3),
        ("type-incoherent", 13),
        ("lien-prose", 15), ("siret-serie", 15), ("siret-serie", 16), ("lien-prose", 17), ("siret-serie", 17),
        ("lien-prose", 18),
        ("type-incoherent", 19),
        ("retour-ligne", 20), ("retour-ligne", 21),
        ("nature-proposee", 23),
        ("lien-prose", 24),
        ("nature-proposee", 26), ("parenthese-ouverte", 26),
        ("nature-proposee", 33),
        ("lien-prose", 34),
    ]  # fmt: skip
    assert [f.row for f in report.findings if f.code == "coordonnees-serie"] == [14, 15, 16, 17, 34]
    shifted = [f.row for f in report.findings if f.code == "coordonnees-decalees"]
    assert shifted == [2, 11, 14, 15, 16, 17, 18, 20, 21, 23, 24, 28, 30, 34]
    assert {f.proposal for f in report.findings if f.code == "siret-serie"} == {"24310051800170"}
    assert found(report, "siren-autre-organisation")["proposal"] == "SIREN 215704636"
    proposals = [f.proposal for f in report.findings if f.code == "type-incoherent"]
    assert proposals == ["Syndicat mixte", "Collectivité à statut particulier ou unique"]
    again = bring(real("2025-09-17-grist.csv"))
    assert again.counts["unchanged"] == 33
    for name, rows in (("2025-04-03-semicolons.csv", 21), ("2025-04-18-grist.csv", 23)):
        counts = bring(real(name)).counts
        assert counts["older"] + counts["unchanged"] == counts["read"] == rows
    assert Fiche.objects.count() == 33


@pytest.mark.parametrize(("name", "rows"), [("2025-04-03-semicolons.csv", 21), ("2025-04-18-grist.csv", 23)])
def test_the_real_older_tables_publish_alone(bring, real, name, rows):
    assert bring(real(name)).counts["published"] == Fiche.objects.count() == rows


def test_the_real_trial_table_is_read_and_its_themes_are_not_guessed(bring, real):
    report = bring(real("2024-12-beta.xlsx"))
    assert report.counts["read"] == report.counts["created"] == 10 and report.counts["published"] == 6
    unknown = [f.value for f in report.findings if f.code == "libelle-inconnu" and f.field == "theme"]
    assert unknown == ["Sécurité", "Logement", "Infrastructure", "éducation"]
    assert codes(report).count("siret-invalide") == 10
    assert not Reserved.objects.exclude(coll_siret="").exists()


def test_a_twin_has_at_least_the_defects_of_the_real_table(bring, real):
    pairs = (("2025-09-17-grist.csv", NEWEST), ("2024-12-beta.xlsx", "2024-12-twin.xlsx"))
    for original, twin in pairs:
        theirs, ours = codes(bring(real(original), dry_run=True)), codes(bring(DATA / twin, dry_run=True))
        assert set(theirs) <= set(ours)
        shifted = {"coordonnees-decalees", "coordonnees-serie"}  # the twin has both, in other numbers
        assert all(ours.count(code) >= theirs.count(code) for code in set(theirs) - shifted)


def test_the_order_of_the_rows_does_not_matter(bring, tmp_path):
    bring(DATA / NEWEST)
    with (DATA / NEWEST).open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    path = tmp_path / "reversed.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *reversed(rows)])
    assert set(outcomes(bring(path))) == {"unchanged"}
