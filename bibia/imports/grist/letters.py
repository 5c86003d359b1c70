"""A mail to the animators when something has just gone wrong; what went wrong is read on the site, by who may."""

from django.urls import reverse

from bibia.accounts.models import Account
from bibia.accounts.roles import OF_ASSOCIATION
from bibia.courrier.outbox import send
from bibia.imports.grist.models import Alarm
from bibia.ui.jinja import absolute


def tell(alarm: Alarm) -> None:
    """Inside the transaction that opens the alarm."""
    animators = Account.objects.filter(role__in=OF_ASSOCIATION, is_active=True).exclude(email="")
    for pk, address in animators.values_list("pk", "email"):
        send(
            to=address,
            kind="alerte-grist",
            subject="L’échange avec Grist attend une personne",
            template="imports/courriels/grist.html",
            context={"url": absolute(reverse("import-grist"))},
            key=f"grist-{alarm.pk}-{pk}",
        )
