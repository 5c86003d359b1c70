"""The territories of France, offline: communes, intercommunalités, départements, régions.

Two loads, each once per process: the names of départements and régions (what a public page needs) and
the 36 000 rows, which only an import or a form asks for.
"""

import gzip
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from bibia.ui.text import fold

DATA = Path(__file__).parent / "data"
STATUT_PARTICULIER = "statut-particulier"


class Region(NamedTuple):
    code: str
    nom: str


class Departement(NamedTuple):
    code: str
    nom: str
    complement: str  # "de la Vendée"
    region: str  # "" in the collectivités d'outre-mer


class Territoire(NamedTuple):
    """A commune, an intercommunalité or an EPT; `type` is a code of the vocabulary coll_type."""

    type: str
    commune: str
    siren: str
    nom: str
    population: int | None
    departement: str
    epci: str
    ept: str
    codes_postaux: tuple[str, ...]

    @property
    def kind(self) -> str:
        if self.commune:
            return "commune"
        return "ept" if self.type == "ept" else "epci"

    @property
    def code(self) -> str:
        return self.commune or self.siren

    @property
    def region(self) -> str:
        return _departements()[self.departement].region


def departements() -> tuple[Departement, ...]:
    """In the order of their codes: 2A and 2B after 19, overseas last."""
    return tuple(_departements().values())


def regions() -> tuple[Region, ...]:
    """In alphabetical order."""
    return tuple(_regions().values())


def departement_name(code: str) -> str:
    """The name, or the code itself when the table has none."""
    found = _departements().get(code)
    return found.nom if found else code


def region_name(code: str) -> str:
    found = _regions().get(code)
    return found.nom if found else code


def departement(code: str) -> Departement | None:
    return _departements().get(code)


def region(code: str) -> Region | None:
    return _regions().get(code)


def by_siren(siren: str) -> Territoire | None:
    return next((row for row in _table().rows_of(siren) if row.siren == siren), None)


def by_code(kind: str, code: str) -> Territoire | None:
    """`kind` is commune, epci or ept; the code of the last two is their SIREN."""
    return next((row for row in _table().rows_of(code) if row.kind == kind and row.code == code), None)


def by_postcode(postcode: str) -> list[Territoire]:
    found = [row for row in _table().rows_of(f"cp{postcode}") if postcode in row.codes_postaux]
    return sorted(found, key=lambda row: row.commune)


def search_name(text: str) -> list[Territoire]:
    """The rows of exactly that name; case, accents, hyphens and apostrophes do not count."""
    key = name_key(text)
    return [row for row in _names().rows_of(key) if name_key(row.nom) == key]


def name_key(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def everything() -> Iterator[Territoire]:
    return (row for _, row in _table().rows())


class _Table:
    """The decompressed file and the places of its rows.

    Rows are read when asked for, and places are packed in an array: measured, this holds in a tenth of
    the memory of a dictionary of objects.
    """

    def __init__(self, content: bytes, index: Iterable[tuple[str, int]] | None = None) -> None:
        self.content = content
        entries = index if index is not None else self._numbers()
        self._places = array("Q", sorted(crc32(key.encode()) << 32 | place for key, place in entries))

    def rows(self) -> Iterator[tuple[int, Territoire]]:
        place = 0
        for line in self.content.splitlines(keepends=True):
            if not line.startswith(b"#"):
                yield place, _parse(line)
            place += len(line)

    def rows_of(self, key: str) -> Iterator[Territoire]:
        """Candidates: two keys may share a checksum, so the caller compares."""
        checksum = crc32(key.encode())
        position = bisect_left(self._places, checksum << 32)
        while position < len(self._places) and self._places[position] >> 32 == checksum:
            place = self._places[position] & 0xFFFFFFFF
            yield _parse(self.content[place : self.content.index(b"\n", place)])
            position += 1

    def _numbers(self) -> Iterator[tuple[str, int]]:
        place = 0
        for line in self.content.splitlines(keepends=True):
            if not line.startswith(b"#"):
                # Cut only where the numbers are: reading whole rows makes a process wait three times longer.
                _type, commune, siren, _rest = line.decode().split("\t", 3)
                keys = [siren, commune, *(f"cp{one}" for one in line[line.rindex(b"\t") :].decode().split())]
                yield from ((key, place) for key in keys if key)
            place += len(line)


def _parse(line: bytes) -> Territoire:
    kind, commune, siren, nom, population, departement, epci, ept, postcodes = (
        line.decode().rstrip("\n").split("\t")
    )
    return Territoire(
        type=kind,
        commune=commune,
        siren=siren,
        nom=nom,
        population=int(population) if population else None,
        departement=departement,
        epci=epci,
        ept=ept,
        codes_postaux=tuple(postcodes.split()),
    )


@cache
def _table() -> _Table:
    return _Table(gzip.decompress((DATA / "territoires.tsv.gz").read_bytes()))


@cache
def _names() -> _Table:
    """Apart from the numbers: folding every name takes longer than all the rest."""
    table = _table()
    return _Table(table.content, ((name_key(row.nom), place) for place, row in table.rows()))


@cache
def _departements() -> dict[str, Departement]:
    return {row[0]: Departement(*row) for row in _small("departements.tsv")}


@cache
def _regions() -> dict[str, Region]:
    rows = sorted(_small("regions.tsv"), key=lambda row: name_key(row[1]))
    return {row[0]: Region(*row) for row in rows}


def _small(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
