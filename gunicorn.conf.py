"""Production server: two processes of four threads, on the loopback interface, keeping no access log."""

import os
import socket
import sys
from pathlib import Path

wsgi_app = "bibia.wsgi:application"
port = os.environ.get("PORT") or "8000"
bind = f"127.0.0.1:{port}"

# Each worker loads the application itself: no SQLite connection and no search index crosses a fork.
preload_app = False
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
timeout = 60
limit_request_line = 8190  # the most there is: beyond, the server answers by itself, in English
graceful_timeout = 10
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
control_socket_disable = True

# No tracking: requests and addresses are never written; only warnings and errors are.
accesslog = None
loglevel = "warning"


def on_starting(server):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", int(port))) == 0:
            sys.exit(
                f"Le port {port} est déjà pris. Choisissez-en un autre, par exemple : PORT=8001 make run"
            )


def when_ready(server):
    print(f"La bibliothèque est ouverte : http://127.0.0.1:{port} (Ctrl+C pour l’arrêter)", flush=True)
    if not os.environ.get("EMAIL_URL"):
        folder = Path(os.environ.get("BIBIA_DATA") or "var", "courriels")
        print(
            f"Aucun serveur de courriel : les messages, et leurs codes, s’écrivent dans {folder}/", flush=True
        )


def on_exit(server):
    print("La bibliothèque est fermée.", file=sys.stderr)
