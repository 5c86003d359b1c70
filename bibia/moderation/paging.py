"""Pages of the lists of moderation: a number that does not exist leads to the last one."""

from collections.abc import Callable
from typing import Any

from bibia.ui.paging import last_page, pagination


def pages(number: int, total: int, size: int, url: Callable[[int], str]) -> dict[str, Any]:
    return pagination(min(max(1, number), last_page(total, size)), total, size, url)
