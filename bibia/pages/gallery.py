"""Invented contents for the gallery: every component in every state, at a permanent address."""

from typing import Any

from bibia.fiches.vocabularies import VOCABULARIES
from bibia.pages.gallery_fiche import UNDERSTANDING
from bibia.ui.paging import pagination

LONG = (
    "Compter les arbres depuis le ciel, suivre leur santé quartier par quartier et prévoir les plantations "
    "des dix prochaines années avec les habitants et les agents des espaces verts"
)
THEMES = [{"code": term.code, "label": term.label} for term in VOCABULARIES["theme"].terms]
STATUSES = [{"code": term.code, "label": term.label} for term in VOCABULARIES["projet_status"].terms]
COUNTS = (14, 3, 0, 120, 5, 1)
HERE = "#contenu"


def _card(title: str, theme: dict[str, str], **more: Any) -> dict[str, Any]:
    card = {
        "id": "fiche000",
        "title": title,
        "url": HERE,
        "theme": theme,
        "organisation": {"name": "Ville de Clairval", "url": HERE},
        "status": STATUSES[3],
        "nature": {"code": "cas-usage", "label": "Cas d’usage"},
        "excerpt": "Des capteurs écoutent le réseau d’eau et désignent aux équipes les rues où creuser.",
        "reason": None,
        "archived": False,
        "date": "5 mars 2025",
        "start": "janvier 2024",
    }
    return card | more


def _facet(name: str, label: str, values: list[tuple[str, str, int]], **more: Any) -> dict[str, Any]:
    choices = [
        {"code": code, "label": text, "count": count, "url": HERE, "selected": code in more.get("chosen", ())}
        for code, text, count in values
    ]
    return {
        "name": name,
        "label": label,
        "values": choices,
        "more_url": more.get("more_url", ""),
        "total": more.get("total", len(choices)),
    }


def _page(number: int, pages: int) -> dict[str, Any]:
    return pagination(number, pages * 12, 12, lambda page: HERE)


SAMPLES: dict[str, Any] = {
    "here": HERE,
    "long": LONG,
    "themes": THEMES,
    "statuses": STATUSES,
    "shelves": [
        theme | {"count": count, "url": HERE} for theme, count in zip(THEMES[:4], COUNTS, strict=False)
    ],
    "bars": [
        theme | {"theme": theme["code"], "url": HERE, "value": value, "share": share, "width": width}
        for theme, value, share, width in zip(
            THEMES,
            ("14", "7", "moins de\u00a05", "0"),
            ("42\u00a0%", "21\u00a0%", "", "0\u00a0%"),
            ("100%", "50%", "0%", "0%"),
            strict=False,
        )
    ],
    "collections": [
        {"title": "Par où commencer ?", "url": HERE, "lead": LONG, "count": 5},
        {"title": "Une seule fiche", "url": HERE, "lead": "Un texte court.", "count": 1},
    ],
    "cards": [
        _card("Repérer les fuites avant qu’elles ne coûtent", THEMES[0]),
        _card(
            LONG,
            THEMES[2],
            status=STATUSES[5],
            nature={"code": "charte", "label": "Charte"},
            reason={"label": "Leçons", "text": "Les habitants ont planté plus que prévu."},
            archived=True,
        ),
        _card(
            "Fiche presque vide",
            THEMES[3],
            status={"code": "", "label": ""},
            excerpt="",
            date="",
            start="",
        ),
    ],
    "facets": [
        _facet(
            "theme",
            "Thème",
            [("ecologie", "Transformation écologique", 14), ("mobilites", "Mobilités", 4)],
            chosen=("ecologie",),
            more_url=HERE,
            total=6,
        ),
        _facet("region", "Région", []),
    ],
    "filters": [
        {"label": "Thème", "value": "Mobilités", "url": HERE},
        {"label": "Recherche", "value": "fuite d’eau", "url": HERE},
    ],
    "sorts": [
        {"label": "pertinence", "url": HERE, "current": True},
        {"label": "date", "url": HERE, "current": False},
    ],
    "middle": _page(3, 9),
    "first": _page(1, 2),
    "rows": [
        {"label": "Texte", "value": "Une ligne.\nUne autre.\n\nUn paragraphe."},
        {"label": "Liste", "value": ["Gestion de l’eau", "Plateforme de données"]},
        {"label": "Lien", "value": {"text": "Délibération du 5 mars 2025", "url": HERE}},
        {"label": "Nombre", "value": 12500},
    ],
    **UNDERSTANDING,
    "organisations": [
        {"name": "Ville de Clairval", "url": HERE, "type": "Commune", "count": 1},
        {"name": "Communauté d’agglomération du Val-Fleuri", "url": HERE, "type": "", "count": 12},
    ],
}
