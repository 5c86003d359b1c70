"""Who may be written to, by what they do: their addresses are shown to nobody."""

from django.db.models import QuerySet

from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import OF_ASSOCIATION, Role


def animators() -> QuerySet[Account]:
    return _reachable().filter(role__in=[role.value for role in OF_ASSOCIATION])


def writers(*sirens: str) -> QuerySet[Account]:
    """Those who write for one of these organisations."""
    return holding((Role.CONTRIBUTEUR, Role.RESPONSABLE), *sirens)


def holding(roles: tuple[Role, ...], *sirens: str) -> QuerySet[Account]:
    seats = Membership.objects.filter(
        state=Membership.State.CONFIRMED, role__in=roles, organisation_id__in=sirens
    )
    return _reachable().filter(pk__in=seats.values("account"))


def _reachable() -> QuerySet[Account]:
    return Account.objects.filter(is_active=True).exclude(email="").order_by("pk")
