"""What is said by mail about drafts and records: that something waits, never what is written."""

from django.urls import NoReverseMatch, reverse

from bibia.accounts import reached
from bibia.accounts.models import Membership
from bibia.accounts.roles import Role, allows
from bibia.contribution.models import Visa
from bibia.courrier.outbox import send
from bibia.fiches.models import Proposal
from bibia.ui.filters import date_fr
from bibia.ui.jinja import absolute
from bibia.web.values import digest


def prohibited(proposal: Proposal) -> None:
    """Somebody declared a practice that the European regulation forbids: people must look, today."""
    for account in reached.animators():
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


def answered(visa: Visa) -> None:
    """To those who wrote or sent the draft: a function and a date, neither what was written nor what was said."""
    proposal = visa.draft.proposal
    people = {visa.draft.account, proposal.proposed_by if proposal else None}
    for account in people:
        if account and account.is_active and account.email:
            send(
                to=account.email,
                kind="visa",
                subject="Un visa a reçu sa réponse",
                template="contribution/courriels/visa.html",
                context={
                    "function": visa.function,
                    "date": date_fr(visa.answered_at),
                    "approved": visa.answer == Visa.Answer.APPROVED,
                    "address": absolute(reverse("brouillon", args=[visa.draft_id])),
                },
                # Once for each answer to each version: whoever presses again writes no second mail.
                key=f"visa-{visa.pk}-{account.pk}-{visa.seen_version}-{digest([visa.answer, visa.comment])}",
            )


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
