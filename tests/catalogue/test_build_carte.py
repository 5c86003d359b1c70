"""The script that draws the map, on an invented country of two neighbours and five islands."""

import json
from itertools import pairwise
from math import asinh, radians, tan

import pytest

from scripts import build_carte
from scripts.carto import fit, topology
from scripts.carto.geometry import area, contains, encode, pole

# West, south, east, north, with bays so that nothing else fits.
COAST = [(0, 44), (2, 43.5), (4, 44.5), (6, 44), (6.5, 46), (6, 48), (4, 47), (3, 48.5), (0, 48), (1, 46)]
BORDER = [(3, 48.5), (3.2, 47), (2.7, 45.5), (4, 44.5)]
WEST = [*BORDER[:-1], (4, 44.5), (2, 43.5), (0, 44), (1, 46), (0, 48)]
EAST = [*BORDER, (6, 44), (6.5, 46), (6, 48), (4, 47)]


def between(points, steps=40):
    """Points all along a closed line."""
    for (ax, ay), (bx, by) in pairwise([*points, points[0]]):
        yield from ((ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps) for i in range(steps))


def drawn(longitude, latitude):
    """The invented drawing: Mercator, a little stretched, from the corner."""
    return (radians(longitude) * 3_000 + 7, (1 - asinh(tan(radians(latitude)))) * 3_010 + 3)


def svg_path(points):
    found = [drawn(*point) for point in points]
    moves = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(found)]
    start, *steps = [found[0], *moves]
    return "m " + " ".join(f"{x:.3f},{y:.3f}" for x, y in (start, *steps)) + " z"


def arc(points):
    """As TopoJSON writes a line: whole numbers, each from the one before."""
    whole = [(round(x * 1_000), round(y * 1_000)) for x, y in points]
    return [whole[0], *((bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(whole))]


def island(west, south, east, north):
    x, y, w, h = (west + east) / 2, (south + north) / 2, (east - west) / 3, (north - south) / 3
    return [(x - w, y), (x, y - h), (x + w, y), (x, y + h), (x - w, y)]


@pytest.fixture
def packages(tmp_path):
    paths = {"69": list(between(WEST)), "75": list(between(EAST))}
    # Small enclaves, whose points are not on the coast.
    paths |= {
        code: [(lon, 46), (lon + 0.3, 46), (lon, 46.3)]
        for code, lon in (("92", 4.2), ("93", 4.8), ("94", 5.4))
    }
    contours, monde = tmp_path / "contours", tmp_path / "monde"
    contours.mkdir()
    monde.mkdir()
    shapes = "".join(
        f'<path\n\tid="{code}"\n\taria-label="x"\n\td="{svg_path(points)}"\n/>'
        for code, points in paths.items()
    )
    (contours / "france.departments.svg").write_text(f"<svg>{shapes}</svg>")
    arcs = [arc([*COAST, COAST[0]]), *(arc(island(*frame)) for frame in build_carte.OVERSEAS.values())]
    geometry = {
        "type": "MultiPolygon",
        "properties": {"name": "France"},
        "arcs": [[[number]] for number in range(len(arcs))],
    }
    world = {
        "objects": {"countries": {"geometries": [geometry]}},
        "transform": {"scale": [0.001, 0.001], "translate": [0, 0]},
        "arcs": arcs,
    }
    (monde / "countries-10m.json").write_text(json.dumps(world))
    return contours, monde


@pytest.fixture
def built(packages, tmp_path, monkeypatch, capsys):
    def build(name):
        arguments = ["build_carte", *map(str, packages), "--output", str(tmp_path / name)]
        monkeypatch.setattr("sys.argv", arguments)
        build_carte.main()
        return (tmp_path / name).read_text(encoding="utf-8"), capsys.readouterr().out

    return build


def test_the_drawing_finds_its_place_on_earth(built):
    text, said = built("carte.json")
    carte = json.loads(text)
    assert "médiane 0." in said
    assert sorted(carte["metropole"]["departements"]) == ["69", "75", "92", "93", "94"]
    assert sorted(carte["couronne"]["departements"]) == ["75", "92", "93", "94"]
    assert sorted(carte["outremer"]) == ["971", "972", "973", "974", "976"]


def test_running_it_again_gives_the_same_bytes(built):
    assert built("one.json")[0] == built("two.json")[0]


def test_the_fit_gives_coordinates_back():
    outline = list(between(COAST))
    drawing = {
        "69": [[drawn(*point) for point in between(WEST)]],
        "75": [[drawn(*point) for point in between(EAST)]],
    }
    found = fit.georeference(drawing, [outline])
    assert found.median < 0.2
    for place in ((1.5, 45.5), (5.5, 47)):
        assert found.coordinates(drawn(*place)) == pytest.approx(place, abs=0.005)


def test_neighbours_keep_the_same_border():
    left = [(0, 0), (10, 0), (10.1, 3), (9.6, 6), (10, 10), (0, 10)]
    # The same border the other way round, one point missing and another a hair away.
    right = [(20, 0), (20, 10), (10, 10), (9.6, 6), (10.1, 0)]
    shapes = topology.simplified({"a": [left], "b": [right]}, 0.1)
    border = {(10, 0), (10, 3), (10, 6), (10, 10)}
    assert border & set(shapes["a"][0]) == border & set(shapes["b"][0])


def test_a_line_keeps_what_strays_from_it():
    line = [(0, 0), (5, 0.4), (10, 0), (15, 8), (20, 0)]
    assert topology.douglas_peucker(line, 1) == [(0, 0), (10, 0), (15, 8), (20, 0)]


def test_geometry():
    square, hole = [(0, 0), (12, 0), (12, 12), (0, 12)], [(1, 1), (7, 1), (7, 11), (1, 11)]
    assert area(square) == 144
    assert contains([square, hole], (9, 6))
    assert not contains([square, hole], (5, 5))
    assert contains([square, hole], pole([square, hole]))
    assert encode([square]) == "M0 0l12 0 0 12-12 0z"
