"""A whole library for the browser: the real server, in its own directory, started as `make run` does."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@dataclass
class Library:
    url: str
    environment: dict[str, str]

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)} :\n{done.stdout}{done.stderr}"
        return done.stdout

    def values(self) -> dict[str, str]:
        """What fills the sample addresses: a fiche, an organisation, a withdrawn fiche of this library."""
        command = [sys.executable, "-m", "tests.browser.values"]
        return json.loads(subprocess.check_output(command, cwd=ROOT, env=self.environment, text=True))


def _wait(library: Library, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        try:
            with urlopen(library.url + "/robots.txt", timeout=5):
                return
        except HTTPError:
            return  # an answer, were it an error: the tests will say which page is wrong
        except (URLError, ConnectionError, TimeoutError):
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    raise AssertionError("le serveur ne répond pas :\n" + log.read_text())


def prepared(directory: Path, *, demo: bool = True, host: str = "127.0.0.1", **variables: str) -> Library:
    """A library in the given directory, not served yet; `variables`: more of the environment."""
    port = free_port()
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")
    }
    environment |= {"BIBIA_DATA": str(directory), "PORT": str(port), "WEB_CONCURRENCY": "1"}
    environment |= {"BASE_URL": f"http://{host}:{port}"}
    opened = Library(f"http://{host}:{port}", environment | variables)
    if "DATABASE_URL" in variables:
        _make(opened)
        if demo:
            opened.manage("demo")
    else:
        shutil.copytree(_model(environment, demo=demo), directory, dirs_exist_ok=True)
    return opened


def _make(opened: Library) -> None:
    opened.manage("migrate", "--verbosity", "0")
    opened.manage("collectstatic", "--noinput", "--verbosity", "0")


def _model(environment: dict[str, str], *, demo: bool) -> Path:
    """What such libraries hold before anyone comes: made once, for all the processes of the tests."""
    models = Path(os.environ["BIBIA_MODELS"])  # tests/conftest.py
    with (models / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name, made in (("bare", True), ("demo", demo)):
            if made and not (models / name).exists():
                _build(models, name, environment)
    return models / ("demo" if demo else "bare")


def _build(models: Path, name: str, environment: dict[str, str]) -> None:
    draft = models / f"{name}.draft"
    shutil.rmtree(draft, ignore_errors=True)  # of a process that was stopped before its end
    if name == "demo":
        shutil.copytree(models / "bare", draft)
    opened = Library("", environment | {"BIBIA_DATA": str(draft)})
    if name == "demo":
        opened.manage("demo")
    else:
        _make(opened)
    draft.rename(models / name)


@contextmanager
def served(opened: Library) -> Iterator[subprocess.Popen[bytes]]:
    """The production server, in a group of processes of its own."""
    log = Path(opened.environment["BIBIA_DATA"], "server.log")
    with log.open("ab") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "bibia.serve"],
            cwd=ROOT,
            env=opened.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(opened, server, log)
            yield server
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def library(
    directory: Path, *, demo: bool = True, host: str = "127.0.0.1", **variables: str
) -> Iterator[Library]:
    """Always on SQLite, in the given directory: the browser looks at pages, not at the engine.

    `host`: "localhost" where a key of the browser needs a name.
    """
    opened = prepared(directory, demo=demo, host=host, **variables)
    with served(opened):
        yield opened
