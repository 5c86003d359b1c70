"""What the links between pages need."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page


def pages(page: Page, base: str, asked: dict[str, str]) -> dict[str, Any]:
    """For ui.pagination, keeping what was asked of the list."""

    def url(number: int) -> str:
        kept = {name: value for name, value in asked.items() if value}
        if number > 1:
            kept["page"] = str(number)
        return base + (f"?{urlencode(kept)}" if kept else "")

    last = page.paginator.num_pages
    near = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    return {
        "number": page.number,
        "count": page.paginator.count,
        "pages": last,
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
        "links": [{"number": one, "url": url(one), "current": one == page.number} for one in near],
    }
