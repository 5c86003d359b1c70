"""Build bibia/territoires/data/ from the registry package @etalab/decoupage-administratif.

    npm pack @etalab/decoupage-administratif@6.0.0
    tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python scripts/build_territoires.py package

Running it again gives the same bytes.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "bibia" / "territoires" / "data"
# Kinds of the source → codes of the vocabulary coll_type. The métropole de Lyon is in the list of the EPCI
# but is none: a collectivité à statut particulier since 2015.
EPCI_TYPES = {
    "CC": "communaute-communes",
    "CA": "communaute-agglomeration",
    "CU": "communaute-urbaine",
    "METRO": "metropole",
    "MET69": "statut-particulier",
}
PARIS = "75056"
GRAND_PARIS = "200054781"
# INSEE's code of the article of a name → what follows "département".
COMPLEMENTS = {0: "de ", 1: "d’", 2: "du ", 3: "de la ", 4: "des ", 5: "de l’"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path, help="dossier du paquet npm, déballé")
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    source = {
        name: _read(options.package, name) for name in ("communes", "epci", "ept", "departements", "regions")
    }
    version = json.loads((options.package / "package.json").read_text())["version"]

    communes = {
        commune["code"]: commune for commune in source["communes"] if commune["type"] == "commune-actuelle"
    }
    rows = _communes(list(communes.values()), source["epci"], source["ept"])
    rows += _epci(source["epci"], communes) + _ept(source["ept"], communes)
    header = f"# @etalab/decoupage-administratif {version}, Licence Ouverte ; colonnes : LISEZMOI.md\n"
    _write_gzip(options.output / "territoires.tsv.gz", header + _tsv(rows))
    _write(options.output / "departements.tsv", header + _tsv(_departements(source["departements"])))
    _write(options.output / "regions.tsv", header + _tsv(_regions(source["regions"])))
    print(f"{len(rows)} lignes")


def _read(package: Path, name: str) -> list[dict]:
    return json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))


def _communes(communes: list[dict], epci: list[dict], ept: list[dict]) -> list[tuple]:
    epci_of = _members(epci)
    ept_of = _members(ept)
    return sorted(
        (
            "statut-particulier" if commune["code"] == PARIS else "commune",
            commune["code"],
            commune.get("siren", ""),
            commune["nom"],
            commune.get("population", ""),
            commune["departement"],
            epci_of.get(commune["code"], ""),
            ept_of.get(commune["code"], ""),
            " ".join(sorted(commune.get("codesPostaux", []))),
        )
        for commune in communes
    )


def _epci(epci: list[dict], communes: dict[str, dict]) -> list[tuple]:
    rows = []
    for group in epci:
        population, departement = _seat(group, communes)
        kind = EPCI_TYPES[group["type"]]
        rows.append((kind, "", group["code"], group["nom"], population, departement, group["code"], "", ""))
    return sorted(rows)


def _ept(ept: list[dict], communes: dict[str, dict]) -> list[tuple]:
    rows = []
    for group in ept:
        population, departement = _seat(group, communes)
        rows.append(
            ("ept", "", group["code"], group["nom"], population, departement, GRAND_PARIS, group["code"], "")
        )
    return sorted(rows)


def _seat(group: dict, communes: dict[str, dict]) -> tuple[int, str]:
    """Population and département of a group. The source has no seat: most of the inhabitants decide."""
    # By INSEE code: some members (Saint-Denis) have no SIREN in the list of the EPT.
    by_departement: Counter[str] = Counter()
    for member in group["membres"]:
        commune = communes[member["code"]]
        by_departement[commune["departement"]] += commune.get("population", 0)
    return by_departement.total(), by_departement.most_common(1)[0][0]


def _members(groups: list[dict]) -> dict[str, str]:
    return {member["code"]: group["code"] for group in groups for member in group["membres"]}


def _departements(departements: list[dict]) -> list[tuple]:
    """A collectivité d'outre-mer has no région: the source repeats its own code there."""
    return sorted(
        (
            departement["code"],
            departement["nom"],
            COMPLEMENTS[departement["typeLiaison"]] + departement["nom"],
            "" if departement["zone"] == "com" else departement["region"],
        )
        for departement in departements
    )


def _regions(regions: list[dict]) -> list[tuple]:
    return sorted((region["code"], region["nom"]) for region in regions if region["zone"] != "com")


def _tsv(rows: list[tuple]) -> str:
    return "".join("\t".join(str(cell) for cell in row) + "\n" for row in rows)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_gzip(path: Path, text: str) -> None:
    # No name and no time in the gzip header: the same input gives the same bytes.
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
