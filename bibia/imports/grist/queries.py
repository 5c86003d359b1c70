"""What a page for the animator shows; read inside trusted()."""

from django.db.models import QuerySet

from bibia.imports.grist.alarms import open_alarms
from bibia.imports.grist.models import Conflict, Link, Run

__all__ = ["last_run", "open_alarms", "open_conflicts", "pending_deletions", "runs"]


def open_conflicts(source: str = "") -> QuerySet[Conflict]:
    """The fields that changed on both sides, the oldest first, each with its row."""
    found = Conflict.objects.filter(state=Conflict.State.OPEN).select_related("link")
    return found.filter(link__source=source) if source else found


def pending_deletions(source: str = "") -> QuerySet[Link]:
    """The records, or waiting proposals, whose row is gone: someone decides."""
    found = Link.objects.filter(absence=Link.Absence.ASKED).select_related("proposal")
    return found.filter(source=source) if source else found


def runs(source: str = "") -> QuerySet[Run]:
    """The exchanges, the latest first."""
    found = Run.objects.select_related("by")
    return found.filter(source=source) if source else found


def last_run(source: str = "") -> Run | None:
    return runs(source).first()
