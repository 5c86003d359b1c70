"""Whose drafts somebody may read or write: their own, their colleagues', or those begun in this browser."""

import hashlib
import secrets
from typing import Any

from django.http import Http404
from django.utils.crypto import salted_hmac

from bibia.accounts.models import Account, Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.contribution import actions
from bibia.contribution.models import Draft, DraftQuerySet
from bibia.territoires.ids import ID
from bibia.web.once import form_key

_SECRET = "brouillons"  # where the session keeps the secret of a browser


def fingerprint(request: PrivateRequest) -> str:
    """What the drafts of this browser are known by; "" when none was begun here."""
    secret = request.session.get(_SECRET, "")
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def new_fingerprint(request: PrivateRequest) -> str:
    """From the key of the form, where it has one: a browser that sends it again, because no answer came, finds
    what it had begun."""
    key = form_key(request)
    secret = salted_hmac(_SECRET, key, algorithm="sha256").hexdigest() if key else secrets.token_urlsafe(24)
    request.session.setdefault(_SECRET, secret)
    return fingerprint(request)


def author(request: PrivateRequest) -> dict[str, Any]:
    """Who begins a draft: the account, or this browser."""
    if request.user.is_authenticated:
        return {"by": request.user, "browser": ""}
    return {"by": None, "browser": new_fingerprint(request)}


def signed(request: PrivateRequest) -> Account | None:
    return request.user if request.user.is_authenticated else None


def claim(request: PrivateRequest) -> None:
    """At the first page after signing in, what was begun in this browser is the account's."""
    secret = fingerprint(request)
    if secret and request.user.is_authenticated:
        actions.claim(by=request.user, browser=secret)
        del request.session[_SECRET]


def readable(request: PrivateRequest) -> DraftQuerySet:
    claim(request)
    if request.user.is_authenticated:
        return Draft.objects.readable(request.user, request.viewer)
    return Draft.objects.of_browser(fingerprint(request))


def writable(request: PrivateRequest) -> DraftQuerySet:
    claim(request)
    if request.user.is_authenticated:
        return Draft.objects.writable(request.user, request.viewer)
    return Draft.objects.of_browser(fingerprint(request))


def to_read(request: PrivateRequest, draft_id: str) -> Draft:
    return _one(readable(request), draft_id)


def to_write(request: PrivateRequest, draft_id: str) -> Draft:
    """Raises Closed for one that was sent: only those who may write in it learn that."""
    draft = _one(writable(request), draft_id)
    if not draft.is_open:
        raise actions.Closed
    return draft


def _one(drafts: DraftQuerySet, draft_id: str) -> Draft:
    found = known(drafts.select_related("account", "proposal", "replaces"), draft_id)
    if found is None:
        raise Http404
    return found


def known(drafts: DraftQuerySet, draft_id: str) -> Draft | None:
    return drafts.filter(pk=draft_id).first() if ID.fullmatch(draft_id) else None


def seats(request: PrivateRequest) -> list[tuple[str, str]]:
    """The organisations that this person writes for: (SIREN, name)."""
    sirens = request.viewer.organisations("propose")
    names = dict(Organisation.objects.filter(pk__in=sirens).values_list("pk", "nom"))
    return [(siren, names[siren]) for siren in sirens]
