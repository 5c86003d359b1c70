"""Codes by mail. To ask for one reads nothing of the accounts: a known address and an unknown one are alike."""

import re
import secrets
from datetime import datetime, timedelta
from enum import Enum

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from bibia.accounts.models import Account
from bibia.compte.models import TRIES, Code
from bibia.courrier import outbox
from bibia.fiches.writing import writing

LIFE = timedelta(minutes=10)
LENGTH = 8
# No letter that looks like another, nor vowels: no code is a word.
_ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789"
_SUBJECTS = {
    Code.Purpose.SIGN_IN: "Votre code de connexion",
    Code.Purpose.IDENTITY: "Votre code de confirmation",
    Code.Purpose.ADDRESS: "Confirmez votre nouvelle adresse",
}


class Answer(Enum):
    RIGHT = "juste"
    WRONG = "faux"
    DEAD = "périmé, déjà utilisé, ou essayé trop souvent"


def send(*, address: str, purpose: str, account: Account | None = None, replaces: str = "") -> str:
    """Write a code and its mail; the identifier that the browser keeps. The one it replaces dies."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
    identifier = secrets.token_hex(16)
    with writing():
        now = timezone.now()
        Code.objects.filter(pk=replaces, used_at=None).update(used_at=now)
        Code.objects.create(
            pk=identifier,
            purpose=purpose,
            address=address,
            account=account,
            digest=_digest(identifier, code),
            expires_at=now + LIFE,
        )
        outbox.send(
            to=address,
            kind="code",
            subject=_SUBJECTS[Code.Purpose(purpose)],
            template="compte/courriels/code.html",
            context={"code": f"{code[:4]}-{code[4:]}", "purpose": purpose},
            expires_at=now + LIFE,
        )
    return identifier


def give(identifier: str, typed: str, *, purpose: str) -> tuple[Answer, Code | None]:
    """Try a code: each try counts before it is judged, whatever runs beside."""
    with writing():
        code = Code.objects.filter(pk=identifier, purpose=purpose).first()
        if code is None or code.used_at or code.tries >= TRIES or code.expires_at <= timezone.now():
            return Answer.DEAD, None
        code.tries += 1
        right = constant_time_compare(code.digest, _digest(identifier, clean(typed)))
        if right:
            code.used_at = timezone.now()
        code.save(update_fields=["tries", "used_at"])
    if right:
        return Answer.RIGHT, code
    return (Answer.WRONG if code.tries < TRIES else Answer.DEAD), code


def clean(typed: str) -> str:
    """As it was sent: spaces, dashes and small letters come from copying."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())


def forget(*, before: datetime) -> int:
    with writing():
        return Code.objects.filter(expires_at__lt=before).delete()[0]


def _digest(identifier: str, code: str) -> str:
    return salted_hmac("bibia.compte.codes", f"{identifier} {code}", algorithm="sha256").hexdigest()
