"""Whom a message about a record is handed to; nothing of it is ever told to who wrote."""

from bibia.accounts import reached
from bibia.fiches.models import Fiche, Internal


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
    return sorted(account.email for account in reached.writers(siren))


def animators() -> list[str]:
    return sorted(account.email for account in reached.animators())


def organisation_and_animators(fiche: Fiche) -> list[str]:
    return sorted({*people(fiche.collectivite.siren or ""), *animators()})
