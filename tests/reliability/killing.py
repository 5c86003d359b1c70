"""A library that is killed while people send forms to it; each sends again what was not answered."""

import http.client
import json
import os
import queue
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.browser.server import ROOT, Library, prepared, served

KINDS = ("sent", "published", "question", "contact", "membership")
THREADS = 3
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_ENTRY = "/espace/connexion/"


@dataclass
class Form:
    kind: str
    who: str
    address: str
    name: str
    fields: dict[str, str]
    answer: str = ""  # where it led: the person was told
    unanswered: list[float] = field(default_factory=list)  # when it was sent and the server died


@dataclass
class Told:
    """What a run found."""

    kills: int = 0
    forms: int = 0
    repeated: int = 0  # forms that were sent again
    done_unanswered: int = 0  # of these, what was written before the server died, and never said
    problems: list[str] = field(default_factory=list)


class Person:
    """Somebody's browser, as little of it as forms need."""

    def __init__(self, library: Library, cookies: dict[str, str]):
        self.host, self.cookies = library.host, dict(cookies)

    def ask(self, method: str, path: str, sender: str, **fields: str) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        # Each form from a place of its own: how often one writes from one place is limited.
        headers = {"Cookie": cookie, "X-Forwarded-For": sender}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for said in answer.headers.get_all("Set-Cookie", []):
                name, _equal, value = said.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), page
        finally:
            connection.close()


class Run:
    def __init__(self, directory: Path, *, kills: int, seed: int, each: int = 1, **variables: str):
        self.chance = random.Random(seed)
        # Each form says where it comes from, as a front server would.
        self.library = prepared(directory, demo=False, PROXIES="1", **variables)
        made = self._program("people", str(kills * each))
        self.people = {who: Person(self.library, cookies) for who, cookies in made["cookies"].items()}
        self.forms = [Form(**one) for one in made["forms"]]
        self.kills, self.each = kills, each
        self.took = 0.1  # seconds for one form, as far as one knows
        self.told = Told(kills=kills, forms=len(self.forms))

    def _program(self, name: str, *arguments: str) -> Any:
        command = [sys.executable, "-m", f"tests.reliability.{name}", *arguments]
        return json.loads(subprocess.check_output(command, cwd=ROOT, env=self.library.environment, text=True))

    def __call__(self) -> Told:
        waiting: list[Form] = []
        by_kind = {kind: [form for form in self.forms if form.kind == kind] for kind in KINDS}
        for rank in range(self.kills):
            fresh = [
                form
                for forms in by_kind.values()
                for form in forms[rank * self.each : (rank + 1) * self.each]
            ]
            self.chance.shuffle(fresh)
            with served(self.library) as server:
                self._open(fresh)
                waiting = self._kill_during(server, waiting + fresh)
        with served(self.library):
            self._send_all(waiting)
            answers = {id(form): form.answer for form in self.forms}
            # Once more, all of them, as a browser does that goes back: nothing is done twice.
            self._send_all(self.forms)
        self._judge(answers)
        return self.told

    def _open(self, forms: Iterable[Form]) -> None:
        """The page of each form gives its key."""
        for form in forms:
            # Of those that answer a search, the form is shown with its answers.
            shown = f"{form.address}?q={form.name}" if form.kind == "membership" else form.address
            status, _leads, page = self.people[form.who].ask("GET", shown, "127.0.0.1")
            assert status == 200, (form.address, status)
            form.fields = dict(_HIDDEN.findall(page)) | form.fields
            assert form.fields["cle"], form.address

    def _kill_during(self, server: subprocess.Popen[bytes], forms: list[Form]) -> list[Form]:
        """Kill every process of the server at some moment of the sending; the forms that nobody answered."""
        line: queue.SimpleQueue[Form] = queue.SimpleQueue()
        for form in forms:
            line.put(form)
        dead = threading.Event()
        threads = [threading.Thread(target=self._work, args=(line, dead)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        self._wait_for_the_moment(len(forms))
        os.killpg(server.pid, signal.SIGKILL)
        dead.set()
        server.wait()
        for thread in threads:
            thread.join()
        return [form for form in forms if not form.answer]

    def _wait_for_the_moment(self, forms: int) -> None:
        """At random; half of the time, as soon as something was then written: before anybody is told, if one can."""
        span = self.took * forms / THREADS
        time.sleep(self.chance.random() * span)
        journal = Path(self.library.environment["BIBIA_DATA"], "bibia.sqlite3-wal")
        if self.chance.random() < 0.5 and journal.exists():
            before, until = journal.stat().st_mtime_ns, time.monotonic() + span
            while journal.stat().st_mtime_ns == before and time.monotonic() < until:
                time.sleep(0.0005)

    def _work(self, line: "queue.SimpleQueue[Form]", dead: threading.Event) -> None:
        with suppress(queue.Empty):
            while not dead.is_set():
                self._send(line.get_nowait())

    def _send(self, form: Form) -> None:
        started = time.time()
        try:
            status, leads, _page = self.people[form.who].ask(
                "POST", form.address, _origin(form.name), **form.fields
            )
        except (OSError, http.client.HTTPException):
            form.unanswered.append(time.time())
            return
        self.took = 0.7 * self.took + 0.3 * (time.time() - started)
        if status == 302 and not leads.startswith(_ENTRY):
            form.answer = leads
        else:
            self.told.problems.append(f"{form.kind} {form.name} : {status} {leads}")

    def _send_all(self, forms: Iterable[Form]) -> None:
        for form in forms:
            self._send(form)

    def _judge(self, answers: dict[int, str]) -> None:
        facts = self._program("facts")
        problems = self.told.problems
        for form in self.forms:
            effects = facts[form.kind].get(form.name, [])
            if len(effects) != 1:
                problems.append(f"{form.kind} {form.name} : fait {len(effects)} fois")
            if not form.answer or form.answer != answers[id(form)]:
                problems.append(f"{form.kind} {form.name} : menait à {answers[id(form)]}, puis {form.answer}")
            if form.unanswered:
                self.told.repeated += 1
                self.told.done_unanswered += bool(effects) and effects[0] < form.unanswered[-1]
            address = form.fields.get("address", "")
            if address and facts["mails"].get(address) != 1:
                problems.append(f"{form.name} : {facts['mails'].get(address)} courriels")
        expected = Counter(form.kind for form in self.forms)
        for kind in ("sent", "question", "contact", "membership"):
            if len(facts[kind]) != expected[kind]:
                problems.append(f"{kind} : {len(facts[kind])} au lieu de {expected[kind]}")
        if facts["damage"]:
            problems.append(facts["damage"])


def _origin(name: str) -> str:
    return f"10.{random.Random(name).randrange(256)}.{random.Random(name[::-1]).randrange(256)}.1"
