"""Pages of a list: few links, whatever its length."""

import re
from collections.abc import Callable
from typing import Any

_NUMBER = re.compile(r"[0-9]{1,6}")


def understood(text: str) -> int | None:
    """The number of a page, None when it is not one."""
    return max(1, int(text)) if _NUMBER.fullmatch(text) else None


def last_page(total: int, size: int) -> int:
    return max(1, -(-total // size))


def pagination(number: int, total: int, size: int, url: Callable[[int], str]) -> dict[str, Any]:
    """The first page, the last, and those around the current one."""
    last = last_page(total, size)
    near = {1, last, *range(max(1, number - 1), min(last, number + 1) + 1)}
    return {
        "number": number,
        "count": total,
        "pages": last,
        "previous_url": url(number - 1) if number > 1 else "",
        "next_url": url(number + 1) if number < last else "",
        "links": [{"number": one, "url": url(one), "current": one == number} for one in sorted(near)],
    }
