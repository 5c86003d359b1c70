"""docs/import.md says every code, result and limit of the code, and no other."""

import re
from pathlib import Path

import pytest

from bibia.imports.codes import CODES
from bibia.imports.readers import table
from bibia.imports.report import OUTCOMES
from bibia.ui.filters import typo
from tests.imports.conftest import codes, found

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def rows(title: str) -> list[tuple[str, ...]]:
    """The cells of the first table after this line."""
    lines = DOC.split(title)[1].split("\n|---")[1].split("\n\n")[0].splitlines()[1:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_every_code_is_documented_with_its_severity_and_sentence():
    assert rows("## Les constats") == [
        (f"`{name}`", code.severity.value, code.sure.value, typo(code.sentence))
        for name, code in CODES.items()
    ]


def test_every_result_is_documented():
    assert [name for name, _ in rows("(`outcome`)")] == [f"`{outcome}`" for outcome in OUTCOMES]


def test_every_code_that_a_field_raises_has_its_sentence():
    sources = [
        *ROOT.glob("bibia/fiches/inputs.py"),
        *ROOT.glob("bibia/fiches/items.py"),
        ROOT / "bibia/territoires/siret.py",
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    raised = set(re.findall(r"""(?:code=|INVALID = )"([a-z-]+)\"""", text))
    assert len(raised) > 10 and raised <= set(CODES)


def test_every_code_is_tried_by_a_test():
    folder = ROOT / "tests" / "imports"
    files = [*folder.glob("test_*.py"), *(folder / "corpus").glob("*.py")]
    tests = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [code for code in CODES if not re.search(rf'(?<=["\s]){code}(?=["\s])', tests)] == []


def test_the_limits_are_those_of_the_code():
    assert (table.MAX_BYTES, table.MAX_INFLATED) == (10 * 2**20, 100 * 2**20)
    for number in ("10 Mio", "100 Mio", "10 000 lignes", "200 colonnes", "20 000 caractères"):
        assert number in DOC
    assert (table.MAX_ROWS, table.MAX_COLUMNS, table.MAX_CELL) == (10_000, 200, 20_000)


@pytest.mark.django_db
def test_doubts_about_the_file_itself_are_in_its_report(bring, tmp_path):
    path = tmp_path / "t.csv"
    text = (
        "coll_nom,nom_projet,theme,usage_description,nom_projet,Couleur\nÉlan,Été,Mobilités,Un texte,y,bleu\n"
    )
    path.write_bytes(text.encode("cp1252"))
    report = bring(path)
    assert codes(report) == ["encodage-suppose", "colonne-repetee", "colonne-inconnue"]
    assert (
        found(report, "encodage-suppose")["row"] == 0
        and found(report, "colonne-inconnue")["column"] == "Couleur"
    )
