"""Records as every member may read them: the public one, and over it the values that are reserved to members.

They stay in memory: what is made here is never saved, and what only one organisation may read is never in it.
"""

from collections.abc import Collection

from bibia.fiches.access import shared
from bibia.fiches.fields import OPENABLE
from bibia.fiches.models import Fiche, Reserved

_OF_THE_RECORD = ("id", "version", "published_at", "updated_at", "archived_at", "archived_reason")


def of_members(fiches: Collection[Fiche]) -> list[Fiche]:
    """In their order; one that was withdrawn in between is left out."""
    kept = Reserved.objects.in_bulk([fiche.pk for fiche in fiches])
    return [_of_members(fiche, kept[fiche.pk]) for fiche in fiches if fiche.pk in kept]


def _of_members(fiche: Fiche, reserved: Reserved) -> Fiche:
    found = Fiche(
        collectivite=fiche.collectivite,
        opened=list(OPENABLE),
        **{name: getattr(fiche, name) for name in _OF_THE_RECORD},
    )
    found.write(shared(reserved))
    return found
