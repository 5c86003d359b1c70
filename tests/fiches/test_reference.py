from pathlib import Path

from bibia.fiches.fields import NAMES
from bibia.fiches.reference import markdown

DOC = Path(__file__).parents[2] / "docs" / "modele-de-donnees.md"


def test_the_documentation_of_the_model_is_up_to_date():
    assert DOC.read_text(encoding="utf-8") == markdown(), (
        "python manage.py modele_de_donnees > docs/modele-de-donnees.md"
    )


def test_every_field_is_documented_once():
    rows = [line for line in markdown().splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(NAMES)
