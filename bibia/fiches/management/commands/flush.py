from django.core.management.commands import flush
from django.db import connections

from bibia.fiches.engine import seal_journal, unseal_journal
from bibia.fiches.guard import trusted


class Command(flush.Command):
    """Django's own command; it empties every table, the journal too."""

    def handle(self, **options):
        db = connections[options["database"]]
        with trusted():
            unseal_journal(db)
            try:
                return super().handle(**options)
            finally:
                seal_journal(db)
