"""What moderation keeps of a person: taken away by them, left behind when an account is closed."""

from typing import Any

from bibia.accounts.models import Account
from bibia.moderation.models import MailStop, Term


def export(account: Account) -> dict[str, Any]:
    columns = ("vocabulary", "label", "why", "made_at", "state", "answer", "decided_at")
    return {
        "termes_proposes": list(Term.objects.filter(by=account).values(*columns)),
        "courriels_groupes_arretes": MailStop.objects.filter(account=account).exists(),
    }


def erase(account: Account) -> None:
    """What was asked for everybody stays; who asked is forgotten."""
    Term.objects.filter(by=account).update(by=None)
    Term.objects.filter(decided_by=account).update(decided_by=None)
    MailStop.objects.filter(account=account).delete()
