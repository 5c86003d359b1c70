"""What is new, in Atom: in the whole library or in any search, on one fiche, in one organisation."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from bibia.catalogue import history, listing, voices
from bibia.catalogue.asking import Query
from bibia.catalogue.cards import named
from bibia.catalogue.excerpt import excerpt
from bibia.catalogue.query import Search
from bibia.catalogue.reader import reader
from bibia.fiches.fields import BY_NAME, label
from bibia.fiches.models import Change, Fiche, Withdrawn
from bibia.territoires.models import Collectivite
from bibia.ui.jinja import absolute

NEWEST = 20
_ALL = 1_000_000
_BEFORE_ANY_FICHE = datetime(2025, 1, 1, tzinfo=UTC)


def library(search: Search) -> dict[str, Any]:
    """The newest fiches that answer a search, or of the whole library when nothing is asked."""
    search = search.but(sort="")
    if not search.text and not search.filters:
        last = Change.objects.order_by("-seq").first()
        newest = named().order_by("-updated_at", "pk")[:NEWEST]
        return _feed(
            "dernières fiches", "flux", reverse("cas-usage"), _fiches(newest), last.at if last else None
        )
    found = matching(search)
    ordered = Fiche.objects.order_by("-updated_at", "pk").values_list("pk", flat=True)
    kept = [key for key in ordered.iterator() if key in found][:NEWEST] if found else []
    fiches = named().in_bulk(kept)
    title = listing.heading(search, len(found))
    return _feed(title, search.address("flux"), search.url, _fiches(fiches[key] for key in kept))


def matching(search: Search) -> set[str]:
    """Every fiche that answers; none when they only hold some of the words."""
    result = reader.search(Query(text=search.text, filters=search.filters, sort="recent", limit=_ALL))
    return set() if result.fallback else set(result.ids)


def organisation(found: Collectivite) -> dict[str, Any]:
    newest = named().filter(collectivite=found).order_by("-updated_at", "pk")[:NEWEST]
    address = reverse("collectivite-atom", args=[found.key])
    return _feed(found.nom_affiche, address, found.get_absolute_url(), _fiches(newest))


def fiche(found: Fiche) -> dict[str, Any]:
    """Its versions, the questions and the answers, the replies."""
    entries = [_version(found, version) for version in found.versions.all()[:NEWEST]]
    entries += [_question(found, question) for question in found.questions.all()[:NEWEST]]
    entries += [_reply(found, reply) for reply in found.replies.all()[:NEWEST]]
    entries.sort(key=lambda entry: entry["updated"], reverse=True)
    address = reverse("fiche-atom", args=[found.pk])
    return _feed(found.nom_projet, address, found.get_absolute_url(), entries[:NEWEST])


def withdrawn(gone: Withdrawn) -> dict[str, Any]:
    address = reverse("fiche-atom", args=[gone.pk])
    url = reverse("fiche", args=[gone.pk, "retiree"])
    entry = _entry(
        gone.pk, "#retrait", f"Fiche retirée : {gone.title}", url, "", gone.withdrawn_at, gone.reason
    )
    return _feed(gone.title, address, url, [entry])


def _feed(
    title: str, route: str, url: str, entries: Iterable[dict[str, Any]], updated: datetime | None = None
) -> dict[str, Any]:
    entries = list(entries)
    newest = max((entry["updated"] for entry in entries), default=_BEFORE_ANY_FICHE)
    address = reverse(route) if "/" not in route else route
    return {"title": title, "address": address, "url": url, "entries": entries, "updated": updated or newest}


def _fiches(fiches: Iterable[Fiche]) -> list[dict[str, Any]]:
    return [
        _entry(
            fiche.pk,
            "",
            fiche.nom_projet,
            fiche.get_absolute_url(),
            fiche.collectivite.nom_affiche,
            fiche.updated_at,
            excerpt(fiche.resume or fiche.usage_description).text.unescape(),
        )
        | {"published": fiche.published_at, "theme": fiche.theme}
        for fiche in fiches
    ]


def _version(fiche: Fiche, version: Any) -> dict[str, Any]:
    names = [change["field"] for change in version.changes]
    labels = [label(name) if name in BY_NAME else name for name in names]
    said = f"Ce qui a changé : {', '.join(labels)}." if labels else "Première publication."
    url = history.address(fiche, version.number)
    title = f"Version {version.number} : {fiche.nom_projet}"
    return _entry(
        fiche.pk, f"#v{version.number}", title, url, fiche.collectivite.nom_affiche, version.date, said
    )


def _question(fiche: Fiche, question: Any) -> dict[str, Any]:
    author = question.author or voices.READER
    text = question.text + (f"\n\n{question.answerer} : {question.answer}" if question.answer else "")
    title = "Une réponse à une question" if question.answer else "Une question"
    moment = question.answered_at or question.asked_at
    url = voices.address(fiche)
    return _entry(fiche.pk, f"#q{question.pk}", f"{title} : {fiche.nom_projet}", url, author, moment, text)


def _reply(fiche: Fiche, reply: Any) -> dict[str, Any]:
    title = f"Droit de réponse : {fiche.nom_projet}"
    return _entry(
        fiche.pk, f"#r{reply.pk}", title, fiche.get_absolute_url(), reply.author, reply.at, reply.text
    )


def _entry(
    key: str, part: str, title: str, url: str, author: str, updated: datetime, summary: str
) -> dict[str, Any]:
    return {
        "id": absolute(reverse("fiche-json", args=[key])) + part,
        "title": title,
        "url": url,
        "author": author,
        "updated": updated,
        "published": None,
        "theme": "",
        "summary": summary,
    }
