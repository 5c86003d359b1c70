"""A mail to the animators when something has just gone wrong; what went wrong is read on the site, by who may."""

from django.urls import reverse

from bibia.accounts import reached
from bibia.courrier.outbox import send
from bibia.imports.grist.models import Alarm
from bibia.ui.jinja import absolute


def tell(alarm: Alarm) -> None:
    """Inside the transaction that opens the alarm."""
    for account in reached.animators():
        send(
            to=account.email,
            kind="alerte-grist",
            subject="L’échange avec Grist attend une personne",
            template="imports/courriels/grist.html",
            context={"url": absolute(reverse("import-grist"))},
            key=f"grist-{alarm.pk}-{account.pk}",
        )
