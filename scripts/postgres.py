"""A PostgreSQL for the time of the tests: own directory, own socket, gone at the end."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Nothing here outlives the tests: durability would only cost time.
# No TCP: the port only names the socket, alone in its directory, so it is always free.
PORT = "5432"
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=40",
)


def binaries() -> Path | None:
    """The directory of initdb: the newest of Debian's, else the one of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def _unprivileged() -> dict[str, Any]:
    """initdb refuses root: hand over to the postgres account, else to nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise SystemExit("Aucun compte ordinaire (postgres ou nobody) pour lancer PostgreSQL.")


def _wait(bin_dir: Path, home: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if not subprocess.call([str(bin_dir / "pg_isready"), "-q", "-h", str(home), "-p", PORT], cwd=home):
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("PostgreSQL ne démarre pas :\n" + (home / "log").read_text())


def _start(bin_dir: Path, home: Path, identity: dict[str, Any]) -> subprocess.Popen[bytes]:
    data = str(home / "data")
    cluster = ["-D", data, "-U", "bibia", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [str(bin_dir / "initdb"), *cluster], cwd=home, stdout=subprocess.DEVNULL, check=True, **identity
    )
    options = [part for option in OPTIONS for part in ("-c", option)]
    with (home / "log").open("wb") as log:
        # Its own session: Ctrl+C reaches the tests first, then temporary() stops the server.
        return subprocess.Popen(
            [str(bin_dir / "postgres"), "-D", data, "-k", str(home), *options],
            cwd=home,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **identity,
        )


@contextlib.contextmanager
def temporary() -> Iterator[str]:
    """Yield the DATABASE_URL of an empty server."""
    bin_dir = binaries()
    assert bin_dir, "PostgreSQL absent"
    identity = _unprivileged()
    # A socket path is limited to 107 characters: a long TMPDIR would not fit.
    home = Path(tempfile.mkdtemp(prefix="bibia-pg-", dir="/tmp"))
    server = None
    try:
        if identity:
            os.chown(home, identity["user"], identity["group"])
        server = _start(bin_dir, home, identity)
        _wait(bin_dir, home, server)
        yield f"postgres://bibia@{quote(str(home), safe='')}:{PORT}/postgres"
    finally:
        if server and server.poll() is None:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)
        shutil.rmtree(home, ignore_errors=True)
