"""What protects an account: each change is one transaction, one journal line, and a mail to its owner."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.utils import timezone

from bibia.accounts.models import Account
from bibia.courrier import outbox
from bibia.fiches.models import Journal
from bibia.fiches.verbs import Refusal
from bibia.fiches.writing import writing

KEY, APPLICATION, CODES = (
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.TOTP,
    Authenticator.Type.RECOVERY_CODES,
)


def factors(account: Account) -> list[Authenticator]:
    """Keys and application, the oldest first; recovery codes only stand in for them."""
    return list(Authenticator.objects.filter(user=account, type__in=[KEY, APPLICATION]).order_by("pk"))


def has_factor(account: Account) -> bool:
    return bool(factors(account))


def add_key(*, by: Account, name: str, credential: dict[str, Any], current: str = "") -> bool:
    """Whether recovery codes were made: they are to be shown. `current`: the session that stays open."""
    with writing():
        WebAuthn.add(by, name[:60], credential)
        return _added(by, "Une clé d’accès a été ajoutée à votre compte.", current)


def add_application(*, by: Account, secret: str, current: str = "") -> bool:
    with writing():
        if Authenticator.objects.filter(user=by, type=APPLICATION).exists():
            raise Refusal("Une application est déjà liée à votre compte : retirez-la d’abord.")
        TOTP.activate(by, secret)
        return _added(by, "Une application de codes a été ajoutée à votre compte.", current)


def remove(factor: Authenticator, *, by: Account) -> None:
    with writing():
        others = [one for one in factors(by) if one.pk != factor.pk]
        if by.viewer.is_association and not others:
            raise Refusal(
                "Votre rôle demande une clé ou une application : ajoutez-en une autre avant de retirer celle-ci."
            )
        Authenticator.objects.filter(pk=factor.pk, user=by).delete()
        if not others:
            Authenticator.objects.filter(user=by).delete()
        what = "Une clé d’accès" if factor.type == KEY else "L’application de codes"
        _journal(by, "remove_factor")
        tell(by, f"{what} a été retirée de votre compte.")


def renew_codes(*, by: Account) -> None:
    with writing():
        if not has_factor(by):
            raise Refusal("Les codes de secours accompagnent une clé ou une application.")
        Authenticator.objects.filter(user=by, type=CODES).delete()
        RecoveryCodes.activate(by)
        _journal(by, "renew_codes")
        tell(by, "De nouveaux codes de secours ont été faits pour votre compte. Les anciens ne servent plus.")


def forget_factors(account: Account, *, by: Account) -> None:
    """For who lost them all; the operator knows them otherwise."""
    with writing():
        Authenticator.objects.filter(user=account).delete()
        account.sessions.all().delete()
        _journal(by, "remove_factor")
        if account.email:
            tell(account, "La double vérification de votre compte a été retirée par l’exploitant du site.")


def tell(account: Account, sentence: str) -> None:
    outbox.send(
        to=account.email,
        kind="securite",
        subject="Un changement sur votre compte",
        template="compte/courriels/securite.html",
        context={"sentence": sentence},
    )


def _added(by: Account, sentence: str, current: str) -> bool:
    fresh = not Authenticator.objects.filter(user=by, type=CODES).exists()
    if fresh:
        RecoveryCodes.activate(by)
        # The others were opened by a mail alone: none of them may have from now on what the second factor gives.
        by.sessions.exclude(pk=current).delete()
    _journal(by, "add_factor")
    tell(by, sentence)
    return fresh


def _journal(by: Account, verb: str) -> None:
    Journal.objects.create(at=timezone.now(), by=by, verb=verb)
