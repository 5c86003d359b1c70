from django.core.management.commands import migrate

from bibia.fiches import engine
from bibia.fiches.guard import trusted


class Command(migrate.Command):
    """Django's own command; migrations may touch every table."""

    def execute(self, *args, **options):
        with trusted():
            # Before the system checks, which ask an empty PostgreSQL for the role.
            engine.grant_public_role(options["database"])
            return super().execute(*args, **options)
