"""Second factors as allauth keeps them: secrets encrypted, keys bound to the canonical name of the site."""

import base64
import hashlib
from ipaddress import ip_address
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from bibia.accounts.models import Account


class Adapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": _host(), "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        return f"Clé {Authenticator.objects.filter(user=user, type=type).count() + 1}"


def keys_are_possible() -> bool:
    """A key is bound to a name: a site known by its number alone has none to give."""
    try:
        ip_address(_host())
    except ValueError:
        return True
    return False


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""


def _cipher() -> MultiFernet:
    """The secret key of the site, and those it had before."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"bibia.accounts.factors {key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
