"""An invented country for the gallery: the pieces of the map in each of their states."""

from typing import Any

HERE = "#contenu"


def _shape(name: str, count: int, shade: int, left: int, width: int) -> dict[str, Any]:
    return {
        "code": name,
        "name": name,
        "path": f"M{left} 0l{width} 20 0 60-{width} 20z",
        "count": count,
        "shade": shade,
        "said": f"{name} : {count} fiches" if count else f"{name} : aucune fiche",
        "url": HERE if count else "",
        "x": left + width // 2,
        "y": 50,
    }


def _plan(label: str, shapes: list[dict[str, Any]], points: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "frame": (-6, -6, 412, 112),
        "text": 20,
        "label": label,
        "shapes": shapes,
        "small": [],
        "points": points,
    }


_SHAPES = [
    _shape(name, count, shade, 80 * rank, 80)
    for rank, (name, count, shade) in enumerate(
        [("Amont", 0, 0), ("Source", 1, 1), ("Plaine", 2, 2), ("Rivage", 7, 3), ("Delta", 30, 4)]
    )
]
_POINTS = [
    {"x": 270, "y": 30, "r": 8, "said": "Ville de Clairval : 3 fiches", "url": HERE},
    {"x": 370, "y": 75, "r": 5, "said": "Ville de Bellerive : 1 fiche", "url": HERE},
]

SAMPLES: dict[str, Any] = {
    "plan": _plan("Pays inventé", _SHAPES, _POINTS),
    "inset": _plan("Une île", _SHAPES[1:3], []),
    "shades": [
        {"shade": shade, "label": label}
        for shade, label in enumerate(("1", "2", "3 à 9", "10 à 30"), start=1)
    ],
    "territories": [
        {
            "name": "Région des eaux",
            "count": 40,
            "url": HERE,
            "whole": 2,
            "departements": [
                {"name": "Delta", "count": 30, "url": HERE},
                {"name": "Rivage", "count": 8, "url": HERE},
            ],
        },
    ],
    "overseas": [{"name": "Île inventée", "count": 2, "url": HERE}],
}
