"""The queue of what waits for a decision."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from bibia.accounts.requests import PrivateRequest
from bibia.moderation import listing, queue
from bibia.moderation.paging import pages
from bibia.moderation.people import Names


def moderators_only(request: PrivateRequest) -> None:
    viewer = request.viewer
    if not (viewer.may("accept") or viewer.organisations("accept")):
        raise Http404


def index(request: PrivateRequest) -> HttpResponse:
    moderators_only(request)
    waiting = queue.visible(request)
    asked = queue.Asked(request.GET)
    kept = asked.keep(waiting)
    page = pages(asked.page, len(kept), queue.PER_PAGE, asked.address)
    start = (page["number"] - 1) * queue.PER_PAGE
    context = {
        "total": len(waiting),
        "kept": len(kept),
        "asked": asked,
        "choices": queue.choices(waiting),
        "sorts": queue.SORTS,
        "lines": listing.lines(kept[start : start + queue.PER_PAGE], asked, Names()),
        "page": page,
        "tabs": listing.tabs(request),
    }
    return render(request, "moderation/queue.html", context)
