"""A server that is stopped writes what it still had in memory."""

import sqlite3
from pathlib import Path
from urllib.request import Request, urlopen

from tests.browser.server import prepared, served


def test_the_readings_that_were_counted_are_written_when_the_server_stops(tmp_path):
    opened = prepared(tmp_path)
    with served(opened):
        fiche = "{url}/cas-usage/{fiche}-{slug}/".format(url=opened.url, **opened.values())
        for _ in range(3):
            with urlopen(Request(fiche, headers={"User-Agent": "Mozilla/5.0"}), timeout=20) as page:
                page.read()
    with sqlite3.connect(Path(tmp_path, "bibia.sqlite3")) as database:
        assert database.execute("SELECT SUM(count) FROM trv_reading").fetchone() == (3,)
