"""What waits for a decision, for whoever may decide of it: filters, order, pages, and the neighbours of one."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from bibia.accounts.requests import PrivateRequest
from bibia.fiches.models import Proposal, Withdrawn
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.moderation.checks import LABELS, Finding, Level
from bibia.moderation.examined import NEW, UPDATE, Examined, every
from bibia.moderation.near import Near
from bibia.ui.filters import date_fr
from bibia.ui.paging import understood
from bibia.ui.text import fold, squeeze

PER_PAGE = 20
TYPED = "saisie"  # a proposal that comes from no table
AGES = (("7", "Plus de 7 jours"), ("30", "Plus de 30 jours"), ("90", "Plus de 90 jours"))
KINDS = ((NEW, "Nouvelle fiche"), (UPDATE, "Modification"))
SORTS = (
    ("ancien", "la plus ancienne"),
    ("recent", "la plus récente"),
    ("organisation", "organisation"),
    ("titre", "titre"),
    ("constats", "constats"),
)
FILTERS = ("organisation", "theme", "nature", "age", "source", "constat")


@dataclass(frozen=True)
class Waiting:
    proposal: Proposal
    read: Examined
    findings: tuple[Finding, ...]

    @property
    def days(self) -> int:
        return (timezone.now() - self.proposal.proposed_at).days

    @property
    def source(self) -> str:
        return self.proposal.source or TYPED


def visible(request: PrivateRequest) -> list[Waiting]:
    """Every pending proposal that this person may decide of, the oldest first."""
    pending = Proposal.objects.filter(state=Proposal.State.PENDING).select_related("proposed_by")
    proposals = list(pending.order_by("proposed_at", "pk"))
    pairs = [
        (proposal, read)
        for proposal, read in zip(proposals, every(proposals), strict=True)
        if may_decide(request, proposal, read)
    ]
    near = Near(read for _proposal, read in pairs)
    withdrawn = Withdrawn.objects.in_bulk([read.fiche_id for _proposal, read in pairs])
    return [
        Waiting(
            proposal, read, _in_order(read.findings, near.findings(read), _gone(withdrawn.get(read.fiche_id)))
        )
        for proposal, read in pairs
    ]


def _gone(withdrawn: Withdrawn | None) -> list[Finding]:
    """A record that was withdrawn comes back when one publishes."""
    if withdrawn is None:
        return []
    day = date_fr(withdrawn.withdrawn_at)
    text = f"Cette fiche a été retirée le {day} : la publier la remet en ligne. Motif du retrait : {withdrawn.reason}"
    return [Finding("retiree", Level.WARNING, text)]


def may_decide(request: PrivateRequest, proposal: Proposal, read: Examined) -> bool:
    """The same rule as the actions: all the owners concerned, and another person than the author."""
    viewer = request.viewer
    if not all(viewer.may("accept", siren=siren) for siren in read.owners):
        return False
    return viewer.may("accept") or proposal.proposed_by_id != request.user.pk


def _in_order(*findings: Any) -> tuple[Finding, ...]:
    codes = list(LABELS)
    return tuple(sorted((one for some in findings for one in some), key=lambda one: codes.index(one.code)))


class Asked:
    """What the address asks of the queue; what it does not understand is left out."""

    def __init__(self, query: QueryDict):
        self.values = {name: squeeze(query.get(name, ""))[:200] for name in FILTERS}
        self.sort = query.get("tri", "")
        if self.sort not in dict(SORTS):
            self.sort = SORTS[0][0]
        self.page = understood(query.get("page", "")) or 1

    @property
    def filtered(self) -> bool:
        return any(self.values.values())

    def keep(self, waiting: list[Waiting]) -> list[Waiting]:
        kept = [one for one in waiting if all(test(one) for test in self._tests())]
        return sorted(kept, key=_ORDERS[self.sort])

    def _tests(self) -> list[Callable[[Waiting], bool]]:
        wanted = self.values
        words = fold(wanted["organisation"])
        days = int(wanted["age"]) if wanted["age"] in dict(AGES) else 0
        return [
            lambda one: (
                words in fold(f"{one.read.organisation} {one.read.after['coll_nom']} {one.read.title}")
            ),
            lambda one: not wanted["theme"] or one.read.theme == wanted["theme"],
            lambda one: not wanted["nature"] or one.read.kind == wanted["nature"],
            lambda one: one.days >= days,
            lambda one: not wanted["source"] or one.source == wanted["source"],
            lambda one: not wanted["constat"] or _has(one, wanted["constat"]),
        ]

    def query(self, **changes: str) -> str:
        pairs = {**self.values, "tri": self.sort if self.sort != SORTS[0][0] else "", **changes}
        return urlencode({name: value for name, value in pairs.items() if value})

    def address(self, page: int = 1) -> str:
        query = self.query(page=str(page) if page > 1 else "")
        return reverse("moderation") + (f"?{query}" if query else "")


NOTHING_FOUND = "aucun"


def _has(one: Waiting, code: str) -> bool:
    if code == NOTHING_FOUND:
        return not one.findings
    if code == Level.BLOCKING:
        return any(found.level is Level.BLOCKING for found in one.findings)
    return any(found.code == code for found in one.findings)


_LEVELS = list(Level)
_ORDERS: dict[str, Callable[[Waiting], Any]] = {
    "ancien": lambda one: (one.proposal.proposed_at, one.proposal.pk),
    "recent": lambda one: (-one.proposal.proposed_at.timestamp(), -one.proposal.pk),
    "organisation": lambda one: (fold(one.read.organisation), one.proposal.pk),
    "titre": lambda one: (fold(one.read.title), one.proposal.pk),
    "constats": lambda one: (
        *(-sum(found.level is level for found in one.findings) for level in _LEVELS),
        one.proposal.pk,
    ),
}


def choices(waiting: list[Waiting]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers, with how many proposals each choice has."""
    themes = Counter(one.read.theme for one in waiting)
    kinds = Counter(one.read.kind for one in waiting)
    sources = Counter(one.source for one in waiting)
    codes = Counter(code for one in waiting for code in {found.code for found in one.findings})
    none = sum(not one.findings for one in waiting)
    blocked = sum(_has(one, Level.BLOCKING) for one in waiting)
    return {
        "theme": [
            (code, f"{name} ({themes[code]})") for code, name in VOCABULARIES["theme"].choices if themes[code]
        ],
        "nature": [(code, f"{name} ({kinds[code]})") for code, name in KINDS if kinds[code]],
        "age": [
            (days, f"{name} ({count})")
            for days, name in AGES
            if (count := sum(one.days >= int(days) for one in waiting))
        ],
        "source": [
            (source, f"{'Saisie en ligne' if source == TYPED else source} ({count})")
            for source, count in sources.most_common(20)
        ],
        "constat": [
            *([(NOTHING_FOUND, f"Aucun constat ({none})")] if none else []),
            *([(Level.BLOCKING.value, f"Bloquée ({blocked})")] if blocked else []),
            *((code, f"{name} ({codes[code]})") for code, name in LABELS.items() if codes[code]),
        ],
    }


def age(moment: datetime.datetime) -> str:
    days = (timezone.localdate() - timezone.localtime(moment).date()).days
    if days < 1:
        return "aujourd’hui"
    return "hier" if days == 1 else f"il y a {days} jours"


def neighbours(kept: list[Waiting], pk: int) -> tuple[int | None, int | None]:
    """The proposals before and after this one, in the order of the queue."""
    ids = [one.proposal.pk for one in kept]
    if pk not in ids:
        return None, (ids[0] if ids else None)
    rank = ids.index(pk)
    return (ids[rank - 1] if rank else None), (ids[rank + 1] if rank + 1 < len(ids) else None)
