"""How animation goes, in figures: delays, what waits, what grows old, who is missing. For animators only."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from django.utils import timezone

from bibia.accounts.models import Membership
from bibia.fiches.confirming import YEAR, to_confirm
from bibia.fiches.models import Fiche, Journal, Proposal
from bibia.territoires.models import Collectivite
from bibia.ui.filters import month_fr

MONTHS = 12
MISSING = 200  # organisations listed at most; the file gives them all
State = Proposal.State


@dataclass(frozen=True)
class Table:
    slug: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    empty: str = "Rien à compter pour l’instant."


def tables() -> list[Table]:
    return [delays(), waiting(), publications(), freshness(), contributors(), silent(), peopleless()]


def delays() -> Table:
    decided = Proposal.objects.filter(
        state__in=[State.ACCEPTED, State.REJECTED, State.CHANGES], decided_at__gte=_months_ago(MONTHS)
    )
    by_month: defaultdict[str, list[float]] = defaultdict(list)
    for proposed, answered in decided.values_list("proposed_at", "decided_at"):
        if answered is None:  # the database refuses it: the state and the date go together
            continue
        by_month[_month(answered)].append((answered - proposed).total_seconds() / 86_400)
    rows = [
        (month_fr(month), len(days), round(_share(days, 50), 1), round(_share(days, 90), 1))
        for month, days in sorted(by_month.items(), reverse=True)
    ]
    head = (
        "Mois de la décision",
        "Décisions",
        "La moitié en moins de (jours)",
        "Neuf sur dix en moins de (jours)",
    )
    return Table("delais", "Délai de réponse", "De l’envoi d’une proposition à la décision.", head, rows)


def _share(values: list[float], percent: int) -> float:
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def waiting() -> Table:
    now = timezone.now()
    ages = [
        (now - at).days
        for at in Proposal.objects.filter(state=State.PENDING).values_list("proposed_at", flat=True)
    ]
    steps = (
        ("Moins de 7 jours", 0, 7),
        ("De 7 à 30 jours", 7, 30),
        ("De 30 à 90 jours", 30, 90),
        ("90 jours et plus", 90, 10**6),
    )
    rows = [(label, sum(low <= age < high for age in ages)) for label, low, high in steps]
    return Table(
        "attente", "Ce qui attend", "Propositions en attente d’une décision.", ("Âge", "Propositions"), rows
    )


def publications() -> Table:
    accepted = Proposal.objects.filter(state=State.ACCEPTED, decided_at__gte=_months_ago(MONTHS))
    counts = Counter((_month(at), base == 0) for at, base in accepted.values_list("decided_at", "base"))
    withdrawn = Counter(
        _month(at)
        for at in Journal.objects.filter(verb="withdraw", at__gte=_months_ago(MONTHS)).values_list(
            "at", flat=True
        )
    )
    months = sorted({month for month, _new in counts} | set(withdrawn), reverse=True)
    rows = [(month_fr(one), counts[one, True], counts[one, False], withdrawn[one]) for one in months]
    head = ("Mois", "Nouvelles fiches", "Mises à jour", "Retraits")
    return Table("publications", "Publications", "Propositions acceptées et fiches retirées.", head, rows)


def freshness() -> Table:
    today = timezone.localdate()
    kept = Fiche.objects.filter(archived_at=None)
    count = kept.count()
    half = to_confirm(kept, today=today).count()
    year = to_confirm(kept, today=today, after=YEAR).count()
    rows = [
        ("Vues depuis moins de 6 mois", count - half),
        ("Sans vérification depuis 6 à 12 mois", half - year),
        ("Sans vérification depuis plus de 12 mois", year),
        ("Archivées, hors relance", Fiche.objects.exclude(archived_at=None).count()),
    ]
    note = (
        "D’après la dernière des dates déclarées, mise à jour ou vérification ; "
        "sans aucune, le dernier changement ici."
    )
    return Table("fraicheur", "Fraîcheur des fiches", note, ("Dernière vérification", "Fiches"), rows)


def contributors() -> Table:
    now = timezone.now()
    rows = []
    for label, days in (("30 derniers jours", 30), ("90 derniers jours", 90), ("12 derniers mois", 365)):
        recent = Proposal.objects.filter(
            proposed_at__gte=now - datetime.timedelta(days=days), proposed_by__role=""
        ).order_by()
        rows.append((label, recent.values("proposed_by").distinct().count(), recent.count()))
    head = ("Période", "Personnes qui ont proposé", "Propositions")
    return Table("contributeurs", "Contributeurs actifs", "Hors association et imports.", head, rows)


def silent() -> Table:
    """Organisations with people here and nothing published."""
    members = dict(_members())
    publishing = _publishing()
    rows = [
        (name, siren)
        for siren, name in sorted(members.items(), key=lambda pair: pair[1])
        if siren not in publishing
    ]
    note = "Elles ont des membres, et aucune fiche publiée : à inviter."
    return Table(
        "sans-fiche",
        "Organisations sans fiche",
        note,
        ("Organisation", "SIREN"),
        rows,
        "Chaque organisation membre a une fiche.",
    )


def peopleless() -> Table:
    """Organisations whose records nobody here looks after."""
    members = {siren for siren, _name in _members()}
    owners = Collectivite.objects.filter(fiches__isnull=False).distinct()
    rows = sorted((one.nom_affiche, one.siren or "inconnu") for one in owners if one.siren not in members)
    note = "Leurs fiches sont publiées, et personne n’a de compte ici pour les tenir à jour."
    return Table(
        "sans-membre",
        "Organisations sans membre",
        note,
        ("Organisation", "SIREN"),
        rows,
        "Chaque organisation publiée a au moins un membre.",
    )


def _members() -> Iterable[tuple[str, str]]:
    confirmed = Membership.objects.filter(state=Membership.State.CONFIRMED)
    return confirmed.values_list("organisation_id", "organisation__nom").distinct()


def _publishing() -> set[str]:
    found = Fiche.objects.exclude(collectivite__siren=None).values_list("collectivite__siren", flat=True)
    return {siren for siren in found.distinct() if siren}


def _month(moment: datetime.datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m") if moment else ""


def _months_ago(count: int) -> datetime.datetime:
    """The first day of the month, `count` months back."""
    today = timezone.localtime()
    months = today.year * 12 + today.month - 1 - (count - 1)
    return today.replace(
        year=months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
