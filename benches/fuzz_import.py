"""Broken files and odd values by the million: a table or a sentence, never anything else.

    python -m benches.fuzz_import csv --count 100000
    python -m benches.fuzz_import classeurs --count 2000

Seed n always makes the same file, and a state file says where the last slice ended: the same command goes on from
there. What fails is printed with its seed, and is enough to make it again.
"""

import argparse
import io
import json
import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

STATE = "fuzz-import.json"
_TOKENS = (
    b'"', b'""', b",", b";", b"\t", b"\r\n", b"\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x81", "é".encode(), b"=1+1",
    b"coll_nom", b"nom_projet", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<c r='A1' t='e'>", b"XFD1048576", b"999999999999",
    b"-1", b"1e309", b"NaN", b"</row>", b"<f>", b"hidden='1'", b"_x000D_", b"[{", b"'", "\u202e".encode(), "\u0301".encode(),
)  # fmt: skip
_CELLS = (
    "", "/", "néant", "2024", "03/2024", "31/02/2024", "45352", "1e308", "-0", "٣٤", "²", "½", "1" * 400, "https://[", "http://a:b@c:99999/",
    "=HYPERLINK(1)", "'=1", "[{", '[{"nom": 1}]', '{"a": [[[[' + "[" * 500, "\ud83d", "a\u0301" * 50, "Ã©" * 30, "\u200b", "0" * 14,
    "24310051800170", "2,4E+13", "5" * 20_001, "T2 2024", "48,8566", "Agent-Élu;", "( [ (", "a@b.fr" * 100, "<b>" * 200, "&#x0;",
)  # fmt: skip


def csv_bytes(seed: int) -> bytes:
    """A good table with some of its bytes changed."""
    from tests.imports.corpus.kit import as_csv, rows

    chance = random.Random(seed)
    table = rows(
        *({"coll_siret": "20098104100029", "resume": "Un résumé"} for _ in range(chance.randint(0, 4)))
    )
    data = bytearray(
        as_csv(table, delimiter=chance.choice(",;\t"), encoding=chance.choice(("utf-8", "utf-16", "cp1252")))
    )
    return bytes(mutated(data, chance))


def mutated(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[place:place] = chance.choice(_TOKENS)
            case 1:
                del data[place : place + chance.randint(1, 40)]
            case 2:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 3:
                data[place:place] = data[place // 2 : place // 2 + chance.randint(1, 60)]
            case _:
                del data[chance.randrange(len(data) + 1) :]
    return data


def workbook_bytes(seed: int) -> bytes:
    """A workbook of one of the three formats, broken in its container or inside one of its members."""
    from tests.imports.corpus import hostile, kit, sheets

    chance = random.Random(seed)
    makers: list[Callable[[], bytes]] = [
        lambda: hostile.GOOD,
        lambda: kit.as_ods(kit.ods_table(kit.rows({}, {}))),
        lambda: kit.as_xls(kit.rows({}, {})),
        *(case.make for case in sheets.SHEETS),
    ]
    data = chance.choice(makers)()
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return bytes(mutated(bytearray(data), chance))
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        chosen = chance.choice(before.namelist())
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, bytes(mutated(bytearray(content), chance)) if name == chosen else content)
    return file.getvalue()


def read(data: bytes) -> str:
    """What became of it; anything but a table or a sentence is left to go up."""
    from bibia.imports import headers, readers
    from bibia.imports.readers.table import NotATable
    from bibia.imports.rows import parse
    from bibia.imports.run import inspect

    try:
        table = readers.read(data, headers.score)
        lines = parse(table, headers.match(table).columns)
    except NotATable as refusal:
        assert str(refusal).endswith("."), str(refusal)
        return "phrase"
    inspect(lines)
    return "table"


def values(seed: int) -> bytes:
    """A table whose every field holds something odd, whole or in part."""
    from bibia.fiches.fields import NAMES
    from tests.imports.corpus.kit import as_csv

    chance = random.Random(seed)
    header = ["coll_nom", "nom_projet", *chance.sample(NAMES, 12)]
    lines = [[odd(chance) for _ in header] for _ in range(4)]
    return as_csv(
        [list(dict.fromkeys(header)), *([*line[: len(dict.fromkeys(header))]] for line in lines)],
        encoding="utf-8",
    )


def odd(chance: random.Random) -> str:
    cell = chance.choice(_CELLS)
    if chance.random() < 0.3:
        cell += chance.choice(_CELLS)
    if chance.random() < 0.3:
        cell += "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(chance.randint(1, 20)))
    return cell.encode("utf-8", "ignore").decode()


KINDS: dict[str, Callable[[int], bytes]] = {"csv": csv_bytes, "classeurs": workbook_bytes, "valeurs": values}


def run(kind: str, first: int, count: int) -> dict[str, int]:
    """How many of each; raises on the first that is neither a table nor a sentence, with its seed."""
    found = {"table": 0, "phrase": 0}
    for seed in range(first, first + count):
        try:
            found[read(KINDS[kind](seed))] += 1
        except Exception as error:
            raise AssertionError(f"{kind}, graine {seed} : {error!r}") from error
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--state", type=Path, default=Path("var") / STATE)
    options = parser.parse_args()
    state = json.loads(options.state.read_text()) if options.state.exists() else {}
    first, slice_size = state.get(options.kind, 0), 500
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(BIBIA_DATA=folder, DJANGO_SETTINGS_MODULE="bibia.settings")
        import django

        django.setup()
        started = time.perf_counter()
        for start in range(first, first + options.count, slice_size):
            found = run(options.kind, start, min(slice_size, first + options.count - start))
            state[options.kind] = start + sum(found.values())
            options.state.write_text(json.dumps(state))
            print(
                f"{options.kind} {state[options.kind]:9} essais, {found}, {time.perf_counter() - started:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main())
