"""Pages of a list: few links, whatever its length."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

_NUMBER = re.compile(r"[0-9]{1,6}")


def understood(text: str) -> int | None:
    """The number of a page, None when it is not one."""
    return max(1, int(text)) if _NUMBER.fullmatch(text) else None


def last_page(total: int, size: int) -> int:
    return max(1, -(-total // size))


def keeping(base: str, asked: Mapping[str, str]) -> Callable[[int], str]:
    """The address of each page of a list, with what was asked of it; the first needs no number."""

    def url(number: int) -> str:
        kept = {name: value for name, value in asked.items() if value}
        kept |= {"page": str(number)} if number > 1 else {}
        return f"{base}?{urlencode(kept)}" if kept else base

    return url


def pagination(number: int, total: int, size: int, url: Callable[[int], str]) -> dict[str, Any]:
    """The first page, the last, and those around the current one."""
    last = last_page(total, size)
    near = sorted({1, last, *range(max(1, number - 1), min(last, number + 1) + 1)})
    return {
        "number": number,
        "count": total,
        "pages": last,
        "previous_url": url(number - 1) if number > 1 else "",
        "next_url": url(number + 1) if number < last else "",
        "links": [
            {"number": one, "url": url(one), "current": one == number, "gap": one > before + 1}
            for before, one in pairwise([0, *near])
        ],
    }
