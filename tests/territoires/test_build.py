"""The script that writes the data files, on an invented package with every trap of the real one."""

import gzip
import json

import pytest

from bibia.territoires import table
from scripts import build_territoires


def commune(code, nom, departement, population, **more):
    return {
        "code": code,
        "nom": nom,
        "departement": departement,
        "region": "11",
        "type": "commune-actuelle",
        "population": population,
        "siren": f"21{code}00",
        "codesPostaux": [code],
        **more,
    }


def members(*codes):
    return [{"code": code} for code in codes]


COMMUNES = [
    commune("93066", "Saint-Ouvert", "93", 10),
    commune("75056", "Grandville", "75", 100, codesPostaux=["75002", "75001"]),
    commune("75056", "Grandville 1er", "75", 50, type="arrondissement-municipal"),
    commune("69123", "Confluence", "69", 30),
    {"code": "98412", "nom": "Îlot", "departement": "984", "region": "984", "type": "commune-actuelle"},
]
EPCI = [
    {"code": "200054781", "nom": "Métropole", "type": "METRO", "membres": members("75056", "93066")},
    {"code": "200046977", "nom": "Métropole de C", "type": "MET69", "membres": members("69123")},
]
EPT = [{"code": "200057867", "nom": "Plaine", "type": "EPT", "membres": members("93066")}]
DEPARTEMENTS = [
    {"code": code, "nom": nom, "region": region, "zone": zone, "typeLiaison": article}
    for code, nom, region, zone, article in (
        ("93", "Seine", "11", "metro", 3),
        ("75", "Grandville", "11", "metro", 0),
        ("69", "Rhône", "84", "metro", 2),
        ("984", "Terres", "984", "com", 0),
    )
]
REGIONS = [
    {"code": "11", "nom": "Île", "zone": "metro"},
    {"code": "984", "nom": "Terres", "zone": "com"},
]


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "package"
    (folder / "data").mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "9.9.9"}')
    for name in ("communes", "epci", "ept", "departements", "regions"):
        content = globals()[name.upper()]
        (folder / "data" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture
def build(package, tmp_path, monkeypatch, capsys):
    def run(name):
        output = tmp_path / name
        output.mkdir()
        monkeypatch.setattr("sys.argv", ["build_territoires.py", str(package), "--output", str(output)])
        build_territoires.main()
        assert capsys.readouterr().out == "7 lignes\n"
        return output

    return run


def test_it_writes_rows_that_the_table_reads(build):
    content = gzip.decompress((build("out") / "territoires.tsv.gz").read_bytes())
    rows = {row.nom: row for _, row in table._Table(content).rows()}
    assert set(rows) == {
        "Saint-Ouvert",
        "Grandville",
        "Confluence",
        "Îlot",
        "Métropole",
        "Métropole de C",
        "Plaine",
    }
    assert rows["Saint-Ouvert"][5:8] == ("93", "200054781", "200057867")
    assert rows["Grandville"].type == rows["Métropole de C"].type == "statut-particulier"
    assert (rows["Grandville"].ept, rows["Grandville"].codes_postaux) == ("", ("75001", "75002"))
    assert (rows["Métropole"].population, rows["Métropole"].departement) == (110, "75")
    assert (rows["Plaine"].epci, rows["Plaine"].departement) == ("200054781", "93")
    assert (rows["Îlot"].siren, rows["Îlot"].population, rows["Îlot"].epci) == ("", None, "")


def test_overseas_collectivites_have_no_region(build):
    output = build("out")
    header = "# @etalab/decoupage-administratif 9.9.9, Licence Ouverte ; colonnes : LISEZMOI.md\n"
    assert (output / "regions.tsv").read_text() == header + "11\tÎle\n"
    lines = (output / "departements.tsv").read_text().splitlines()[1:]
    assert lines == [
        "69\tRhône\tdu Rhône\t84",
        "75\tGrandville\tde Grandville\t11",
        "93\tSeine\tde la Seine\t11",
        "984\tTerres\tde Terres\t",
    ]


def test_running_it_again_gives_the_same_bytes(build):
    first, second = build("first"), build("second")
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_the_committed_files_say_the_version_that_the_notice_says():
    header = (table.DATA / "regions.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert "@etalab/decoupage-administratif 6.0.0" in header
    assert (
        gzip.decompress((table.DATA / "territoires.tsv.gz").read_bytes()).decode().splitlines()[0] == header
    )
    assert "version 6.0.0" in (table.DATA / "LISEZMOI.md").read_text(encoding="utf-8")
