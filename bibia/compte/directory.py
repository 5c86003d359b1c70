"""The national directory of administrations, as its public files give it: who may be written to at which address."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from bibia.accounts.addresses import normal
from bibia.compte.evidence import fingerprint
from bibia.compte.models import DirectoryAddress
from bibia.fiches.verbs import Refusal, journal
from bibia.fiches.writing import writing
from bibia.territoires import table
from bibia.territoires.siret import is_siren

_BATCH = 1_000
_LEAST = 0.5  # a file half as long as the one before is a broken download


def read(path: Path) -> Iterator[tuple[str, str]]:
    """(SIREN, address) for each that the file gives; what is malformed is left out."""
    rows = _of_json(path) if path.suffix.lower() == ".json" else _of_csv(path)
    for siren, written in rows:
        for address in written:
            try:
                yield siren, normal(address)
            except ValidationError:
                continue


def replace(pairs: Iterator[tuple[str, str]], *, by: Any, force: bool = False) -> int:
    """The whole directory at once, or nothing."""
    rows = {(siren, fingerprint(address)) for siren, address in pairs}
    if not rows:
        raise Refusal("Ce fichier ne donne aucune adresse : rien n’est changé.")
    with writing():
        before = DirectoryAddress.objects.count()
        if len(rows) < before * _LEAST and not force:
            raise Refusal(
                f"Ce fichier donne {len(rows)} adresses, contre {before} aujourd’hui : il est sans doute incomplet. "
                "Rien n’est changé ; ajoutez --force si c’est voulu."
            )
        DirectoryAddress.objects.all().delete()
        DirectoryAddress.objects.bulk_create(
            (DirectoryAddress(siren=siren, fingerprint=mark) for siren, mark in sorted(rows)),
            batch_size=_BATCH,
        )
        journal("import_directory", by, "", detail=f"{len(rows)} adresses")
    return len(rows)


def _of_csv(path: Path) -> Iterator[tuple[str, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        for row in csv.DictReader(file, delimiter=";" if head.count(";") >= head.count(",") else ","):
            yield from _pair(row)


def _of_json(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The directory's own file: {"service": [{"siren", "siret", "adresse_courriel": [...], "pivot": [...]}]}."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for row in content.get("service", []) if isinstance(content, dict) else content:
        yield from _pair(row)


def _pair(row: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    addresses = _texts(row.get("adresse_courriel"))
    number = "".join(str(row.get("siren") or row.get("siret") or "").split())[:9]
    siren = number if is_siren(number) else _of_town_hall(row.get("pivot"))
    if siren and addresses:
        yield siren, addresses


def _of_town_hall(pivot: Any) -> str:
    """Town halls that have no number there are named by the INSEE code of their commune."""
    if isinstance(pivot, str) and pivot.strip():
        pivot = json.loads(pivot)
    for one in pivot if isinstance(pivot, list) else []:
        if one.get("type_service_local") == "mairie":
            for code in _texts(one.get("code_insee_commune")):
                if row := table.by_code("commune", code):
                    return row.siren
    return ""


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [one.strip() for one in value if isinstance(one, str) and one.strip()]
    return [one.strip() for one in str(value or "").replace(",", ";").split(";") if one.strip()]
