"""Tables that a spreadsheet opens: UTF-8 with its mark, semicolons, and no cell that it would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# What makes a spreadsheet compute a cell; full-width forms too.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet(rows: Iterable[Sequence[object]]) -> bytes:
    """The mark tells Excel the encoding; a French spreadsheet expects semicolons. Lines end as RFC 4180 says."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(
        [[_cell(one) for one in row] for row in rows]
    )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return "" if value is None else value
    # The apostrophe says "text" to a spreadsheet; spaces before a sign change nothing to it.
    return (
        f"'{value}"
        if value.lstrip(" \u00a0\u202f").startswith(_STARTS) or value.startswith(_STARTS)
        else value
    )
