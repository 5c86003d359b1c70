"""A fingerprint of all that makes the pages, tables of data included: a release that changes none keeps the caches."""

import hashlib
from functools import cache
from pathlib import Path

_BYTECODE = {".pyc", ".pyo"}


@cache
def of_code() -> str:
    return of_files(Path(__file__).parents[1])


def of_files(folder: Path) -> str:
    """Of the names and contents of every file but bytecode, which Python writes as it runs."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in _BYTECODE:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()
