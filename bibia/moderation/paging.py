"""Pages of the lists of moderation: a number that does not exist leads to the last one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from bibia.ui.paging import last_page, pagination, understood


def pages(number: int, total: int, size: int, url: Callable[[int], str]) -> dict[str, Any]:
    return pagination(min(max(1, number), last_page(total, size)), total, size, url)


def number(request: HttpRequest) -> int:
    """The page that the address asks for."""
    return understood(request.GET.get("page", "")) or 1
