"""Fresh pages of results through the whole of Django, never twice the same address, not compressed.

In a process of its own, which does nothing else, as those that serve: beside what a bench has made in its own, the
same pages take longer.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from benches.calm import TIMES, measured

ROOT = Path(__file__).parents[1]
_WORDS = ("données", "énergie", "gestion de l’eau", "assainissement", "délibération", "restauration scolaire")
# As many as the rarest of them has at 50 000 fiches; each time, some of every depth.
_KINDS = tuple((word, page) for page in range(1, 41) for word in _WORDS)
# Others, for a process that has just started.
_FIRST = ("ville", "compteurs", "budget", "agents")


def measure() -> float:
    """Milliseconds: the lowest p50 of those that were measured apart."""
    done = subprocess.run(
        [sys.executable, "-m", "benches.pages"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    found = json.loads(done.stdout)
    calm = min(found)
    for name, p50, p95 in (
        ("page de résultats entière (ms)", median(p50 for p50, _ in found), median(p95 for _, p95 in found)),
        ("  au moment le plus calme", *calm),
    ):
        print(f"{name:31}{p50:9.3f}{p95:9.3f}")
    return calm[0]


def main() -> None:
    import django

    django.setup()
    from django.core.wsgi import get_wsgi_application

    from bibia.catalogue.reader import reader
    from bibia.fiches.guard import public_request

    with public_request():
        reader.generation()
        reader.wait()
    application, rounds = get_wsgi_application(), count()
    asked(application, [(word, 1) for word in _FIRST])
    print(json.dumps(measured(lambda: asked(application, _KINDS[next(rounds) :: TIMES]))))


def asked(application: Any, kinds: Iterable[tuple[str, int]]) -> tuple[float, float]:
    """p50 and p95 of some pages: a question, and which of its pages."""
    from django.test import RequestFactory

    from benches.search import percentile

    ask = RequestFactory(SERVER_NAME="127.0.0.1")
    times = []
    for word, page in kinds:
        environ = ask.get("/cas-usage/", {"q": word, "page": page}).environ
        statuses: list[str] = []
        started = time.perf_counter()
        answer = application(environ, lambda status, headers, said=statuses: said.append(status))
        body = b"".join(answer)
        answer.close()
        times.append((time.perf_counter() - started) * 1000)
        if statuses != ["200 OK"] or b"<h1" not in body:
            sys.exit(f"{word}, page {page} : {statuses}")
    return percentile(times, 0.5), percentile(times, 0.95)


if __name__ == "__main__":
    main()
