"""Production server: two processes of four threads, on the loopback interface, keeping no access log.

No tracking: requests and addresses are never written; only warnings and errors are.
"""

import multiprocessing
import os
import socket
import sys
import time
from pathlib import Path
from threading import Thread

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

PORT = int(os.environ.get("PORT") or 8000)
_PROCESSES = int(os.environ.get("WEB_CONCURRENCY") or 2)
_THREADS = 4
_STOPPING = 10  # seconds left to a process for the answers, and the message, in hand


def main() -> None:
    if answers():
        sys.exit(f"Le port {PORT} est déjà pris. Choisissez-en un autre, par exemple : PORT=8001 make run")
    # A process of its own, not a copy: no connection nor lock crosses, and what must be done at its end is done.
    multiprocessing.set_start_method("spawn")
    server = Granian(
        "bibia.wsgi:application",
        address="127.0.0.1",
        port=PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=_PROCESSES,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOPPING,
        log_level=LogLevels.warning,
    )
    server.on_startup(Thread(target=announce, name="announce", daemon=True).start)
    server.serve()
    print("La bibliothèque est fermée.", file=sys.stderr)


def announce() -> None:
    """Once a process answers: until then, the link that is printed would lead nowhere."""
    while not answers():
        time.sleep(0.1)
    print(f"La bibliothèque est ouverte : http://127.0.0.1:{PORT} (Ctrl+C pour l’arrêter)", flush=True)
    if not os.environ.get("EMAIL_URL"):
        folder = Path(os.environ.get("BIBIA_DATA") or "var", "courriels")
        print(
            f"Aucun serveur de courriel : les messages, et leurs codes, s’écrivent dans {folder}/", flush=True
        )


def answers() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


if __name__ == "__main__":
    main()
