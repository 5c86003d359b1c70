"""Invented contents for the components that help to understand a fiche."""

from typing import Any

from markupsafe import Markup

HERE = "#contenu"
_ECOLOGY = {"code": "ecologie", "label": "Transformation écologique et énergétique"}
_ADMINISTRATION = {"code": "administration", "label": "Administration et organisation interne"}
_CLAIRVAL = {"name": "Ville de Clairval", "url": HERE}
_VAL_FLEURI = {"name": "Communauté d’agglomération du Val-Fleuri", "url": HERE}


def _cells(*values: str) -> list[dict[str, Any]]:
    return [{"value": [value] if value else "Non déclaré", "filled": bool(value)} for value in values]


def _row(label: str, *values: str, alike: str = "") -> dict[str, Any]:
    return {"label": label, "cells": _cells(*values), "alike": alike}


def _column(letter: str, title: str, theme: dict[str, str], organisation: dict[str, str]) -> dict[str, Any]:
    return {
        "letter": letter,
        "title": title,
        "url": HERE,
        "theme": theme,
        "organisation": organisation,
        "without_url": HERE,
    }


UNDERSTANDING: dict[str, Any] = {
    "essentials": [
        {"label": "À quoi cela sert", "value": "Repérer plus tôt les fuites du réseau d’eau."},
        {"label": "Où en est-on", "value": "En service depuis janvier 2024"},
    ],
    "answers": [
        {
            "question": "De quoi s’agit-il ?",
            "lines": [
                {
                    "label": "",
                    "value": "En service : démarrage en mars 2023, mise en service en janvier 2024.",
                },
                {"label": "Sous-thèmes", "value": "Gestion de l’eau"},
            ],
        },
        {
            "question": "Qui porte le projet ?",
            "lines": [{"label": "", "value": {"text": "Ville de Clairval", "url": HERE}}],
        },
        {
            "question": "Qu’est-ce que cela a donné ?",
            "lines": [
                {
                    "label": "",
                    "value": ["Pertes : 12 % (mars 2025 ; source : bilan ; selon la collectivité)"],
                },
                {"label": "Ce que nous referions autrement", "value": "Associer les équipes de terrain."},
            ],
        },
        {"question": "Et mes données ?", "lines": [{"label": "", "value": "Non déclaré."}]},
    ],
    "history": [
        {
            "number": 2,
            "date": "5 mars 2025",
            "url": HERE,
            "labels": ["Maturité", "Description"],
            "current": True,
        },
        {"number": 1, "date": "17 septembre 2024", "url": HERE, "labels": [], "current": False},
    ],
    "changes": [
        {"label": "Maturité", "before": "En expérimentation", "after": "En service", "words": "", "note": ""},
        {
            "label": "Problème traité",
            "before": "",
            "after": "Un quart de l’eau se perd.",
            "words": "",
            "note": "",
        },
        {"label": "Partenaires", "before": "Régie des sources", "after": "", "words": "", "note": ""},
        {
            "label": "Description du service",
            "before": "",
            "after": "",
            "words": Markup("Les agents <del>notent</del><ins>relèvent</ins> les compteurs."),
            "note": "",
        },
        {
            "label": "Budget annuel",
            "before": "",
            "after": "",
            "words": "",
            "note": "Le détail n’est plus public.",
        },
    ],
    "similar": [
        {
            "title": "Écouter les canalisations",
            "url": HERE,
            "theme": _ECOLOGY,
            "organisation": _VAL_FLEURI,
            "reason": "Même sous-thème : Gestion de l’eau ; mots en commun : fuite, réseau, eau",
        },
        {
            "title": "Prévoir les casses",
            "url": HERE,
            "theme": _ECOLOGY,
            "organisation": _CLAIRVAL,
            "reason": "Même thème ; mots en commun : canalisation, relevé",
        },
    ],
    "peers": [
        {
            "name": "Ville de Clairval",
            "url": HERE,
            "place": "même région",
            "count": 3,
            "fiches": [
                {"title": "Repérer les fuites", "url": HERE},
                {"title": "Trier le courrier", "url": HERE},
            ],
        },
        {
            "name": "Ville de Mont-Essai",
            "url": HERE,
            "place": "",
            "count": 1,
            "fiches": [{"title": "Compter les arbres", "url": HERE}],
        },
    ],
    "quotation": {
        "text": (
            "Ville de Clairval, « Repérer les fuites », Bibliothèque d’IA territoriale, fiche 0a1b2c3d, "
            "version 2, 5 mars 2025."
        ),
        "url": HERE,
        "bibtex": "@misc{bibia-0a1b2c3d-v2,\n  author = {{Ville de Clairval}},\n  title = {{Repérer les fuites}}\n}\n",
    },
    "columns": [
        _column("A", "Repérer les fuites", _ECOLOGY, _CLAIRVAL),
        _column("B", "Écouter les canalisations", _ECOLOGY, _VAL_FLEURI),
        _column("C", "Trier le courrier", _ADMINISTRATION, _CLAIRVAL),
    ],
    "comparison": {
        "code": "compare",
        "label": "Information générale",
        "different": [
            _row("Maturité", "En service", "En service", "En expérimentation", alike="A et B identiques"),
            _row("Problème traité", "Un quart de l’eau se perd.", "", "Le courrier attend."),
        ],
        "same": [_row("Audience du service", "Agent", "Agent", "Agent")],
    },
}
