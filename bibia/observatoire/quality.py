"""What the fiches say, how fresh they are, and why some projects stopped."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from bibia.fiches.completeness import ABANDONED, asked, filled_counts
from bibia.fiches.models import Fiche
from bibia.observatoire import measures
from bibia.observatoire.counts import PUBLISH, USE_CASE
from bibia.observatoire.measures import CASE, FICHE, NOTHING, Item, Measure, Row, sentence
from bibia.ui.filters import NBSP

QUARTERS = 8
# What the name of an organisation is made of; a whole fiche is ninety columns.
_NAMES = ("collectivite__nom", "collectivite__nom_officiel")
_QUARTERS = (
    (25, "Moins du quart des champs"),
    (50, "D’un quart à la moitié"),
    (75, "De la moitié aux trois quarts"),
    (101, "Les trois quarts ou plus"),
)


def freshness() -> Measure:
    """By quarter of the date that the fiche gives itself, counted back from the last change of the library."""
    now = measures.last_change()
    base = measures.fiches()
    if now is None or not base:
        return Measure((), 0, NOTHING)
    today = timezone.localtime(now).date()
    dated = Fiche.objects.exclude(date=None).order_by()
    counts: Counter[int] = Counter()
    recent = 0
    for day, number in dated.values_list("date").annotate(n=Count("pk")):
        assert day
        counts[_quarter(day)] += number
        recent += number * (day > today - timedelta(days=365))
    last = _quarter(today)
    shown = range(last, last - QUARTERS, -1)
    rows = [Row(_quarter_name(one), counts[one]) for one in shown]
    later = sum(n for one, n in counts.items() if one > last)
    earlier = sum(n for one, n in counts.items() if one < shown[-1])
    rows = [Row("Plus tard", later)] * bool(later) + rows
    rows.append(Row(f"Avant le {_quarter_name(shown[-1])}", earlier))
    rows.append(Row("Sans date", base - sum(counts.values())))
    verbs = "a été mise à jour", "ont été mises à jour"
    rest = "dans l’année qui précède le dernier changement de la bibliothèque"
    return Measure(tuple(rows), base, sentence(recent, base, FICHE, verbs, rest, beside=rows))


def completeness() -> Measure:
    """How many of the fields asked of everyone are filled."""
    counts: Counter[int] = Counter()
    percents = 0.0
    is_case, is_abandoned = Q(nature=USE_CASE), Q(projet_status=ABANDONED)
    for nature, case in ((USE_CASE, is_case), ("", ~is_case)):
        for status, abandoned in ((ABANDONED, is_abandoned), ("", ~is_abandoned)):
            names = asked(nature, status)
            for filled, number in filled_counts(Fiche.objects.filter(case, abandoned), names).items():
                percent = 100 * filled / len(names)
                percents += percent * number
                counts[next(limit for limit, _label in _QUARTERS if percent < limit)] += number
    base = sum(counts.values())
    rows = tuple(Row(label, counts[limit]) for limit, label in reversed(_QUARTERS))
    mean = round(percents / base) if base else 0
    said = f"En moyenne, {mean}{NBSP}% des champs demandés à tous sont remplis." if base else NOTHING
    return Measure(rows if base else (), base, said)


def evaluations() -> Measure:
    return _with("evaluations", "au moins une évaluation", "d’évaluation")


def results() -> Measure:
    return _with("resultats", "au moins un résultat", "de résultat")


def _with(field: str, what: str, denied: str) -> Measure:
    base = measures.fiches()
    count = Fiche.objects.exclude(**{field: []}).count()
    article = what.removeprefix("au moins ")
    rows = (Row(f"Avec {what}", count), Row(f"Sans {article.split(' ', 1)[1]}", base - count))
    return Measure(
        rows if base else (), base, sentence(count, base, FICHE, PUBLISH, what, denied, beside=rows)
    )


def abandoned() -> Measure:
    """Stopped projects, kept and explained; every reason in the words of the organisation."""
    cases = Fiche.objects.filter(nature=USE_CASE)
    stopped = list(
        cases.filter(projet_status=ABANDONED)
        .select_related("collectivite")
        .only("nom_projet", "status_abandon", *_NAMES)
        .order_by("-date", "-updated_at", "pk")
    )
    base = cases.count()
    told = [one for one in stopped if one.status_abandon]
    rows = (Row("Raison donnée", len(told)), Row("Raison non donnée", len(stopped) - len(told)))
    items = tuple(
        Item(one.nom_projet, one.get_absolute_url(), one.collectivite.nom_affiche, one.status_abandon)
        for one in [*told, *(one for one in stopped if not one.status_abandon)]
    )
    said = sentence(
        len(stopped), base, CASE, ("est déclaré", "sont déclarés"), f"abandonné{'s' * (len(stopped) > 1)}"
    )
    return Measure(rows if stopped else (), len(stopped), said, items=items)


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _quarter_name(number: int) -> str:
    year, rank = divmod(number, 4)
    return f"{'1er' if rank == 0 else f'{rank + 1}e'} trimestre {year}"
