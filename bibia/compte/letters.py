"""Who is told of what, by mail: never an address, never a reason that is not theirs."""

from datetime import datetime

from django.urls import reverse

from bibia.accounts import reached
from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import LABELS, Role
from bibia.courrier import outbox
from bibia.ui.filters import date_fr
from bibia.ui.jinja import absolute


def joined(membership: Membership) -> None:
    """The address proved it: the person knows it already, those who manage do not."""
    nom = membership.organisation.nom
    for manager in _managers(membership, association=False):
        _send(
            manager,
            f"Une personne a rejoint {nom}",
            [
                f"Son adresse prouve qu’elle travaille pour {nom} : elle y est entrée comme « {_role(membership)} »."
            ],
            "Voir les personnes de mon organisation",
            _page(membership),
        )


def waits(membership: Membership) -> None:
    nom = membership.organisation.nom
    for manager in _managers(membership, association=True):
        _send(
            manager,
            f"Une personne demande à rejoindre {nom}",
            [
                f"Elle demande à y être « {_role(membership)} ». Rien dans son adresse ne le prouve : à vous de dire si vous la connaissez."
            ],
            "Voir la demande",
            _page(membership),
        )


def confirmed(membership: Membership) -> None:
    nom = membership.organisation.nom
    _send(
        membership.account,
        f"Vous êtes rattaché à {nom}",
        [f"Votre demande est acceptée : vous y êtes « {_role(membership)} »."],
        "Ouvrir mon espace",
        reverse("espace"),
    )


def refused(membership: Membership) -> None:
    nom = membership.organisation.nom
    _send(
        membership.account,
        f"Votre demande pour {nom}",
        ["Elle n’a pas été acceptée, pour cette raison :"],
        "Voir ma demande",
        reverse("rattachement-suivi", args=[membership.organisation_id]),
        quote=membership.reason,
    )


def ended(membership: Membership) -> None:
    nom = membership.organisation.nom
    _send(
        membership.account,
        f"Votre rattachement à {nom} est terminé",
        ["Vous gardez votre compte ; vous ne voyez plus ce qui est propre à cette organisation."],
        "Ouvrir mon espace",
        reverse("espace"),
    )


def role_changed(membership: Membership) -> None:
    nom = membership.organisation.nom
    _send(
        membership.account,
        f"Votre rôle a changé pour {nom}",
        [f"Vous y êtes désormais « {_role(membership)} »."],
        "Ouvrir mon espace",
        reverse("espace"),
    )


def named(account: Account) -> None:
    _send(
        account,
        f"Vous êtes {LABELS[Role(account.role)].lower()} de la bibliothèque",
        [
            "Un administrateur vous a donné ce rôle. Connectez-vous avec cette adresse.",
            "Il vous sera demandé une clé d’accès ou une application de codes : gardez votre téléphone à portée.",
        ],
        "Se connecter",
        reverse("espace"),
    )


def left(account: Account) -> None:
    _send(
        account,
        "Vous n’êtes plus de l’équipe d’animation",
        ["Un administrateur a retiré ce rôle à votre compte, que vous gardez."],
        "Ouvrir mon espace",
        reverse("espace"),
    )


def idle(account: Account, *, key: str, end: datetime) -> None:
    outbox.send(
        to=account.email,
        kind="compte-inactif",
        subject="Votre compte va être supprimé",
        template="compte/courriels/nouvelle.html",
        context={
            "sentences": [
                "Personne n’a ouvert votre compte depuis près de trois ans.",
                f"Il sera supprimé le {date_fr(end)}, avec votre adresse, vos rattachements et vos alertes.",
                "Les fiches publiées le restent.",
                "Pour le garder, connectez-vous une fois avant cette date.",
            ],
            "label": "Me connecter",
            "address": absolute(reverse("espace")),
            "quote": "",
        },
        key=key,
    )


def _managers(membership: Membership, *, association: bool) -> list[Account]:
    """Those of the organisation; else, where somebody must decide, the association."""
    seats = Membership.objects.confirmed().filter(
        organisation=membership.organisation_id, role=Role.RESPONSABLE, account__is_active=True
    )
    found = [
        seat.account for seat in seats.select_related("account") if seat.account_id != membership.account_id
    ]
    if not found and association:
        found = list(reached.animators())
    return found


def _role(membership: Membership) -> str:
    return str(LABELS[Role(membership.role)])


def _page(membership: Membership) -> str:
    return reverse("organisation", args=[membership.organisation_id])


def _send(
    account: Account, subject: str, sentences: list[str], label: str, path: str, *, quote: str = ""
) -> None:
    if account.email:
        outbox.send(
            to=account.email,
            kind="rattachement",
            subject=subject,
            template="compte/courriels/nouvelle.html",
            context={"sentences": sentences, "label": label, "address": absolute(path), "quote": quote},
        )
