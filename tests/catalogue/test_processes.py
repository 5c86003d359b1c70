"""Two real processes on one SQLite file: what one publishes, the other finds at its next search."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="un fichier SQLite ; voir test_reader.py"
)

# Reads one question per line, answers one line; four threads search meanwhile and note any half-applied change.
READER = """
import json, sys, threading
import django
django.setup()
from django.db import connection
from bibia.catalogue.asking import Query
from bibia.catalogue.reader import reader
from bibia.fiches.guard import public_request

wrong, stop = [], threading.Event()

def look():
    while not stop.is_set():
        with public_request():
            result = reader.search(Query())
        if sum(result.facets["theme"].values()) != result.total:
            wrong.append(result.total)
    connection.close()

threads = [threading.Thread(target=look) for _ in range(4)]
for thread in threads:
    thread.start()
print("ready", flush=True)
for line in sys.stdin:
    with public_request():
        total = reader.search(Query(text=line.strip())).total
    print(json.dumps([total, reader.generation(), len(wrong)]), flush=True)
stop.set()
"""
WRITER = """
import sys
import django
django.setup()
from bibia.fiches import actions
from tests import factories
print("ready", flush=True)
last = None
for line in sys.stdin:
    last = factories.fiche(nom_projet=line.strip()) if last is None else factories.update(last, nom_projet=line.strip())
    print(last.pk, flush=True)
"""


@pytest.fixture
def start(tmp_path):
    environment = {**os.environ, "BIBIA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "bibia.settings"}
    environment.pop("DATABASE_URL", None)
    options = {"cwd": ROOT, "env": environment, "text": True}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True, **options)
    running = []

    def start(program):
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options
        )
        running.append(process)
        assert process.stdout.readline() == "ready\n"

        def ask(line):
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return process.stdout.readline()

        return ask

    yield start
    for process in running:
        process.stdin.close()
        process.stdout.close()
        assert process.wait(timeout=20) == 0


def test_an_edit_is_visible_in_another_process_at_once(start):
    search, publish = start(READER), start(WRITER)
    assert json.loads(search("fuites")) == [0, 0, 0]
    for number, title in enumerate(("Fuites", "Cantines", "Arbres", "Voirie"), start=1):
        publish(title)
        committed = time.perf_counter()
        assert json.loads(search(title)) == [1, number, 0]
        assert time.perf_counter() - committed < 1
    assert json.loads(search("fuites"))[0] == 0
