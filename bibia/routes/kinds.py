"""What is declared of an address."""

from dataclasses import dataclass
from enum import StrEnum

# The cookies of the private space are sent to no other address.
PRIVATE_PREFIX = "/espace/"


class Kind(StrEnum):
    PAGE = "page"  # a page people read, within every budget
    REFERENCE = "reference"  # a long page, with the budget of reference pages
    DATA = "data"  # JSON, XML, text or a file
    ACTION = "action"  # does something, then leads to a page


class Access(StrEnum):
    """Who enters a private address; what they may do there is decided by accounts/roles.py."""

    OPEN = "tout le monde"
    SIGNED = "personne connectée"
    MEMBER = "membre d’une organisation"
    ANIMATOR = "animateur"
    ADMINISTRATOR = "administrateur"


@dataclass(frozen=True)
class Route:
    samples: tuple[str, ...]
    kind: Kind = Kind.PAGE


@dataclass(frozen=True)
class PrivateRoute:
    """An address under PRIVATE_PREFIX: never kept, with a session, allowed to read trv_ and rsv_ tables."""

    samples: tuple[str, ...]
    access: Access
    methods: tuple[str, ...] = ("GET",)
    kind: Kind = Kind.PAGE
    unproved: bool = False  # open to whoever has still to choose the second factor that their role asks for
