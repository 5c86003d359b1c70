"""How often each public fiche is opened: a number by day, of nobody. Decision 0008 says why and what it is not.

Counted in the memory of the web process after the public request, which may not write; added up in the database by a
thread. What was counted and not yet added up is lost with the process: it is an order of magnitude.
"""

import atexit
import logging
import re
from collections import Counter
from datetime import date
from threading import Event, Lock, Thread

from django.db import connections
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from bibia.echanges.models import Reading
from bibia.fiches.writing import writing

logger = logging.getLogger(__name__)

EVERY = 600.0  # seconds
_LAST = 5.0  # seconds left to write what was counted when the process stops
# Whoever does not say that they are a person's browser, roughly; nothing of what they say is kept.
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|archive|http|curl|wget|python|java/|go-|node|ruby|perl|feed|rss",
    re.IGNORECASE,
)
_BROWSER = re.compile(r"Mozilla/|Opera/", re.IGNORECASE)


class Readings:
    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[str, date]] = Counter()
        self._stopping = Event()
        self._thread: Thread | None = None

    def note(self, request: HttpRequest, fiche_id: str, status: int) -> None:
        """A page that was given, or that the browser still had."""
        if request.method == "GET" and status in (200, 304) and by_a_person(request):
            with self._lock:
                self._counts[fiche_id, timezone.localdate()] += 1

    def flush(self) -> int:
        """Add up what was counted since the last time; kept for the next one when the database refuses."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        try:
            with writing():
                for (fiche_id, day), count in sorted(counts.items()):
                    reading, _made = Reading.objects.get_or_create(fiche_id=fiche_id, day=day)
                    Reading.objects.filter(pk=reading.pk).update(count=F("count") + count)
        except Exception:
            with self._lock:
                self._counts.update(counts)
            raise
        return counts.total()

    def start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._work, name="readings", daemon=True)
            self._thread.start()
            atexit.register(self.stop)

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_LAST)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(EVERY)
            try:
                if self._counts:
                    self.flush()
            except Exception:
                logger.exception(
                    "Les lectures comptées n’ont pas pu être écrites ; elles le seront plus tard."
                )
            finally:
                connections.close_all()


def by_a_person(request: HttpRequest) -> bool:
    """Not a robot, and not a browser that looks ahead."""
    agent = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return bool(_BROWSER.match(agent)) and not _ROBOT.search(agent) and "prefetch" not in purpose


readings = Readings()
