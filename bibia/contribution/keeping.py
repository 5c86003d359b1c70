"""How long drafts are kept, what a person takes away of them, and what becomes of them when an account is closed."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from bibia.accounts.models import Account
from bibia.contribution.models import Draft, State
from bibia.contribution.records import writers


def anonymous(before: datetime) -> int:
    """Begun by somebody who never signed in."""
    return Draft.objects.filter(account=None, updated_at__lt=before).delete()[0]


def old(before: datetime) -> int:
    """Not touched any more, or decided for good; what was sent stays with the record."""
    done = Q(proposal=None, updated_at__lt=before) | Q(proposal__decided_at__lt=before)
    return Draft.objects.exclude(account=None).filter(done).exclude(proposal__state=State.CHANGES).delete()[0]


def export(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "titre": draft.title,
            "valeurs": draft.values,
            "texte_depose": draft.text,
            "commence_le": draft.made_at,
            "modifie_le": draft.updated_at,
            "visas": list(draft.visas.values("function", "answer", "comment", "answered_at")),
        }
        for draft in account.drafts.prefetch_related("visas")
    ]


def erase(account: Account) -> None:
    """What was written for an organisation goes to a colleague, if there is one; the rest goes."""
    for draft in account.drafts.all():
        heir = next((one for one in writers(draft.siren) if one.pk != account.pk), None)
        if heir:
            Draft.objects.filter(pk=draft.pk).update(account=heir)
        else:
            draft.delete()
