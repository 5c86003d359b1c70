"""Work beside the pages that ends: when it is too long, or when whoever asked for it wants it no more."""

import time

from django.utils.translation import gettext as _

from bibia.fiches.actions import Refusal, Stale
from bibia.fiches.guard import trusted
from bibia.imports import files
from bibia.imports.models import Import

SECONDS = 600
_EVERY = 1  # seconds between two looks


class Watch:
    """Called after each row, outside any transaction: there, nobody's change is seen."""

    def __init__(self, found: Import, *, shown: bool = True) -> None:
        self.import_id, self.task, self.shown = found.pk, found.task, shown
        self._until, self._next = time.monotonic() + SECONDS, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        if now > self._until:
            raise Refusal(_("Ce tableau demande trop de temps : rien n’a été changé. Découpez-le."))
        with trusted():
            wanted = Import.objects.filter(pk=self.import_id, task=self.task).exists()
        if not wanted:
            raise Stale(_("Cet import a été arrêté."))
        if self.shown:
            files.say_progress(self.import_id, done, total)
