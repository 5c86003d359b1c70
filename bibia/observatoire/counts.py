"""The counts of the library, by the database: a constant number of questions, whatever its size."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import Substr
from django.urls import reverse

from bibia.fiches.fields import BY_NAME
from bibia.fiches.models import Fiche
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.observatoire import measures
from bibia.observatoire.measures import CASE, FICHE, Measure, Noun, Row, most, sentence
from bibia.observatoire.suppression import suppress, total
from bibia.territoires import coverage
from bibia.territoires.models import Collectivite
from bibia.territoires.strata import STRATA, UNKNOWN, stratum
from bibia.ui.filters import NBSP

UNSAID = "Non renseigné"
USE_CASE = "cas-usage"
YEARS = 12
ORGANISATION = Noun("organisation", "organisations")
PUBLISH = ("publie", "publient")


def catalogue(**filters: str) -> str:
    """The address of the same fiches, to check the figure one by one."""
    return f"{reverse('cas-usage')}?{urlencode(filters)}"


def themes() -> Measure:
    counts = _by("theme")
    rows = tuple(
        Row(term.label, counts[term.code], catalogue(theme=term.code), term.code, code=term.code)
        for term in VOCABULARIES["theme"].terms
    )
    base = sum(counts.values())
    return Measure(rows, base, most(rows, base))


def maturity() -> Measure:
    counts = _by("projet_status", nature=USE_CASE)
    rows = _coded("projet_status", counts, "maturite", nature=USE_CASE)
    base = sum(counts.values())
    return Measure(rows, base, most(rows, base, CASE))


def natures() -> Measure:
    counts = _by("nature")
    rows = _coded("nature", counts, "nature")
    base = sum(counts.values())
    return Measure(rows, base, most(rows, base))


def types() -> Measure:
    counts = _by("collectivite__type")
    rows = _coded("coll_type", counts, "type", zeros=False)
    base = sum(counts.values())
    return Measure(_sorted(rows), base, most(rows, base))


def organisations() -> Measure:
    """Organisations, each counted once however many fiches it declares."""
    found = Fiche.objects.order_by().values("collectivite__type")
    counts = Counter(
        dict(found.annotate(n=Count("collectivite", distinct=True)).values_list("collectivite__type", "n"))
    )
    rows = _sorted(_coded("coll_type", counts, "", zeros=False))
    base = sum(counts.values())
    return Measure(rows, base, most(rows, base, ORGANISATION))


def sizes(level: str, noun: Noun) -> Measure:
    """The fiches of communes, or of intercommunalités, by number of inhabitants."""
    counts: Counter[str] = Counter()
    declared = _by("collectivite")
    for organisation in Collectivite.objects.all():
        for place, code in coverage.places(organisation):
            if place == level:
                size = stratum(level, coverage.population(level, code)).code
                counts[size] += declared[organisation.pk]
    strata = [*STRATA[level], *([UNKNOWN] if counts[UNKNOWN.code] else [])]
    rows = tuple(Row(each.label, counts[each.code], code=each.code) for each in strata)
    base = sum(counts.values())
    return Measure(
        rows if base else (), base, most(rows, base, noun) if base else f"Aucune {noun.one} pour l’instant."
    )


def years() -> Measure:
    found = Fiche.objects.order_by().values(year=Substr("projet_date", 1, 4)).annotate(n=Count("pk"))
    counts = Counter(dict(found.values_list("year", "n")))
    unsaid, base = counts.pop("", 0), sum(counts.values())
    known = sorted(map(int, counts))
    now = measures.last_change()
    last = now.year if now else 0
    first = max(known[0], last - YEARS + 1) if known else last + 1
    rows = [Row(f"{year}", counts[str(year)], catalogue(annee=str(year))) for year in range(first, last + 1)]
    before = sum(counts[str(year)] for year in known if year < first)
    after = sum(counts[str(year)] for year in known if year > last)
    rows = [Row(f"Avant {first}", before)] * bool(before) + rows + [Row(f"Après {last}", after)] * bool(after)
    said = _busiest(rows, base + unsaid)
    if unsaid:
        rows.append(Row(UNSAID, unsaid))
    return Measure(tuple(rows), base + unsaid, said)


def _busiest(rows: list[Row], base: int) -> str:
    """The year when most of them began, when there is one."""
    counted = sorted(((row.value or 0, row.label) for row in rows if row.url), reverse=True)
    if not counted or not counted[0][0] or counted[0][0] in [value for value, _ in counted[1:2]]:
        return most(tuple(rows), base)
    value, year = counted[0]
    rest = f"en {year}, plus que toute autre année"
    return sentence(value, base, FICHE, ("a démarré", "ont démarré"), rest, beside=rows)


def techniques() -> Measure:
    """Only where the organisation opened this field: the public table holds nothing else."""
    # Grouped by the database: a few sets of techniques, however many fiches.
    sets = Fiche.objects.exclude(type_algorithme=[]).order_by().values_list("type_algorithme")
    counts: Counter[str] = Counter()
    base, whole = 0, measures.fiches()
    for codes, number in sets.annotate(n=Count("pk")):
        counts.update(dict.fromkeys(codes, number))
        base += number
    rows = _sorted(_coded("type_algorithme", counts, "algorithme", zeros=False))
    said = sentence(base, whole, FICHE, PUBLISH, "la technique employée")
    note = f"Parts calculées sur ces fiches ouvertes{NBSP}; une fiche peut nommer plusieurs techniques."
    return Measure(rows, base, said, note if base else "")


def budgets() -> Measure:
    """Brackets that hold fewer than five fiches are not shown, nor what would give them away."""
    counts = _by("budget")
    counts.pop("", None)
    codes = VOCABULARIES["budget"].codes
    opened, whole = total([counts[code] for code in codes]), measures.fiches()
    if opened is None:
        few = f"Moins de cinq fiches publient leur budget{NBSP}: aucune répartition n’est montrée."
        return Measure((), 0, few)
    shown = suppress([counts[code] for code in codes])
    rows = tuple(
        Row(VOCABULARIES["budget"].label(code), value, code=code)
        for code, value in zip(codes, shown, strict=True)
    )
    said = sentence(opened, whole, FICHE, PUBLISH, "la tranche de budget annuel")
    note = "Les tranches qui réunissent trop peu de fiches ne sont pas montrées." if None in shown else ""
    return Measure(rows, opened, said, note)


def _by(field: str, **only: str) -> Counter[str]:
    found = Fiche.objects.filter(**only).order_by().values(field).annotate(n=Count("pk"))
    return Counter(dict(found.values_list(field, "n")))


def _coded(
    field: str, counts: Counter[str], facet: str, *, zeros: bool = True, **also: str
) -> tuple[Row, ...]:
    """One row for each term of the vocabulary of a field, then what is not filled."""
    vocabulary = VOCABULARIES[BY_NAME[field].column.vocabulary_name]
    rows = [
        Row(
            vocabulary.label(code),
            counts[code],
            catalogue(**{facet: code}, **also) if facet else "",
            code=code,
        )
        for code in vocabulary.codes
        if zeros or counts[code]
    ]
    if counts[""]:
        rows.append(Row(UNSAID, counts[""]))
    return tuple(rows)


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The greatest first; what is not filled stays last."""
    return tuple(sorted(rows, key=lambda row: (row.label == UNSAID, -(row.value or 0))))
