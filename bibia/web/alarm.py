"""The site is used far more than usual: those who look after it are told, and nobody is refused yet."""

from datetime import timedelta

from bibia.accounts import reached
from bibia.courrier import outbox


def tell(label: str, *, usual: int, most: int, per: timedelta) -> None:
    """Within the transaction that counted; says how much of what, never who."""
    for account in reached.animators():
        outbox.send(
            to=account.email,
            kind="alarme",
            subject="Beaucoup d’envois d’un coup",
            template="web/courriels/alarme.html",
            context={"label": label, "usual": usual, "most": most, "days": per >= timedelta(days=1)},
        )
