"""Who may do what: one table, walked by the tests. A verb that is not here is refused to all."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    PUBLIC = "public"
    MEMBRE = "membre"  # verified agent or elected person of a public body
    CONTRIBUTEUR = "contributeur"  # writes for their organisation
    RESPONSABLE = "responsable"  # manages its people, and publishes where the association allows it
    DPO = "dpo"  # reads everything of their organisation, writes nothing
    ANIMATEUR = "animateur"  # the association
    ADMINISTRATEUR = "administrateur"  # the association, and who its animators are
    SYSTEME = "systeme"  # commands run by the operator


# Held in an organisation; the others are held for the whole library.
IN_ORGANISATION = (Role.MEMBRE, Role.CONTRIBUTEUR, Role.RESPONSABLE, Role.DPO)
OF_ASSOCIATION = (Role.ANIMATEUR, Role.ADMINISTRATEUR)


class Scope(StrEnum):
    NONE = "aucune"
    TWO_STEPS = "son organisation, si elle publie elle-même, sur ce qu’un autre a proposé"
    OWN = "son organisation"
    ALL = "toutes"


LABELS = {
    Role.PUBLIC: _("Public"),
    Role.MEMBRE: _("Membre"),
    Role.CONTRIBUTEUR: _("Contributeur"),
    Role.RESPONSABLE: _("Responsable"),
    Role.DPO: _("Lecteur pour la protection des données"),
    Role.ANIMATEUR: _("Animateur"),
    Role.ADMINISTRATEUR: _("Administrateur"),
    Role.SYSTEME: _("Système"),
}

_NONE, _TWO, _OWN, _ALL = Scope.NONE, Scope.TWO_STEPS, Scope.OWN, Scope.ALL


def _row(*scopes: Scope) -> dict[Role, Scope]:
    return dict(zip(Role, scopes, strict=True))


_EVERYBODY = _row(*[_ALL] * len(Role))
#                       public membre contr. resp.  dpo   anim. admin. système
_ASSOCIATION = _row(_NONE, _NONE, _NONE, _NONE, _NONE, _ALL, _ALL, _ALL)
_ADMINISTRATION = _row(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _ALL, _ALL)
_WRITERS = _row(_NONE, _NONE, _OWN, _OWN, _NONE, _ALL, _ALL, _ALL)
_PEERS = _row(_NONE, _OWN, _OWN, _OWN, _NONE, _NONE, _NONE, _NONE)
_SPOKESPEOPLE = _row(_NONE, _NONE, _OWN, _OWN, _NONE, _NONE, _NONE, _NONE)
_PUBLISHERS = _row(_NONE, _NONE, _NONE, _TWO, _NONE, _ALL, _ALL, _ALL)

RIGHTS: dict[str, dict[Role, Scope]] = {
    "read_public": _EVERYBODY,
    "read_restricted": _row(_NONE, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    "read_internal": _row(_NONE, _NONE, _OWN, _OWN, _OWN, _ALL, _ALL, _ALL),
    "read_drafts": _row(_NONE, _NONE, _OWN, _OWN, _OWN, _ALL, _ALL, _ALL),
    "propose": _WRITERS,
    "import": _WRITERS,
    "cancel": _WRITERS,
    "accept": _PUBLISHERS,
    "ask_changes": _PUBLISHERS,
    "reject": _PUBLISHERS,
    "rebase": _PUBLISHERS,
    "correct": _ASSOCIATION,
    "archive": _PUBLISHERS,
    "unarchive": _PUBLISHERS,
    "merge": _ASSOCIATION,
    "withdraw": _ASSOCIATION,
    "open_field": _WRITERS,
    "close_field": _WRITERS,
    "confirm_still_true": _WRITERS,
    "edit_shelf": _ASSOCIATION,
    "edit_template": _ASSOCIATION,
    "propose_term": _row(_NONE, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    "decide_term": _ASSOCIATION,
    "write_mailing": _ASSOCIATION,
    "answer": _WRITERS,
    "moderate_exchanges": _ASSOCIATION,
    "express_interest": _PEERS,
    "name_publicly": _SPOKESPEOPLE,
    "post_need": _PEERS,
    "manage_people": _row(_NONE, _NONE, _NONE, _OWN, _NONE, _ALL, _ALL, _ALL),
    "choose_flow": _ASSOCIATION,
    "confirm_domain": _ASSOCIATION,
    "manage_association": _ADMINISTRATION,
}


def scope(verb: str, role: Role) -> Scope:
    return RIGHTS.get(verb, {}).get(role, Scope.NONE)


def allows(verb: str, role: Role, *, own: bool, self_publishing: bool = False) -> bool:
    """Whether this role may do this to a record; `own` says the record is its organisation's."""
    found = scope(verb, role)
    if found is Scope.TWO_STEPS:
        return own and self_publishing
    return found is Scope.ALL or (found is Scope.OWN and own)
