"""Fresh pages of results through the whole of Django, never twice the same address, not compressed.

In a process of its own, which does nothing else, as those that serve: beside what a bench has made in its own, the
same pages take longer.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PAGES = 240
_WORDS = ("données", "énergie", "gestion de l’eau", "assainissement", "délibération", "restauration scolaire")


def measure() -> float:
    """The p50, in milliseconds."""
    done = subprocess.run(
        [sys.executable, "-m", "benches.pages"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    p50, p95 = json.loads(done.stdout)
    print(f"{'page de résultats entière (ms)':31}{p50:9.3f}{p95:9.3f}")
    return p50


def main() -> None:
    import django

    django.setup()
    from benches.search import percentile

    times = asked()
    print(json.dumps([percentile(times, 0.5), percentile(times, 0.95)]))


def asked() -> list[float]:
    """Milliseconds of each page."""
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    from bibia.catalogue.reader import reader
    from bibia.fiches.guard import public_request

    application = get_wsgi_application()
    with public_request():
        reader.generation()
        reader.wait()
    ask = RequestFactory(SERVER_NAME="127.0.0.1")
    times = []
    for number in range(_PAGES):
        word, page = _WORDS[number % len(_WORDS)], number // len(_WORDS) + 1
        environ = ask.get("/cas-usage/", {"q": word, "page": page}).environ
        statuses: list[str] = []
        started = time.perf_counter()
        answer = application(environ, lambda status, headers, said=statuses: said.append(status))
        body = b"".join(answer)
        answer.close()
        times.append((time.perf_counter() - started) * 1000)
        if statuses != ["200 OK"] or b"<h1" not in body:
            sys.exit(f"{word}, page {page} : {statuses}")
    return times


if __name__ == "__main__":
    main()
