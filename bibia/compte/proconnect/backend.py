"""ProConnect's answers, read strictly: signed, for us, from it, about one same person."""

from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from bibia.accounts.models import Account
from bibia.compte.proconnect.identities import recognise
from bibia.ui.jinja import absolute

_CLOCKS_DIFFER = 10  # seconds


class Backend(OIDCAuthenticationBackend):
    def get_token(self, payload: dict[str, Any]) -> dict[str, Any]:
        # Canonical, as in the request: the library would take it from the Host header.
        return super().get_token(payload | {"redirect_uri": callback_address()})

    def get_payload_data(self, token: str, key: Any) -> dict[str, Any]:
        """The library would check the signature alone: so are the issuer, the audience and the dates here."""
        return jwt.decode(
            token,
            key,
            algorithms=[self.OIDC_RP_SIGN_ALGO],
            audience=self.OIDC_RP_CLIENT_ID,
            issuer=settings.PROCONNECT_URL,
            leeway=_CLOCKS_DIFFER,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        answer = requests.get(
            self.OIDC_OP_USER_ENDPOINT,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=settings.OIDC_TIMEOUT,
            allow_redirects=False,
        )
        answer.raise_for_status()
        if not answer.headers.get("Content-Type", "").lower().startswith("application/jwt"):
            raise SuspiciousOperation("userinfo is not signed")
        claims = self.verify_token(answer.text)
        if claims["sub"] != payload["sub"]:
            raise SuspiciousOperation("userinfo is about somebody else")
        return claims

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> Account:
        claims = self.get_userinfo(access_token, id_token, payload)
        user = self.request.user
        return recognise(claims, signed_in=user if user.is_authenticated else None)


def callback_address() -> str:
    return absolute(reverse("oidc_authentication_callback"))
