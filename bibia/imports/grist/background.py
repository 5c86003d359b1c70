"""An exchange asked for by a person: it speaks to another server, so no page waits for it."""

import logging
from threading import Thread

from django.db import connections

from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
from bibia.imports.grist.sync import sync

logger = logging.getLogger(__name__)


def start(by: Account) -> None:
    Thread(target=_thread, args=(by.pk,), name="grist", daemon=True).start()


def _thread(account_id: int) -> None:
    try:
        work(account_id)
    except Exception:
        logger.exception("L’échange demandé avec Grist s’est arrêté.")
    finally:
        connections.close_all()


def work(account_id: int) -> None:
    with trusted():
        by = Account.objects.get(pk=account_id)
        if by.viewer.may("accept"):  # they may have lost this right since
            sync(by=by)
