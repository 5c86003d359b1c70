"""Whom a message about a record is handed to; nothing of it is ever told to who wrote."""

from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import OF_ASSOCIATION, Role
from bibia.fiches.models import Fiche, Internal

_SPEAK = (Role.CONTRIBUTEUR, Role.RESPONSABLE)


def service(fiche: Fiche) -> list[str]:
    """The address of the service, else the people who write for its organisation, else the animators."""
    internal = Internal.objects.filter(pk=fiche.pk).first()
    spokespeople = people(fiche.collectivite.siren or "")
    association = animators()
    if internal and internal.projet_contact:
        return [internal.projet_contact]
    return spokespeople or association


def people(siren: str) -> list[str]:
    """Those who write for an organisation."""
    found = Account.objects.filter(
        memberships__organisation_id=siren,
        memberships__state=Membership.State.CONFIRMED,
        memberships__role__in=_SPEAK,
        is_active=True,
    ).exclude(email="")
    return sorted(set(found.values_list("email", flat=True)))


def animators() -> list[str]:
    found = Account.objects.filter(role__in=OF_ASSOCIATION, is_active=True).exclude(email="")
    return sorted(found.values_list("email", flat=True))


def organisation_and_animators(fiche: Fiche) -> list[str]:
    return sorted({*people(fiche.collectivite.siren or ""), *animators()})
