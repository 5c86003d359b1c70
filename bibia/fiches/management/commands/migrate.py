from django.core.management.commands import migrate

from bibia.fiches.guard import trusted


class Command(migrate.Command):
    """Django's own command; migrations may touch every table."""

    def handle(self, *args, **options):
        with trusted():
            return super().handle(*args, **options)
