"""Accounts that nobody opens any more: closed in time. The journal stays: it names no one."""

from datetime import datetime, timedelta

from django.db.models import ProtectedError, QuerySet
from django.db.models.functions import Coalesce

from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import Role
from bibia.compte import letters, person
from bibia.courrier.models import Message
from bibia.fiches.models import Proposal
from bibia.fiches.writing import writing

LIFE, NOTICE = timedelta(days=3 * 365), timedelta(days=30)
_UNUSED = (
    "Votre compte n’a servi à rien depuis un an et n’est rattaché à aucune organisation : il est supprimé. "
    "Vos alertes s’arrêtent avec lui ; vous pouvez les redemander, sans compte."
)
_IDLE = (
    "Votre compte est supprimé : personne ne l’a ouvert depuis trois ans, et vous en étiez prévenu. "
    "Ce qui est publié le reste."
)


def forget_unused(before: datetime) -> int:
    """Accounts that belong to no organisation, proposed nothing, and were not opened since.

    What names who did it (the journal, an exchange with Grist) keeps the account: it is then emptied, not deleted.
    """
    with writing():
        placed = Membership.objects.filter(state=Membership.State.CONFIRMED).values("account")
        found = _not_opened_since(before).filter(role="").exclude(pk__in=placed)
        unused = list(found.exclude(pk__in=Proposal.objects.values("proposed_by")))
        for account in unused:
            try:
                account.delete()
            except ProtectedError:
                person.close(by=account, why=_UNUSED)
        return len(unused)


def close_idle(before: datetime) -> int:
    """All the others: warned a month before; what they sign in for stops the count."""
    with writing():
        closed = 0
        for account in _not_opened_since(before + NOTICE):
            if person.is_the_last_administrator(account):
                continue
            last = account.last_login or account.made_at
            key = f"inactif-{account.pk}-{last:%Y%m%d}"
            warned = Message.objects.filter(key=key).first()
            if warned is None:
                letters.idle(account, key=key, end=before + LIFE + NOTICE)
            elif last < before and warned.made_at <= before + LIFE - NOTICE:
                person.close(by=account, why=_IDLE)
                closed += 1
        return closed


def _not_opened_since(before: datetime) -> QuerySet[Account]:
    """Those who have an address: without one, there is nobody to forget."""
    found = Account.objects.filter(is_active=True).exclude(role=Role.SYSTEME).exclude(email="")
    return found.annotate(seen=Coalesce("last_login", "made_at")).filter(seen__lt=before).order_by("pk")
