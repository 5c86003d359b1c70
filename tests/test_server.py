"""The production server, as make run starts it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        environment = {**os.environ, "PORT": str(other.getsockname()[1]), "BIBIA_DATA": str(tmp_path)}
        command = [sys.executable, "-m", "bibia.serve"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, check=False, text=True, timeout=30
        )
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "déjà pris" in done.stderr and "PORT=8001 make run" in done.stderr
