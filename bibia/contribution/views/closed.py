"""A draft that was sent, or that is nobody's here any more, while its form was open: nothing typed is lost."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from bibia.accounts.requests import PrivateRequest
from bibia.contribution import drafts, listing, unsaved
from bibia.contribution.actions import Closed
from bibia.contribution.models import Draft
from bibia.contribution.steps import Step
from bibia.ui.filters import typo
from bibia.web.values import Values

View = Callable[..., HttpResponse]


def while_open(view: View) -> View:
    """For what is done to a draft: one that was sent meanwhile shows where it stands."""

    @wraps(view)
    def opened(request: PrivateRequest, draft_id: str, *args: str, **named: str) -> HttpResponse:
        try:
            return view(request, draft_id, *args, **named)
        except Closed as closed:
            messages.info(request, typo(str(closed)))
            return HttpResponseRedirect(reverse("brouillon", args=[draft_id]))

    return opened


def standing(request: PrivateRequest, draft: Draft, status: int = 200) -> HttpResponse:
    """Where a draft stands, and what was typed in this browser that is not in it."""
    context = listing.overview(request, draft) | {"unsaved": unsaved.waiting(request, draft)}
    return render(request, "contribution/brouillon.html", context, status=status)


def not_kept(
    request: PrivateRequest, draft_id: str, step: Step, typed: Values, seen: dict[str, str]
) -> HttpResponse:
    """What was typed, shown; it comes back in its form once the draft may be written again, or one is signed in."""
    values = unsaved.changed(typed, seen)
    draft = drafts.known(drafts.writable(request), draft_id)
    kept = bool(draft or not request.user.is_authenticated) and unsaved.keep(
        request, draft_id, step, values, seen
    )
    if draft and kept:
        return standing(request, draft, status=409)
    return lost(request, draft_id, unsaved.texts(values), kept=kept)


def lost(
    request: PrivateRequest, draft_id: str, texts: list[dict[str, str]], *, kept: bool = False
) -> HttpResponse:
    """The same answer whether or not there is such a draft: a stranger learns nothing of it."""
    sent = drafts.known(drafts.writable(request), draft_id)
    context = {
        "texts": texts,
        "kept": kept,
        "draft": sent,
        "signs_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "contribution/non-enregistre.html", context, status=409 if sent else 404)
