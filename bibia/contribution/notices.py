"""What is said by mail about drafts and records: that something waits, never what is written."""

from django.urls import NoReverseMatch, reverse

from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import OF_ASSOCIATION, Role, allows
from bibia.courrier.outbox import send
from bibia.fiches.models import Proposal
from bibia.ui.jinja import absolute


def animators() -> list[Account]:
    roles = [role.value for role in OF_ASSOCIATION]
    return list(Account.objects.filter(role__in=roles, is_active=True).exclude(email="").order_by("pk"))


def prohibited(proposal: Proposal) -> None:
    """Somebody declared a practice that the European regulation forbids: people must look, today."""
    for account in animators():
        send(
            to=account.email,
            kind="alerte",
            subject="Une proposition demande votre attention",
            template="contribution/courriels/alerte.html",
            context={"address": absolute(_queue())},
            key=f"alerte-{proposal.pk}-{account.pk}",
        )


def _queue() -> str:
    try:
        return reverse("moderation")
    except NoReverseMatch:
        return "/espace/"


def joined(membership: Membership) -> None:
    """The organisation of somebody whose draft waited for it is confirmed."""
    account = membership.account
    if not allows("propose", Role(membership.role), own=True):
        return
    waiting = (
        account.drafts.filter(proposal=None, siren=membership.organisation_id)
        .exclude(ready_at=None)
        .order_by("ready_at")
    )
    for draft in waiting if account.email else ():
        send(
            to=account.email,
            kind="brouillon-pret",
            subject="Votre cas d’usage peut être envoyé",
            template="contribution/courriels/pret.html",
            context={"address": absolute(reverse("brouillon-envoyer", args=[draft.pk]))},
            key=f"brouillon-pret-{draft.pk}-{draft.version}",
        )
