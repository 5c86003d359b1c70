"""What readers left, erased in time; and what a person takes away or leaves when an account is closed."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from bibia.accounts.models import Account
from bibia.echanges.models import Alert, Exchange, Interest, Need, Offer, State


def unconfirmed(before: datetime) -> int:
    return Exchange.objects.filter(state=State.UNCONFIRMED, made_at__lt=before).delete()[0]


def addresses(before: datetime) -> int:
    """Who wrote is no longer known; what was not published goes too."""
    old = Exchange.objects.filter(confirmed_at__lt=before).exclude(state=State.UNCONFIRMED)
    old.exclude(state=State.PUBLISHED).update(author="", text="", source="", reason="", waiting_answer="")
    return old.exclude(address="").update(address="", account=None)


def export(account: Account) -> dict[str, Any]:
    columns = ("kind", "state", "fiche_id", "author", "text", "field", "source", "reason", "made_at")
    return {
        "messages": list(_written(account).values(*columns, "answer", "answered_at")),
        "reponses_a_relire": list(
            Exchange.objects.filter(waiting_by=account).values("fiche_id", "waiting_answer")
        ),
        "besoins": list(
            Need.objects.filter(by=account).values("title", "text", "theme", "state", "posted_at")
        ),
        "reponses_aux_besoins": list(Offer.objects.filter(by=account).values("need_id", "text", "at")),
        "interets": list(Interest.objects.filter(by=account).values("fiche_id", "kind", "at")),
        "alertes": list(
            Alert.objects.filter(address=account.email.lower()).values("subject", "criteria", "made_at")
        )
        if account.email
        else [],
    }


def erase(account: Account) -> None:
    """What was said for an organisation stays the organisation's; who said it is forgotten.

    Of messages, what was published stays, without its address. The others were sent to be answered: nobody can any more.
    """
    mine = _written(account)
    mine.filter(state__in=(State.UNCONFIRMED, State.WAITING, State.RECEIVED)).delete()
    mine.exclude(state=State.PUBLISHED).update(author="", text="", source="", reason="")
    mine.update(address="", account=None)
    Exchange.objects.filter(waiting_by=account).update(waiting_by=None)
    for model in (Need, Offer, Interest):
        model._default_manager.filter(by=account).update(by=None)
    if account.email:
        Alert.objects.filter(address=account.email.lower()).delete()


def _written(account: Account) -> QuerySet[Exchange]:
    """Signed in or not, from the address that the account proved."""
    own = Q(address__iexact=account.email) if account.email else Q()
    return Exchange.objects.filter(Q(account=account) | own)
