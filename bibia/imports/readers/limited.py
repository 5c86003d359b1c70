"""The child process that reads every file: little memory, little time, no network, and nothing of this one's."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bibia.imports.readers.table import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_INFLATED, MAX_ROWS, MAX_TEXT

CHILD = Path(__file__).with_name("child.py")
SECONDS = 60
_LIMITS = {
    "bytes": MAX_BYTES,
    "inflated": MAX_INFLATED,
    "text": MAX_TEXT,
    "rows": MAX_ROWS,
    "columns": MAX_COLUMNS,
    "cell": MAX_CELL,
}


def ask(data: bytes, **said: str) -> dict[str, Any] | None:
    """Its answer, as child.py gives it; None when the file broke it."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), json.dumps(_LIMITS | said)],
            input=data,
            capture_output=True,
            env={},
            close_fds=True,
            timeout=SECONDS,
            check=False,
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None


def lines(written: list[list[int]], texts: list[str]) -> list[list[str]]:
    """Each text is kept once, however many cells a small file has it fill."""
    return [[texts[number] for number in line] for line in written]
