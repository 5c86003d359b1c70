"""Reading and importing beside the pages: one thread of a web process at a time, and nothing is lost if it dies.

Whoever works on an import holds the lock of its file; a page that finds the work asked for and nobody at it has it
begun again.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread

from django.db import connections

from bibia.fiches.actions import Refusal
from bibia.fiches.guard import trusted
from bibia.fiches.writing import writing
from bibia.imports import actions, files
from bibia.imports.models import Import
from bibia.imports.options import Options
from bibia.ui.filters import typo

logger = logging.getLogger(__name__)
MOST_TRIES = 2
_FAILED = "Ce fichier n’a pas pu être traité jusqu’au bout. Rien n’a été changé. Découpez-le, ou prévenez les animateurs."

_turn = Lock()  # the others of this process wait: readers come first
_begun: set[str] = set()


def start(import_id: str) -> None:
    """Have the work that was asked for done in a thread, unless one of this process is at it."""
    if import_id in _begun:
        return
    _begun.add(import_id)
    Thread(target=_thread, args=(import_id,), name=f"import-{import_id}", daemon=True).start()


def _thread(import_id: str) -> None:
    try:
        with _turn:
            work(import_id)
    except Exception:
        logger.exception("Le travail sur l’import %s s’est arrêté.", import_id)
    finally:
        _begun.discard(import_id)
        connections.close_all()


def work(import_id: str) -> None:
    """Do what was asked for of this import, if nobody else is at it."""
    with trusted(), _alone(import_id) as alone:
        found = _begin(import_id) if alone else None
        if found is None:
            return
        try:
            if found.tries > MOST_TRIES:
                raise Refusal(_FAILED)
            _do(found)
        except Refusal as refusal:
            _give_up(import_id, str(refusal))
        except Exception:
            logger.exception("L’import %s n’a pas abouti.", import_id)
            _give_up(import_id, _FAILED)


def _begin(import_id: str) -> Import | None:
    with writing():
        found = Import.objects.select_for_update().filter(pk=import_id).exclude(task="").first()
        if found:
            found.tries += 1
            found.save(update_fields=["tries"])
        return found


def _do(found: Import) -> None:
    by = found.asked_by
    assert by is not None  # a CHECK of the table says so
    files.progress_path(found.pk).unlink(missing_ok=True)
    if found.task == Import.Task.CARRY_OUT:
        actions.carry_out(found.pk, by=by)
    elif found.task == Import.Task.UNDO:
        actions.undo_import(found.pk, by=by)
    else:
        actions.examine(found.pk, by=by, options=Options.of(found.options), publish=found.published)


def _give_up(import_id: str, sentence: str) -> None:
    with writing():
        Import.objects.filter(pk=import_id).update(task="", problem=typo(sentence)[:600])


@contextmanager
def _alone(import_id: str) -> Iterator[bool]:
    path = files.lock_path(import_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
