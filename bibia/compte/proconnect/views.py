"""To ProConnect and back."""

from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from mozilla_django_oidc import views as oidc

from bibia.compte.entry import let_in
from bibia.compte.proconnect.backend import callback_address
from bibia.compte.proconnect.identities import AddressTaken
from bibia.compte.proof import proved_again
from bibia.ui.filters import typo
from bibia.ui.jinja import absolute

# What an identity provider may get wrong, or somebody else invent.
_REFUSED = (requests.RequestException, jwt.PyJWTError, SuspiciousOperation, ValidationError, KeyError)


class _Start(oidc.OIDCAuthenticationRequestView):
    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        return {"redirect_uri": callback_address(), "acr_values": "eidas1"}


class _Callback(oidc.OIDCAuthenticationCallbackView):
    failure_url = property(lambda self: reverse("account_login"))

    def login_success(self) -> HttpResponse:
        # A second factor that was enrolled is asked here too.
        return let_in(self.request, self.user, after=self.success_url, method="proconnect")


def start(request: HttpRequest) -> HttpResponse:
    _only_when_configured()
    if request.user.is_authenticated:
        # To link an identity is to give another key of the account.
        return proved_again(_Start.as_view())(request)
    return _Start.as_view()(request)


def callback(request: HttpRequest) -> HttpResponse:
    _only_when_configured()
    if "error" in request.GET:
        return _refused(request, "La connexion par ProConnect a été interrompue.")
    try:
        response = _Callback.as_view()(request)
    except AddressTaken:
        return _refused(
            request,
            "Un compte a déjà votre adresse. Connectez-vous par code, puis reliez ProConnect dans « Mon compte ».",
        )
    except _REFUSED:
        return _refused(
            request, "ProConnect n’a pas donné une réponse valable. Réessayez, ou demandez un code."
        )
    if response["Location"] == reverse("account_login"):
        return _refused(request, "Cette connexion a expiré ou a déjà servi. Recommencez.")
    return response


def logout_address(request: HttpRequest) -> str:
    """Where to end ProConnect's own session too; "" for who did not come from it."""
    token = request.session.get("oidc_id_token")
    if not (settings.PROCONNECT_URL and token):
        return ""
    asked = {
        "id_token_hint": token,
        "state": get_random_string(settings.OIDC_STATE_SIZE),
        "post_logout_redirect_uri": absolute(reverse("home")),
    }
    return f"{settings.PROCONNECT_URL}/session/end?{urlencode(asked)}"


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, typo(sentence))
    return HttpResponseRedirect(reverse("account_login"))


def _only_when_configured() -> None:
    if not settings.PROCONNECT_URL:
        raise Http404
