"""Who may do what: one table, walked by the tests. A verb that is not here is refused to all."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    PUBLIC = "public"
    MEMBRE = "membre"  # verified agent or elected person of a public body
    ANIMATEUR = "animateur"  # the association
    SYSTEME = "systeme"  # commands run by the operator


class Scope(StrEnum):
    NONE = "aucune"
    OWN = "son organisation"
    ALL = "toutes"


LABELS = {
    Role.PUBLIC: _("Public"),
    Role.MEMBRE: _("Membre"),
    Role.ANIMATEUR: _("Animateur"),
    Role.SYSTEME: _("Système"),
}


def _row(public: Scope, membre: Scope, animateur: Scope, systeme: Scope) -> dict[Role, Scope]:
    return dict(zip(Role, (public, membre, animateur, systeme), strict=True))


RIGHTS: dict[str, dict[Role, Scope]] = {
    "read_public": _row(Scope.ALL, Scope.ALL, Scope.ALL, Scope.ALL),
    "read_restricted": _row(Scope.NONE, Scope.ALL, Scope.ALL, Scope.ALL),
    "read_internal": _row(Scope.NONE, Scope.OWN, Scope.ALL, Scope.ALL),
    "propose": _row(Scope.NONE, Scope.OWN, Scope.ALL, Scope.ALL),
    "accept": _row(Scope.NONE, Scope.NONE, Scope.ALL, Scope.ALL),
    "reject": _row(Scope.NONE, Scope.NONE, Scope.ALL, Scope.ALL),
    "withdraw": _row(Scope.NONE, Scope.NONE, Scope.ALL, Scope.ALL),
    "open_field": _row(Scope.NONE, Scope.OWN, Scope.ALL, Scope.ALL),
    "close_field": _row(Scope.NONE, Scope.OWN, Scope.ALL, Scope.ALL),
    "edit_shelf": _row(Scope.NONE, Scope.NONE, Scope.ALL, Scope.ALL),
}


def allows(verb: str, role: Role, *, own: bool) -> bool:
    """Whether this role may do this to a record; `own` says the record is its organisation's."""
    scope = RIGHTS.get(verb, {}).get(role, Scope.NONE)
    return scope is Scope.ALL or (scope is Scope.OWN and own)
