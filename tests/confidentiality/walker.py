"""Walks every declared public route: its samples, and what a curious visitor would add to them.

Loops over ROUTES: a new route is walked as soon as it is declared.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.test import Client

from bibia.catalogue.reader import reader
from bibia.fiches.fields import BY_NAME, INTERNAL, OPENABLE, Access
from bibia.fiches.models import Fiche, Shelf, Withdrawn
from bibia.routes import ROUTES
from bibia.territoires.models import Collectivite

CLOSED = (*OPENABLE, *INTERNAL, *(name for name, field in BY_NAME.items() if field.access is Access.PER_ITEM))
# What Django's filters would understand if a parameter ever reached them.
LOOKUPS = (
    "{0}=1&tout={0}",
    "{0}__startswith=s",
    "{0}__isnull=0",
    "reserved__{0}__gte=a",
    "fiches__{0}__gt=a",
)
PATHS = ("/nulle-part/", "/cas-usage", "/admin/", "/static/ui/bibia.css", "/favicon.ico", "/cas-usage/%00/")
# Fiches that a comparison sets beside the first.
OTHERS = ("other", "third", "fourth", "fifth")

Filling = dict[str, str]


@dataclass(frozen=True)
class Asked:
    path: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    route: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return dict(self.headers).get(name, "")

    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


def fillings(most: int = 6) -> list[Filling]:
    """What fills the sample addresses: fiches that differ in what they say, organisations, withdrawn fiches."""
    gone = [*Withdrawn.objects.order_by("pk").values_list("pk", flat=True)] or ["00000000"]
    shelves = [*Shelf.objects.order_by("pk").values_list("pk", flat=True)] or ["sans-etagere"]
    found = list(Fiche.objects.select_related("collectivite").order_by("pk"))
    chosen = sorted(found, key=lambda fiche: (-len(fiche.opened), -fiche.version, fiche.pk))[:most]
    names = [fiche.pk for fiche in found]
    return [
        {
            "fiche": fiche.pk,
            "slug": fiche.slug,
            "collectivite": fiche.collectivite.key,
            "collectivite_slug": fiche.collectivite.slug,
            "withdrawn": gone[rank % len(gone)],
            "etagere": shelves[rank % len(shelves)],
            **{name: names[(rank + step) % len(names)] for step, name in enumerate(OTHERS)},
        }
        for rank, fiche in enumerate(chosen)
    ]


def unpublished(identifiers: Iterable[str], keys: Iterable[str] = ()) -> list[Filling]:
    """The addresses that records and organisations which are not public would have."""
    names = ("fiche", "withdrawn", "collectivite", *OTHERS)
    return [
        {**dict.fromkeys(names, one), "slug": "x", "collectivite_slug": "x", "etagere": "x"}
        for one in [*identifiers, *keys]
    ]


def samples(known: Iterable[Filling], routes: Collection[str] = ()) -> Iterator[Asked]:
    seen = set()
    for name, route in ROUTES.items():
        for sample in route.samples if not routes or name in routes else ():
            for values in known:
                asked = Asked(sample.format(**values), route=name)
                if asked not in seen:
                    seen.add(asked)
                    yield asked


def requests(
    known: list[Filling],
    *,
    words: Collection[str] = (),
    routes: Collection[str] = (),
    names: Collection[str] = CLOSED,
) -> Iterator[Asked]:
    """Every sample in every manner, then the parameters that nobody should understand."""
    sampled = list(samples(known, routes))
    for asked in sampled:
        yield asked
        yield Asked(asked.path, "HEAD", route=asked.route)
        yield Asked(asked.path, headers=(("Accept-Encoding", "gzip"),), route=asked.route)
    reading = {asked.route for asked in sampled if "?" in asked.path}
    for asked in samples(known[:1], routes):
        if "?" not in asked.path:
            for query in _queries(words, names) if asked.route in reading else _few(words):
                yield Asked(f"{asked.path}?{query}", route=asked.route)
    yield from (Asked(path) for path in PATHS if not routes)


def _queries(words: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (f"tri={name}", f"tri=-{name}", f"q={name}")
        yield from (lookup.format(name) for lookup in LOOKUPS)
    for word in words:
        yield f"q={quote(word)}"
        yield f"q={quote(word[:6])}&tri=pertinence"


def _few(words: Collection[str]) -> Iterator[str]:
    """For routes whose samples have no parameter: all of them at once."""
    yield urlencode([(name, "1") for name in CLOSED])
    yield "&".join(lookup.format(name) for name in CLOSED[:3] for lookup in LOOKUPS)
    yield f"tri={CLOSED[0]}&page=2&format=json"
    yield urlencode([("q", word) for word in list(words)[:3]])


def fresh() -> Client:
    """A visitor to a process that has just started: no page kept, no index built."""
    reader.__init__()
    return Client(raise_request_exception=False)


def ask(client: Client, asked: Asked) -> Answer:
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in asked.headers}
    response = client.generic(asked.method, asked.path, **headers)
    if asked.path.startswith("/static/") and response.streaming:
        body = b"".join(response.streaming_content)
    else:
        body = response.content
    return Answer(response.status_code, tuple(sorted(response.headers.items())), body)


def walk(asking: Iterable[Asked]) -> dict[Asked, Answer]:
    """Every answer; and, for those with an ETag, the answer to whoever already has the page."""
    client = fresh()
    answers = {}
    for asked in asking:
        answer = answers[asked] = ask(client, asked)
        if answer.header("ETag") and not asked.headers:
            again = Asked(asked.path, headers=(("If-None-Match", answer.header("ETag")),), route=asked.route)
            answers[again] = ask(client, again)
    return answers


def differences(first: dict[Asked, Answer], second: dict[Asked, Answer]) -> list[str]:
    """The requests that two libraries do not answer alike; If-None-Match is part of the request."""
    asked = sorted({*first, *second}, key=lambda one: (one.path, one.method, one.headers))
    return [f"{one.method} {one.path}" for one in asked if first.get(one) != second.get(one)]


_LINK = re.compile(rb"""(?:href|src|action)=["']([^"'#]+)""")


def links(asked: Asked, answer: Answer) -> set[str]:
    """The addresses of this site that a page leads to."""
    found = (urlsplit(urljoin(asked.path, unescape(link.decode()))) for link in _LINK.findall(answer.body))
    return {
        one.path + (f"?{one.query}" if one.query else "")
        for one in found
        if one.scheme in ("", "http") and one.netloc in ("", "127.0.0.1:8000") and one.path.startswith("/")
    }


def keys() -> list[str]:
    """Every public key of an organisation, the permanent one and the SIREN."""
    return [key for row in Collectivite.objects.values_list("cle", "siren") for key in row if key]
