"""The home page: six shelves, what is new, and figures that anyone can count again."""

from typing import Any

from bibia.catalogue import shelves as collections
from bibia.catalogue.asking import Query
from bibia.catalogue.cards import card
from bibia.catalogue.query import Search
from bibia.catalogue.reader import reader
from bibia.catalogue.shown import answered
from bibia.fiches.models import Fiche
from bibia.fiches.vocabularies import VOCABULARIES

NEWEST = 6
EXAMPLES = 2


def front_page() -> dict[str, Any]:
    themes = VOCABULARIES["theme"].codes
    everything, *shelves = reader.search_all(
        [
            Query(sort="recent", limit=NEWEST),
            *(Query(filters={"theme": (theme,)}, limit=EXAMPLES) for theme in themes),
        ]
    )
    examples = {theme: shelf.ids for theme, shelf in zip(themes, shelves, strict=True)}
    fiches = answered([everything, *shelves])
    return {
        "shelves": [
            {
                "code": code,
                "label": VOCABULARIES["theme"].label(code),
                "count": everything.facets["theme"].get(code, 0),
                "url": Search(filters={"theme": (code,)}).url,
                "examples": ", ".join(fiches[id].nom_projet for id in ids if id in fiches),
            }
            for code, ids in examples.items()
        ],
        "newest": [card(fiches[id]) for id in everything.ids if id in fiches],
        "collections": collections.on_home(),
        "figures": _figures(everything.total, everything.facets),
    }


def _figures(total: int, facets: Any) -> list[dict[str, Any]]:
    organisations = Fiche.objects.values("collectivite").distinct().count()
    running = sum(facets["maturite"].get(code, 0) for code in ("deploiement", "service"))
    found = [
        (total, "fiche publiée", "fiches publiées"),
        (organisations, "organisation qui déclare", "organisations qui déclarent"),
        (len(facets["departement"]), "département représenté", "départements représentés"),
        (running, "projet en déploiement ou en service", "projets en déploiement ou en service"),
    ]
    return [{"value": value, "label": one if value < 2 else many} for value, one, many in found]
