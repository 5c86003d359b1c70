"""What the commands of the library share: on whose behalf they act, and how they stop."""

import os
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
from bibia.ui.filters import typo

# Exit status; 0 says that it was done.
REFUSED, WRONG_USE = 1, 2


class LibraryCommand(BaseCommand):
    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--by", metavar="COMPTE", default="", help="compte qui agit (par défaut : système)"
        )

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            said = super().execute(*args, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            # What was to be done is done: whoever was reading (head) has only stopped listening.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        return said

    def stop(self, sentence: str, status: int) -> NoReturn:
        self.stderr.write(typo(sentence))
        raise SystemExit(status)

    def account(self, handle: str) -> Account:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stop(
                "La base n’est pas prête : lancez « make run », ou « manage.py migrate », avec les mêmes variables.",
                WRONG_USE,
            )
        with trusted():
            account = Account.objects.filter(handle=handle).first() if handle else Account.objects.system()
        return account or self.stop(f"Compte inconnu : {handle}", WRONG_USE)
