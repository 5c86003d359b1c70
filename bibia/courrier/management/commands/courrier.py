"""Deliver what waits, say where things stand, send again: manage.py courrier."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from bibia.courrier import outbox
from bibia.courrier.delivery import allowed, deliver
from bibia.courrier.models import Message
from bibia.ui.filters import typo

UNKNOWN = 1


class Command(BaseCommand):
    help = "Envoie les courriels en attente ; sans danger à plusieurs à la fois."

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--etat", action="store_true", help="dit combien attendent, partent, échouent")
        one.add_argument(
            "--reprendre",
            metavar="NUMÉRO",
            type=int,
            nargs="+",
            help="renvoie ces courriels abandonnés ou incertains, au risque d’un double",
        )

    def handle(self, *, etat: bool, reprendre: list[int] | None, **options: Any) -> None:
        if etat:
            return self._tell()
        refused = [number for number in reprendre or [] if not self._resumed(number)]
        done = deliver()
        parts = [f"{done[state]} {state.label}" for state in Message.State if done[state]]
        self.stdout.write(typo(f"Courriels : {', '.join(parts) or 'rien à envoyer'}."))
        if refused:
            raise SystemExit(UNKNOWN)

    def _resumed(self, number: int) -> bool:
        with allowed():
            resumed = outbox.resume(pk=number)
        if not resumed:
            self.stderr.write(
                typo(f"Le courriel {number} n’est ni abandonné ni incertain, ou il est périmé : il reste là.")
            )
        return resumed

    def _tell(self) -> None:
        with allowed():
            counts, troubled = outbox.counts(), list(outbox.troubled())
        if settings.EMAIL_HOST:
            self.stdout.write(typo(f"Serveur : {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}."))
        else:
            self.stdout.write(typo(f"Aucun serveur : les courriels sont écrits dans {settings.OUTBOX_DIR}."))
        for state in Message.State:
            self.stdout.write(f"{state.label:<17} {counts[state]:>6}")
        for message in troubled:
            # No address: it is in the database for whoever may read it.
            day = timezone.localtime(message.made_at)
            self.stdout.write(
                f"n° {message.pk}, {message.get_state_display()}, {message.kind}, "
                f"{day:%d/%m/%Y %H:%M} — {message.error}"
            )
