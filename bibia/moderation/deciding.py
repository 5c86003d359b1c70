"""Decisions that their author learns by mail, in the same transaction: both happen, or neither."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.courrier.outbox import send
from bibia.fiches import actions, correcting
from bibia.fiches.models import Fiche, Proposal
from bibia.fiches.ownership import owners
from bibia.fiches.verbs import Refusal, because, journal, require
from bibia.fiches.writing import writing
from bibia.ui.jinja import absolute
from bibia.web import waiting


def publish(proposal: Proposal, *, by: Account) -> Fiche:
    with writing():
        fiche = actions.accept(proposal, by=by)
        for account in _authors(proposal, but=by):
            _tell(
                account,
                proposal,
                "publiee",
                "Votre fiche est publiée",
                {"title": fiche.nom_projet, "address": absolute(fiche.get_absolute_url())},
            )
        return fiche


def ask_changes(proposal: Proposal, *, by: Account, reason: str) -> Proposal:
    with writing():
        decided = actions.ask_changes(proposal, by=by, reason=reason)
        _tell_motive(decided, "a-reprendre", "Des changements sont demandés sur votre proposition", by=by)
        return decided


def suggest(proposal: Proposal, *, values: dict[str, Any], by: Account, reason: str) -> Proposal:
    with writing():
        decided = correcting.suggest(proposal, values=values, by=by, reason=reason)
        _tell_motive(decided, "corrigee", "Une correction est proposée pour votre fiche", by=by)
        return decided


def reject(proposal: Proposal, *, by: Account, reason: str) -> Proposal:
    with writing():
        decided = actions.reject(proposal, by=by, reason=reason)
        _tell_motive(decided, "refusee", "Votre proposition n’est pas retenue", by=by)
        return decided


def take_correction(proposal: Proposal, *, by: Account) -> Proposal:
    """The author agrees: what waits again is told to those who decide of it."""
    with writing():
        made = correcting.take_correction(proposal, by=by)
        waiting.tell_publishers(made)
        return made


def may_write_to_author(proposal: Proposal, *, by: Account) -> bool:
    author = proposal.proposed_by
    return bool(author.email) and author.is_active and author.pk != by.pk


def write_to_author(proposal: Proposal, *, by: Account, text: str) -> None:
    """By whoever may decide of it; the address of the author stays hidden, that of who writes is given to answer."""
    with writing():
        for siren in owners(proposal):
            require(by, "accept", siren=siren)
        if not may_write_to_author(proposal, by=by):
            raise Refusal(_("Cet auteur n’a pas d’adresse où lui écrire."))
        said = because(text, _("Écrivez votre message."))
        journal("write_author", by, proposal.fiche_id, proposal, said)
        send(
            to=proposal.proposed_by.email,
            kind="proposition-message",
            subject="Au sujet de votre proposition",
            template="moderation/courriels/message.html",
            context={
                "day": proposal.proposed_at,
                "text": text,
                "answers": bool(by.email),
                "address": absolute(address(proposal)),
            },
            reply_to=by.email,
        )


def _tell_motive(proposal: Proposal, template: str, subject: str, *, by: Account) -> None:
    """The motive is the moderator's own words, who knows that they leave by mail; nothing else of the draft does."""
    context = {"reason": proposal.reason, "address": absolute(address(proposal))}
    for account in _authors(proposal, but=by):
        _tell(account, proposal, template, subject, context)


def _tell(account: Account, proposal: Proposal, template: str, subject: str, context: dict[str, Any]) -> None:
    send(
        to=account.email,
        kind=f"proposition-{template}",
        subject=subject,
        template=f"moderation/courriels/{template}.html",
        context={**context, "day": proposal.proposed_at},
        key=f"decision-{proposal.pk}-{account.pk}",
    )


def _authors(proposal: Proposal, *, but: Account) -> list[Account]:
    """Who proposed, and who proposed first where somebody corrected: never the one who decides."""
    found: dict[int, Account] = {}
    one: Proposal | None = proposal
    while one is not None:
        found.setdefault(one.proposed_by_id, one.proposed_by)
        one = one.replaces
    return [
        account for account in found.values() if account.email and account.is_active and account.pk != but.pk
    ]


def address(proposal: Proposal) -> str:
    """The page where its author reads what became of it."""
    return reverse("proposition", args=[proposal.pk])
