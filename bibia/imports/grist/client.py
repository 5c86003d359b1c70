"""A small client of Grist's API: what it answers is checked before anything is believed."""

import json
import ssl
from http.client import HTTPException, HTTPResponse
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener, getproxies

from bibia.imports.grist.config import Config
from bibia.imports.grist.errors import GristError

TIMEOUT = 30  # seconds without a byte
LONGEST = 180  # seconds for a whole answer
MOST = 64 * 1024 * 1024  # bytes of an answer
TRIES = 7  # times a request that is answered 429 is made
LONGEST_PAUSE = 60.0  # seconds
_CHUNK = 256 * 1024
_BY_STATUS = {401: "cle-refusee", 403: "droits-manquants", 404: "introuvable"}

Record = dict[str, Any]


class _NoRedirect(HTTPRedirectHandler):
    """The key follows nobody: a server that moved is a setting to correct."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return None


class Client:
    def __init__(self, config: Config):
        self._config = config
        self._base = f"{config.url}/api/docs/{quote(config.doc, safe='~')}"
        self._table = f"{self._base}/tables/{quote(config.table)}"
        # A proxy is given encrypted requests alone: the key is never read on the way.
        proxy = ProxyHandler({name: url for name, url in getproxies().items() if name == "https"})
        secure = HTTPSHandler(context=ssl.create_default_context())
        self._opener = build_opener(_NoRedirect(), proxy, secure)

    def columns(self) -> list[Record]:
        return _items(self._call("GET", f"{self._table}/columns"), "columns", str)

    def records(self, where: dict[str, list] | None = None) -> list[Record]:
        """Every record, or those that hold one of these values. Grist ignores `offset`: there are no pages."""
        query = "?" + urlencode({"filter": json.dumps(where)}) if where else ""
        return _items(self._call("GET", f"{self._table}/records{query}"), "records", int)

    def sql(self, statement: str, *args: Any) -> list[Record]:
        """The rows of one SELECT, as dictionaries."""
        body = {"sql": statement, "args": list(args), "timeout": 5000}
        answer = self._call("POST", f"{self._base}/sql", body)
        found = answer.get("records") if isinstance(answer, dict) else None
        if not isinstance(found, list) or not all(isinstance(_fields(row), dict) for row in found):
            raise GristError("pas-la-table", "La réponse à une requête SQL n’a pas la forme attendue.")
        return [_fields(row) for row in found]

    def upsert(self, records: list[Record]) -> None:
        """Add or update by `require`. The answer is null on older servers: it tells nothing here."""
        self._call("PUT", f"{self._table}/records?noparse=true", {"records": records})

    def update(self, records: list[Record]) -> None:
        """Update by row number; every record must give the same columns."""
        self._call("PATCH", f"{self._table}/records?noparse=true", {"records": records})

    def _call(self, method: str, url: str, body: Any = None) -> Any:
        wait = 1.0
        for attempt in range(1, TRIES + 1):
            status, kind, after, data = self._send(method, url, body)
            if status != 429:
                return _checked(method, status, kind, data)
            if attempt < TRIES:
                sleep(min(max(wait, after), LONGEST_PAUSE))
                wait *= 2
        raise GristError("trop-de-demandes")

    def _send(self, method: str, url: str, body: Any) -> tuple[int, str, float, bytes]:
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {
            "Authorization": f"Bearer {self._config.key}",
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "bibliotheque-ia-territoriale",
        }
        request = Request(url, data=data, headers=headers, method=method)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                return self._read(response.status, response)
        except HTTPError as error:
            with error:
                return self._read(error.code, error)
        except TimeoutError:
            raise GristError("delai") from None
        except URLError as error:
            raise GristError(_kind_of(error.reason)) from None
        except (OSError, HTTPException):
            raise GristError("injoignable") from None

    def _read(self, status: int, response: HTTPResponse | HTTPError) -> tuple[int, str, float, bytes]:
        data, deadline = bytearray(), monotonic() + LONGEST
        while chunk := response.read(_CHUNK):
            data += chunk
            if len(data) > MOST:
                raise GristError("trop-gros")
            if monotonic() > deadline:
                raise GristError("delai")
        declared = response.headers.get("Content-Length") or ""
        if declared.isdigit() and len(data) < int(declared):
            raise GristError("pas-la-table", "Elle s’arrête avant la fin.")
        after = response.headers.get("Retry-After") or ""
        return (
            status,
            response.headers.get_content_type(),
            float(after) if after.isdigit() else 0.0,
            bytes(data),
        )


def _kind_of(reason: object) -> str:
    if isinstance(reason, ssl.SSLError):
        return "certificat"
    return "delai" if isinstance(reason, TimeoutError) else "injoignable"


def _checked(method: str, status: int, kind: str, data: bytes) -> Any:
    """The JSON of an answer; a page of a proxy is no answer of Grist, whatever its status."""
    if 300 <= status < 400:
        raise GristError("redirection")
    if kind != "application/json":
        raise GristError(
            "pas-la-table", f"C’est une page « {kind} », de statut {status} : rien n’a été changé."
        )
    try:
        answer = json.loads(data or b"null")
    except (ValueError, RecursionError):
        raise GristError("pas-la-table", "Son contenu n’est pas lisible : rien n’a été changé.") from None
    if status == 200:
        return answer
    said = answer.get("error") if isinstance(answer, dict) else None
    detail = f"Grist dit : « {said[:200]} »." if isinstance(said, str) else ""
    if status == 400 and method in ("PUT", "PATCH"):
        raise GristError("ecriture-refusee", detail)
    raise GristError(_BY_STATUS.get(status, "panne"), detail or f"Statut {status}.")


def _fields(row: Any) -> Any:
    return row.get("fields") if isinstance(row, dict) else None


def _items(answer: Any, key: str, kind: type) -> list[Record]:
    """The list of an answer, each item with an `id` of this kind, once, and its `fields`."""
    found = answer.get(key) if isinstance(answer, dict) else None
    whole = isinstance(found, list) and all(
        isinstance(_fields(item), dict) and type(item.get("id")) is kind for item in found
    )
    if not whole or len({item["id"] for item in found or ()}) != len(found or ()):
        raise GristError(
            "pas-la-table", "Sa forme n’est pas celle d’une table de Grist : rien n’a été changé."
        )
    return found or []
