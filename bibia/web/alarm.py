"""The site is used far more than usual: those who look after it are told, and nobody is refused yet."""

from datetime import timedelta

from bibia.accounts.models import Account
from bibia.accounts.roles import OF_ASSOCIATION
from bibia.courrier import outbox


def tell(label: str, *, usual: int, most: int, per: timedelta) -> None:
    """Within the transaction that counted; says how much of what, never who."""
    found = Account.objects.filter(role__in=OF_ASSOCIATION, is_active=True).exclude(email="")
    for address in found.order_by("pk").values_list("email", flat=True):
        outbox.send(
            to=address,
            kind="alarme",
            subject="Beaucoup d’envois d’un coup",
            template="web/courriels/alarme.html",
            context={"label": label, "usual": usual, "most": most, "days": per >= timedelta(days=1)},
        )
