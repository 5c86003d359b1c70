"""Which import a page is about; for whoever it is not theirs, it does not exist."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.actions import NotAllowed, Refusal
from bibia.imports import actions
from bibia.imports.models import Import
from bibia.ui.filters import typo


def may_import(request: PrivateRequest) -> bool:
    return request.viewer.may("import") or bool(request.viewer.organisations("import"))


def theirs(request: PrivateRequest, import_id: str, *, kept: bool = True) -> Import:
    found = actions.visible(request.viewer, request.user).filter(pk=import_id).first()
    if found is None or (kept and not found.is_kept):
        raise Http404
    return found


def to_page(found: Import, query: str = "") -> HttpResponseRedirect:
    kept = QueryDict(query).urlencode()  # written again: it came from a form
    return HttpResponseRedirect(reverse("import", args=[found.pk]) + (f"?{kept}" if kept else ""))


def told(
    request: PrivateRequest, found: Import, action: Callable[[], HttpResponse], query: str = ""
) -> HttpResponse:
    """The answer of an action, or its page again with the sentence that says why not."""
    try:
        return action()
    except NotAllowed:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, typo(str(refusal)))
        return to_page(found, query)
