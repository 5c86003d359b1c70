"""One's own account: its address, its sessions, what is kept, and closing it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bibia.accounts.models import Account, Session
from bibia.accounts.roles import Role
from bibia.compte import security
from bibia.compte.models import Code
from bibia.courrier.models import Message
from bibia.fiches.models import Journal, Proposal
from bibia.fiches.verbs import Refusal, journal
from bibia.fiches.writing import writing
from bibia.territoires.ids import new_id
from bibia.web import personal

_ASKED = "Votre compte est supprimé, comme vous l’avez demandé. Ce qui est publié le reste."


def change_address(address: str, *, by: Account) -> None:
    """To an address that its owner just proved; the one before is told."""
    with writing():
        if Account.objects.filter(email=address).exclude(pk=by.pk).exists():
            raise Refusal(
                "Un autre compte utilise déjà cette adresse : connectez-vous avec elle, ou fermez-le d’abord."
            )
        security.tell(
            by, "L’adresse de votre compte a changé : les codes arriveront désormais à la nouvelle."
        )
        by.email = address
        by.save(update_fields=["email"])
        EmailAddress.objects.filter(user=by).delete()
        journal("change_address", by, "")


def sessions(account: Account, current: str) -> list[dict[str, Any]]:
    """The open sessions, this one first; each by a name that opens nothing."""
    found = [
        {
            "name": session_name(session.pk),
            "label": data.get("navigateur", "Navigateur inconnu"),
            "opened": data.get("ouverte", ""),
            "current": session.pk == current,
        }
        for session in account.sessions.filter(expire_date__gt=timezone.now())
        for data in [session.get_decoded()]
    ]
    return sorted(found, key=lambda one: (not one["current"], one["opened"]), reverse=False)


def session_name(key: str) -> str:
    return salted_hmac("bibia.compte.sessions", key, algorithm="sha256").hexdigest()[:24]


def end_sessions(*, by: Account, current: str, name: str = "") -> int:
    """End the session of this name, or all but the current one."""
    with writing():
        ended = [
            session.pk
            for session in by.sessions.all()
            if (session_name(session.pk) == name if name else session.pk != current)
        ]
        Session.objects.filter(pk__in=ended).delete()
        if ended:
            journal("end_sessions", by, "")
        return len(ended)


def export(account: Account) -> dict[str, Any]:
    """All that is kept of a person, as they take it away."""
    return {
        "compte": {
            "identifiant": account.handle,
            "adresse": account.email,
            "rôle": account.role,
            "créé le": account.made_at,
            "dernière connexion": account.last_login,
        },
        "organisations": list(
            account.memberships.values(
                "organisation__siren",
                "organisation__nom",
                "role",
                "state",
                "proof",
                "asked_at",
                "decided_at",
                "reason",
            )
        ),
        "double vérification": list(
            Authenticator.objects.filter(user=account).values("type", "created_at", "last_used_at")
        ),
        "identités ProConnect": list(account.identities.values("idp_id", "sub")),
        "sessions": [
            {"navigateur": one["label"], "ouverte le": one["opened"]} for one in sessions(account, "")
        ],
        "courriels reçus": list(
            Message.objects.filter(to=account.email).exclude(to="").values("kind", "subject", "made_at")
        ),
        "propositions": list(
            Proposal.objects.filter(proposed_by=account).values(
                "fiche_id", "state", "proposed_at", "reason", "source", "values"
            )
        ),
        "journal": list(Journal.objects.filter(by=account).values("at", "verb", "fiche_id")),
        **{part.code: part.export(account) for part in personal.parts()},
    }


def close(*, by: Account, why: str = _ASKED) -> None:
    """Nothing that was published changes; the account is nobody's any more, and never opens again."""
    with writing():
        if is_the_last_administrator(by):
            raise Refusal(
                "Vous êtes le dernier administrateur : nommez-en un autre avant de supprimer votre compte."
            )
        security.tell(by, why)
        for part in personal.parts():
            part.erase(by)
        by.memberships.all().delete()
        by.identities.all().delete()
        by.sessions.all().delete()
        Authenticator.objects.filter(user=by).delete()
        EmailAddress.objects.filter(user=by).delete()
        Code.objects.filter(account=by).delete()
        journal("close_account", by, "")
        # A handle typed by an operator may be a name.
        by.handle, by.email, by.role, by.is_active = f"compte-{new_id()}", "", "", False
        by.last_login = None
        by.save()


def is_the_last_administrator(account: Account) -> bool:
    others = Account.objects.filter(role=Role.ADMINISTRATEUR, is_active=True).exclude(pk=account.pk)
    return account.role == Role.ADMINISTRATEUR and not others.exists()
