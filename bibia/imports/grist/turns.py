"""Two exchanges at once would each compare with what the other is changing: the latest to start goes on alone.

Nothing has to be released: one that was killed holds nobody up.
"""

from collections.abc import Callable

from bibia.fiches.writing import writing
from bibia.imports.grist.errors import GristError
from bibia.imports.grist.models import Turn

Check = Callable[[], None]


def take(source: str) -> Check:
    """Begin an exchange; gives what raises GristError, inside a transaction, once another has begun."""
    with writing():
        turn = Turn.objects.get_or_create(source=source)[0]
        turn.number += 1
        turn.save()
        number = turn.number

    def check() -> None:
        if Turn.objects.select_for_update().get(pk=source).number != number:
            raise GristError("depasse")

    return check


def anyone() -> None:
    """For a trial, which changes nothing."""
