"""The production server under load, the load generator on the same cores: fresh pages, kept pages, 304, nginx.

Sixteen readers keep their connection and ask as browsers do, compressed: the system shares connections between the
two processes by chance, and too few of them would often leave one idle. Processes that have just started are asked
for other pages first. nginx serves the very bytes of a kept page as a file, in the same run, when it is installed.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import count, product, repeat
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import quote

from benches.calm import measured

ROOT = Path(__file__).parents[1]
_READERS, _SECONDS, _READY, _PATIENCE = 16, 3.0, 40, 180
_WORDS = ("données", "énergie", "gestion", "eau")
_SORTS = ("pertinence", "recent", "titre", "demarrage", "organisation")
_KINDS = tuple(product(_WORDS, _SORTS))
# Others, for processes that have just started.
_FIRST = tuple(product(("ville",), _SORTS))
_KEPT = "/cas-usage/?q=eau"
FRESH, CALM = "pages jamais demandées", "  au moment le plus calme"
PAGE, UNCHANGED, NGINX = "page gardée", "304", "nginx, les mêmes octets"


def measure(folder: Path) -> dict[str, float]:
    """Requests per second of each kind, fresh pages at their usual and at their calmest moment; of nginx too where it is
    installed."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "bibia.serve"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "2"},
        stdout=subprocess.DEVNULL,
    )
    try:
        tag, body = _wait(port)
        _rate(port, (_fresh(number, _FIRST) for number in count()))
        numbers = count()
        fresh = measured(lambda: _rate(port, map(_fresh, numbers)))
        found = {
            FRESH: median(fresh),
            CALM: max(fresh),
            PAGE: _rate(port, repeat(_request(_KEPT))),
            UNCHANGED: _rate(port, repeat(_request(_KEPT, f"If-None-Match: {tag}")), b" 304 "),
        }
    finally:
        server.terminate()
        server.wait(timeout=30)
    if nginx := shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"):
        found[NGINX] = _nginx(nginx, folder, body)
    return found


def report(found: dict[str, float]) -> None:
    for name, rate in found.items():
        print(f"{name:31}{rate:9.0f} requêtes par seconde")
    if NGINX not in found:
        print("nginx n’est pas installé : la page gardée n’est comparée à rien (apt install nginx)")


def _nginx(program: str, folder: Path, body: bytes) -> float:
    port, site = _free_port(), folder / "nginx"
    site.mkdir()
    (site / "page").write_bytes(body)
    # Started by the administrator, it would read as somebody who may not enter this folder.
    user = "user root;" if os.geteuid() == 0 else ""
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{name}_temp_path {site}/{name};" for name in names)
    (site / "conf").write_text(
        f"{user} worker_processes 2; pid {site}/pid; error_log stderr crit; events {{}} daemon off;"
        f"http {{ access_log off; keepalive_requests 1000000; {paths}"
        f"server {{ listen 127.0.0.1:{port}; root {site}; }} }}"
    )
    server = subprocess.Popen([program, "-e", "stderr", "-p", str(site), "-c", str(site / "conf")])
    try:
        _until(lambda: bool(_ask(port, _request("/page"))), "nginx")
        return _rate(port, repeat(_request("/page")))
    finally:
        server.terminate()
        server.wait(timeout=30)


def _fresh(number: int, kinds: Sequence[tuple[str, str]] = _KINDS) -> bytes:
    """Never twice the same page; at 50 000 fiches, none beyond the last one."""
    page, kind = divmod(number, len(kinds))
    word, sort = kinds[kind]
    return _request(f"/cas-usage/?page={page + 1}&q={quote(word)}&tri={sort}")


def _request(path: str, header: str = "X-Reader: bench") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{header}\r\n\r\n".encode()


def _rate(port: int, requests: Iterator[bytes], status: bytes = b" 200 ") -> float:
    answered: list[int] = []
    end = time.perf_counter() + _SECONDS
    threads = [Thread(target=_read, args=(port, requests, status, end, answered)) for _ in range(_READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(answered) < _READERS:
        sys.exit("Un lecteur n’a pas eu la réponse attendue.")
    return sum(answered) / _SECONDS


def _read(port: int, requests: Iterator[bytes], status: bytes, end: float, answered: list[int]) -> None:
    number = 0
    while time.perf_counter() < end:
        # A server may close a connection that it kept: readers open another.
        with (
            suppress(ConnectionError),
            socket.create_connection(("127.0.0.1", port), timeout=30) as connection,
        ):
            while time.perf_counter() < end:
                connection.sendall(next(requests))
                head, _ = _answer(connection)
                if status not in head[:20]:
                    raise ValueError(f"réponse inattendue : {head[:40]!r}")
                number += 1
    answered.append(number)


def _answer(connection: socket.socket) -> tuple[bytes, bytes]:
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65_536)
        if not part:
            raise ConnectionError("connexion fermée")
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    _, _, after = head.lower().partition(b"content-length:")
    length = int(after.split(b"\r\n", 1)[0] or 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head, body


def _ask(port: int, request: bytes) -> tuple[bytes, bytes] | None:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(request)
            return _answer(connection)
    except ConnectionRefusedError:
        return None


def _wait(port: int) -> tuple[str, bytes]:
    """Until no process answers without its index any more; the ETag of a page and its bytes."""
    _until(lambda: all(_is_kept(_ask(port, _request(_KEPT))) for _ in range(_READY)), "le serveur")
    answer = _ask(port, _request(_KEPT))
    if answer is None:
        sys.exit("Le serveur s’est arrêté.")
    head, body = answer
    return head.lower().split(b"\r\netag: ")[1].split(b"\r\n")[0].decode(), body


def _is_kept(answer: tuple[bytes, bytes] | None) -> bool:
    return answer is not None and b"\r\netag: " in answer[0].lower()


def _until(ready: Callable[[], bool], who: str) -> None:
    limit = time.perf_counter() + _PATIENCE
    while not ready():
        if time.perf_counter() > limit:
            sys.exit(f"En {_PATIENCE} secondes, {who} n’a pas été prêt.")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
