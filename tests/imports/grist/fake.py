"""A Grist server for the tests, on this machine: what the real one was seen to do, its silences included."""

import json
import re
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KEY, DOC, TABLE = "cle-de-grist", "docEssaiGrist", "Fiches"
GATEWAY = b"<html><head><title>504 Gateway Time-out</title></head><body>504 Gateway Time-out</body></html>"


class FakeGrist:
    """One document with one table. Every byte received is kept."""

    def __init__(self, columns: dict[str, str] | None = None):
        self.columns: dict[str, dict] = {}
        self.rows: dict[int, dict[str, Any]] = {}
        self.received: list[bytes] = []
        self.calls: list[tuple[str, str]] = []
        self.answers: list[tuple[int, str, bytes]] = []  # given instead of the truth, one per call
        self.after = -1  # calls before those answers; -1: at once
        self.busy = 0  # calls still answered 429
        self.retry_after = ""
        self.writable = True
        self.sql_allowed = True
        self.upsert_says_ids = True
        self.hide: set[int] = set()  # rows that the answer forgets
        self.clock = 1_700_000_000.0
        self.stamp = ""  # a column of trigger formula NOW()
        self.on_write = lambda: None
        for name, kind in (columns or {}).items():
            self.add_column(name, kind)
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"grist": self}))
        server.daemon_threads = True
        self.server, self.url = server, f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def add_column(self, name: str, kind: str = "Text", *, formula: str = "", label: str = "") -> None:
        self.columns[name] = {
            "type": kind,
            "label": label or name,
            "isFormula": bool(formula),
            "formula": formula,
            "widgetOptions": "",
        }
        for row in self.rows.values():
            row[name] = _default(kind)

    def add(self, **cells: Any) -> int:
        """A row, as someone types it: whatever is given is kept, whatever the type of the column."""
        number = max(self.rows, default=0) + 1
        self.rows[number] = {name: _default(one["type"]) for name, one in self.columns.items()}
        return self.edit(number, **cells)

    def edit(self, number: int, **cells: Any) -> int:
        unknown = set(cells) - set(self.columns)
        if unknown:
            raise KeyError(*unknown)
        self.rows[number] |= cells
        if self.stamp:
            self.clock += 1000
            self.rows[number][self.stamp] = self.clock
        return number

    def listed(self, where: dict[str, list]) -> list[dict]:
        found = [
            {"id": number, "fields": dict(row)}
            for number, row in self.rows.items()
            if number not in self.hide
        ]
        for name, values in where.items():
            found = [
                one for one in found if (one["id"] if name == "id" else one["fields"].get(name)) in values
            ]
        return found

    def sql(self, statement: str) -> list[dict]:
        """Grist runs SQLite on its own file, where a list is a JSON text without its « L »."""
        with sqlite3.connect(":memory:") as base:
            names = ["id", *self.columns]
            base.execute(f'CREATE TABLE "{TABLE}" ({", ".join(f"{chr(34)}{n}{chr(34)}" for n in names)})')
            for number, row in self.rows.items():
                cells = [number, *(_stored(row[name]) for name in self.columns)]
                base.execute(f'INSERT INTO "{TABLE}" VALUES ({", ".join("?" * len(cells))})', cells)
            cursor = base.execute(statement)
            titles = [one[0] for one in cursor.description]
            found = [{"fields": dict(zip(titles, row, strict=True))} for row in cursor]
        base.close()
        return found

    def upsert(self, records: list[dict]) -> Any:
        changed = []
        for record in records:
            same = [
                number
                for number, row in self.rows.items()
                if all((number if n == "id" else row[n]) == v for n, v in record["require"].items())
            ]
            number = same[0] if same else self.add(**record["require"])
            changed.append(self.edit(number, **record.get("fields", {})))
        return {"records": [{"id": number} for number in changed]} if self.upsert_says_ids else None

    def csv_cell(self, value: Any) -> str:
        """Its own CSV joins lists by « , »: two labels, or one that holds a comma, look the same."""
        return (
            ", ".join(map(str, value[1:])) if isinstance(value, list) and value[:1] == ["L"] else str(value)
        )


def _default(kind: str) -> Any:
    return {"Text": "", "Choice": "", "Bool": False, "Numeric": 0, "Int": 0}.get(kind)


def _stored(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value[1:] if value[:1] == ["L"] else value)
    return value


class _Handler(BaseHTTPRequestHandler):
    grist: FakeGrist
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """The tests read what was received, not a log."""

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_PATCH = do_GET

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        grist = self.grist
        grist.received.append(f"{self.path}\n{self.headers}".encode() + body)
        parts = urlsplit(self.path)
        grist.calls.append((self.command, parts.path))
        if forced := self._forced():
            return self._send(*forced)
        status, answer = self._answer(parts.path, parse_qs(parts.query), body)
        return self._send(status, "application/json; charset=utf-8", json.dumps(answer).encode())

    def _forced(self) -> tuple[int, str, bytes] | None:
        grist = self.grist
        if grist.busy:
            grist.busy -= 1
            return 429, "application/json", b'{"error":"Too many backlogged requests for document"}'
        if grist.answers and grist.after > 0:
            grist.after -= 1
            return None
        return grist.answers.pop(0) if grist.answers else None

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 429 and self.grist.retry_after:
            self.send_header("Retry-After", self.grist.retry_after)
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:9/ailleurs")
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, Any]:
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return 401, {"error": "Bad request: invalid API key"}
        found = re.fullmatch(r"/api/docs/([^/]+)/(sql|tables/([^/]+)/(records|columns))", unquote(path))
        if not found or found[1] != DOC:
            return 404, {"error": "document not found"}
        given = json.loads(body) if body else {}
        if found[2] == "sql":
            return self._sql(given)
        if found[3] != TABLE:
            return 404, {"error": f'Table not found "{found[3]}"'}
        if self.command != "GET":
            return self._write(given["records"])
        if found[4] == "columns":
            described = [{"id": name, "fields": one} for name, one in self.grist.columns.items()]
            return 200, {"columns": described}
        # « offset » is silently ignored, as every parameter that it does not know.
        return 200, {"records": self.grist.listed(json.loads(query.get("filter", ["{}"])[0]))}

    def _sql(self, given: dict) -> tuple[int, Any]:
        if not self.grist.sql_allowed:
            return 403, {"error": "insufficient document access"}
        try:
            return 200, {"statement": given["sql"], "records": self.grist.sql(given["sql"])}
        except sqlite3.Error as error:
            return 400, {"error": str(error)}

    def _write(self, records: list[dict]) -> tuple[int, Any]:
        grist = self.grist
        if not grist.writable:
            return 403, {"error": "No write access"}
        names = {name for one in records for name in (*one["fields"], *one.get("require", {}))}
        if unknown := names - set(grist.columns):
            return 400, {"error": f'Invalid column "{unknown.pop()}"'}
        if any(grist.columns[name]["isFormula"] for one in records for name in one["fields"]):
            return 400, {"error": "Can't save value to formula column"}
        grist.on_write()
        if self.command == "PUT":
            return 200, grist.upsert(records)
        if len({tuple(sorted(one["fields"])) for one in records}) > 1:
            return 400, {"error": "PATCH requires all records to have same fields"}
        if any(one["id"] not in grist.rows for one in records):
            return 400, {"error": "Invalid row id"}
        for one in records:
            grist.edit(one["id"], **one["fields"])
        return 200, None
