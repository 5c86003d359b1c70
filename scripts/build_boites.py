"""Build bibia/territoires/data/boites.tsv: the box, in degrees, that holds each département.

    python -m scripts.build_boites

From the outlines of the map (bibia/catalogue/data/carte.json), whose borders are simplified: a margin makes up for it.
The collectivités that the map does not draw are given below. Running it again gives the same bytes.
"""

import itertools
from pathlib import Path

from bibia.catalogue.outlines import Outline, Plan, carte
from bibia.territoires.lambert import Lambert

OUTPUT = Path(__file__).resolve().parent.parent / "bibia" / "territoires" / "data" / "boites.tsv"
MARGIN = 0.06  # degrees: the tolerance of the outlines, and a little more
# South, west, north, east.
ELSEWHERE = {
    "975": (46.7, -56.5, 47.2, -56.0),
    "977": (17.8, -63.0, 18.0, -62.7),
    "978": (17.9, -63.2, 18.2, -62.9),
    "986": (-14.5, -178.3, -13.1, -176.0),
    "987": (-28.0, -155.0, -7.7, -134.0),
    "988": (-23.0, 163.0, -17.5, 172.2),
}


def main() -> None:
    drawn = carte()
    boxes = dict(ELSEWHERE)
    for plan in (drawn.mainland, *drawn.overseas.values()):
        boxes |= {code: box(plan, outline) for code, outline in plan.outlines.items()}
    lines = [f"{code}\t" + "\t".join(f"{edge:.2f}" for edge in boxes[code]) for code in sorted(boxes)]
    head = "# Code du département, sud, ouest, nord, est (degrés) : scripts/build_boites.py\n"
    OUTPUT.write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def box(plan: Plan, outline: Outline) -> tuple[float, float, float, float]:
    points = [degrees(plan, point) for ring in outline.rings for point in ring]
    longitudes, latitudes = zip(*points, strict=True)
    return (
        min(latitudes) - MARGIN,
        min(longitudes) - MARGIN,
        max(latitudes) + MARGIN,
        max(longitudes) + MARGIN,
    )


def degrees(plan: Plan, point: tuple[float, float]) -> tuple[float, float]:
    """Longitude and latitude of a point of the drawing."""
    at = plan.projection
    if "unite" not in at:
        return point[0] / at["x"] + at["ouest"], at["nord"] - point[1] / at["y"]
    x, y = at["gauche"] + point[0] * at["unite"], at["haut"] - point[1] * at["unite"]
    return _inverse(x, y)


def _inverse(x: float, y: float) -> tuple[float, float]:
    """By successive corrections: on a map of France, ten of them leave less than a metre."""
    lambert, longitude, latitude = Lambert(), 3.0, 46.5
    for _ in itertools.repeat(None, 10):
        east, north = lambert.project(longitude, latitude)
        latitude += (y - north) / 111_200
        longitude += (x - east) / 77_000
    return longitude, latitude


if __name__ == "__main__":
    main()
