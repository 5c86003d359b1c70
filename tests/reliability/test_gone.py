"""The server of databases is gone: the library asks to come back, and needs nothing to say so."""

import os
import subprocess
import sys

ASK = """
import django
django.setup()
from django.test import Client
answer = Client(raise_request_exception=False, headers={"Host": "127.0.0.1"}).get("/")
print(answer.status_code, answer.get("Retry-After"), "Un instant" in answer.content.decode())
"""


def test_a_library_without_its_database_asks_to_come_back(tmp_path):
    environment = {
        **os.environ,
        "BIBIA_DATA": str(tmp_path),
        "DATABASE_URL": "postgres://bibia@127.0.0.1:1/bibia?connect_timeout=2",
        "DJANGO_SETTINGS_MODULE": "bibia.settings",
    }
    said = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, check=False, text=True
    )
    assert said.stdout == "503 30 True\n", said.stderr
