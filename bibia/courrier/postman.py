"""One thread in each web process delivers, so that no request waits for a mail server."""

import atexit
import logging
import random
from threading import Event, Thread

from django.db import connections

from bibia.courrier.delivery import deliver

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds: what was put off, what another process left
_LAST_MESSAGE = 8.0  # seconds left to the message in hand when the process stops; the server gives ten


class Postman:
    """Sleeps until started: a command writes its messages and leaves them to the web processes or to cron."""

    def __init__(self) -> None:
        self._wake, self._stopping = Event(), Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._work, name="postman", daemon=True)
            self._thread.start()
            atexit.register(self.stop)

    def kick(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Let the message in hand be recorded: killed in the middle, it would be uncertain."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_LAST_MESSAGE)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                deliver(stopping=self._stopping)
            except Exception:
                # The next round may do better; without this thread nothing would leave.
                logger.exception("Les courriels en attente n’ont pas pu partir.")
            finally:
                connections.close_all()
            # Not all processes in the same second.
            self._wake.wait(EVERY * random.uniform(0.8, 1.2))


postman = Postman()
