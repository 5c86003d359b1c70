"""Clumsy and hostile files, each with the verdict that it must get. `python -m tests.imports.corpus DOSSIER` writes them."""

from functools import cache

from tests.imports.corpus.kit import Case


@cache
def cases() -> tuple[Case, ...]:
    from tests.imports.corpus import hostile, sheets, values

    return (*values.CASES, *sheets.CASES, *hostile.CASES)
