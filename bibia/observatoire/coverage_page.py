"""Who has declared something, against all there are: rates, and the names of those who did."""

from typing import Any

from django.db.models import Count
from django.urls import reverse

from bibia.observatoire.measures import Noun, Row, sentence
from bibia.observatoire.presentation import COLUMNS, SOURCE, bars, date, last_day, lines_of
from bibia.territoires import coverage
from bibia.territoires.models import Collectivite
from bibia.territoires.strata import STRATA, UNKNOWN, stratum
from bibia.ui.jinja import absolute
from bibia.ui.text import fold

# Named on the page, by level; the index of organisations names them all.
NAMED = 40
LABELS = {
    "commune": "Communes",
    "epci": "Intercommunalités (EPCI)",
    "ept": "Établissements publics territoriaux",
    "departement": "Départements",
    "region": "Régions",
    "outre-mer": "Collectivités d’outre-mer",
}
_NOUNS = {
    "commune": Noun("commune", "communes"),
    "epci": Noun("intercommunalité", "intercommunalités"),
    "ept": Noun("établissement public territorial", "établissements publics territoriaux", "Aucun"),
    "departement": Noun("département", "départements", "Aucun"),
    "region": Noun("région", "régions"),
    "outre-mer": Noun("collectivité d’outre-mer", "collectivités d’outre-mer"),
}


class Declared:
    """The organisations that declare today, and what they cover."""

    def __init__(self) -> None:
        found = Collectivite.objects.annotate(count=Count("fiches")).filter(count__gt=0)
        self.organisations = sorted(found, key=lambda one: (fold(one.nom_affiche), one.pk))
        self.places = [(one, coverage.places(one)) for one in self.organisations]
        self.covered = coverage.covered(self.organisations)

    def rows(self) -> tuple[Row, ...]:
        totals = coverage.totals()
        return tuple(
            Row(LABELS[level], len(self.covered[level]), base=totals[level], code=level)
            for level in coverage.LEVELS
        )

    def by_stratum(self, level: str) -> tuple[Row, ...]:
        totals = coverage.totals_by_stratum(level)
        found = [stratum(level, coverage.population(level, code)).code for code in self.covered[level]]
        strata = [*STRATA[level], *([UNKNOWN] if totals.get(UNKNOWN.code) else [])]
        return tuple(
            Row(each.label, found.count(each.code), base=totals[each.code], code=each.code)
            for each in strata
            if totals.get(each.code)
        )

    def names(self, level: str) -> list[dict[str, str]]:
        """Each once: one may stand for two départements, and two for the same commune."""
        return [_named(one) for one, places in self.places if any(place == level for place, _code in places)]

    def others(self) -> list[dict[str, str]]:
        """Those of no level: syndicats, establishments, names that the table does not know."""
        return [_named(one) for one, places in self.places if not places]


def context() -> dict[str, Any]:
    declared, day = Declared(), date()
    rows = declared.rows()
    said = " ".join(_sentence(level, row, rows) for level, row in zip(coverage.LEVELS, rows, strict=True))
    levels = [*coverage.LEVELS, "autre"]
    names = [declared.names(level) for level in coverage.LEVELS] + [declared.others()]
    return {
        "date": day,
        "millesime": coverage.MILLESIME,
        "rows": bars(rows, 0),
        "communes": bars(declared.by_stratum("commune"), 0),
        "epci": bars(declared.by_stratum("epci"), 0),
        "named": [
            {
                "slug": level,
                "label": LABELS.get(level, "Autres organisations"),
                "count": len(found),
                "names": found[:NAMED],
                "more": max(0, len(found) - NAMED),
            }
            for level, found in zip(levels, names, strict=True)
            if found
        ],
        "permalink": absolute(reverse("couverture")),
        "citation": f"{said} {SOURCE}, « Couverture »{f', état au {day}' if day else ''}.",
    }


def download() -> list[list[object]]:
    declared = Declared()
    day, source = last_day(), absolute(reverse("couverture"))
    lines: list[list[object]] = [["niveau", *COLUMNS]]
    tables = (
        ("ensemble", declared.rows()),
        ("communes", declared.by_stratum("commune")),
        ("intercommunalites", declared.by_stratum("epci")),
    )
    return lines + [
        [name, *line] for name, rows in tables for line in lines_of(rows, 0, "organisations", day, source)
    ]


def _sentence(level: str, row: Row, beside: tuple[Row, ...]) -> str:
    verbs, what, denied = ("a déclaré", "ont déclaré"), "au moins un projet", "de projet"
    return sentence(row.value or 0, row.base or 0, _NOUNS[level], verbs, what, denied, beside)


def _named(one: Collectivite) -> dict[str, str]:
    return {"name": one.nom_affiche, "url": one.get_absolute_url()}
