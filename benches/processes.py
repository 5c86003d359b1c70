"""The whole chain on a database of invented fiches: cold start, snapshot, the page, and an edit seen elsewhere."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benches import pages, serving
from benches.invented import documents
from bibia.catalogue.index import Document

ROOT = Path(__file__).parents[1]
_BATCH = 2_000
_EDITS = 20

# Another web process: says when its index is ready, then answers one question per line.
OTHER = """
import json, os, sys, time
import django
django.setup()
from bibia.catalogue.asking import Query
from bibia.catalogue.reader import reader
from bibia.fiches.guard import public_request

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

before, started = resident(), time.perf_counter()
with public_request():
    first = reader.search(Query(sort="recent"))
    answered = time.perf_counter() - started
    reader.wait()
    total = reader.search(Query(sort="recent")).total
print(json.dumps([answered, time.perf_counter() - started, resident() - before, resident(), total]), flush=True)
for line in sys.stdin:
    with public_request():
        while not reader.search(Query(line.strip())).total:
            time.sleep(0.001)
    print("seen", flush=True)
"""


def measure(size: int, folder: Path) -> dict[str, float]:
    """Everything that has a goal, by its name there."""
    from django.core.management import call_command

    from benches.search import percentile
    from bibia.catalogue import snapshot

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    fill(size)
    cold = []
    # Twice: the speed of a shared machine changes (benches/calm.py).
    for _ in range(2):
        snapshot.path().unlink(missing_ok=True)
        other, seconds = ready("démarrage à froid")
        cold.append(seconds)
        stop(other)
    other, _ = ready("démarrage avec l’instantané")
    seen = edits(other)
    stop(other)
    whole_page = pages.measure()
    served = serving.measure(folder)
    serving.report(served)
    found = {
        "page entière, au calme (ms)": whole_page,
        "départ à froid, au mieux (s)": min(cold),
        "vue ailleurs, p50 (ms)": percentile(seen, 0.5),
        "vue ailleurs, max (ms)": max(seen),
        "pages par seconde, au calme": served[serving.CALM],
    }
    if nginx := served.get(serving.NGINX):
        found |= {
            "page gardée / nginx": served[serving.PAGE] / nginx,
            "304 / nginx": served[serving.UNCHANGED] / nginx,
        }
    return found


def ready(name: str) -> tuple[Any, float]:
    """Another process, and how many seconds its index took."""
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER],
        cwd=ROOT,
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout
    first, seconds, index, whole, total = json.loads(other.stdout.readline())
    print(
        f"{name:31}{seconds:7.2f} s (première réponse {first:.2f} s), index {index:.0f} Mo, "
        f"processus {whole:.0f} Mo, {total} fiches"
    )
    return other, seconds


def stop(other: Any) -> None:
    other.stdin.close()
    other.stdout.close()
    other.wait(timeout=60)


def edits(other: Any) -> list[float]:
    """From the commit of an edit here to the first answer there that knows it."""
    from benches.search import percentile
    from bibia.accounts.models import Account
    from bibia.fiches import actions
    from bibia.fiches.guard import trusted

    with trusted():
        by = Account.objects.system()
    times = []
    for number in range(_EDITS):
        word = f"retouche{number:02}x"
        proposal = actions.propose(
            values={
                # Not one of those that were filled in by hand: setting it right would change its other fiches too.
                "coll_nom": f"Commune de Retouche-Essai {number}",
                "coll_type": "commune",
                "nom_projet": f"Essai {word}",
                "usage_description": "Les agents relèvent les compteurs à distance et préparent leurs tournées.",
                "theme": "ecologie",
            },
            by=by,
        )
        actions.accept(proposal, by=by)
        started = time.perf_counter()
        other.stdin.write(f'"{word}"\n')
        other.stdin.flush()
        other.stdout.readline()
        times.append((time.perf_counter() - started) * 1000)
    print(f"{'publication vue ailleurs (ms)':31}{percentile(times, 0.5):9.3f}{percentile(times, 0.95):9.3f}")
    return times


def fill(size: int) -> None:
    """Straight into the public tables: what is measured is reading, not the door that publishes."""
    from bibia.fiches.models import Change, Fiche
    from bibia.fiches.vocabularies import VOCABULARIES
    from bibia.territoires.models import Collectivite

    codes = {name: tuple(VOCABULARIES[name].codes) for name in ("theme", "projet_status", "sous_theme")}
    owners = [
        Collectivite(cle=f"{rank:08}", nom=f"Commune de Bourg-Essai {rank}", departement="34", region="76")
        for rank in range(min(size, 2_000))
    ]
    Collectivite.objects.bulk_create(owners)
    now = datetime(2025, 3, 5, tzinfo=UTC)
    numbered = enumerate(documents(size))
    while batch := list(islice(numbered, _BATCH)):
        Fiche.objects.bulk_create(_fiche(Fiche, number, doc, owners, codes, now) for number, doc in batch)
        Change.objects.bulk_create(
            Change(seq=number + 1, fiche_id=doc.id, kind="published", at=now) for number, doc in batch
        )


def _fiche(model: Any, number: int, doc: Document, owners: list, codes: dict, now: datetime) -> Any:
    at = now - timedelta(minutes=number)
    words = doc.texts[0].split()
    return model(
        id=doc.id,
        collectivite=owners[number % len(owners)],
        coll_nom=owners[number % len(owners)].nom,
        coll_type="commune",
        nature="cas-usage",
        version=1,
        published_at=at,
        updated_at=at,
        nom_projet=doc.title.capitalize(),
        resume=" ".join(words[:15]),
        usage_description=" ".join(words[15:]) or "Essai.",
        theme=codes["theme"][number % len(codes["theme"])],
        sous_theme=[codes["sous_theme"][number % len(codes["sous_theme"])]],
        projet_status=codes["projet_status"][number % len(codes["projet_status"])],
        projet_date=f"{2015 + number % 11}-0{1 + number % 9}",
        audience_service=["agent"],
    )
