"""The outlines: every département once, neighbours that touch, and places where they are."""

import gzip
from collections import Counter
from itertools import pairwise
from math import dist, hypot
from pathlib import Path

import pytest

from bibia.catalogue import outlines
from bibia.territoires import table
from bibia.territoires.lambert import Lambert

PREFECTURES = {
    code: (float(longitude), float(latitude))
    for code, longitude, latitude in (
        line.split()
        for line in (Path(__file__).parents[1] / "data" / "prefectures.txt").read_text().splitlines()
        if not line.startswith("#")
    )
}
# On the coast, that the drawing simplifies.
HARBOURS = {"17", "2A", "2B", "83", "971", "972", "973", "976"}


def kilometres_outside(code):
    """How far from the drawing of its département a préfecture falls."""
    plan = outlines.carte().plan_of(code)
    x, y = plan.place(*PREFECTURES[code])
    outline = plan.outlines[code]
    if outline.contains((x, y)):
        return 0.0
    segments = ((a, b) for ring in outline.rings for a, b in pairwise((*ring, ring[0])))
    along = (
        (a[0] + (b[0] - a[0]) * step / 20, a[1] + (b[1] - a[1]) * step / 20)
        for a, b in segments
        for step in range(21)
    )
    return min(hypot(px - x, py - y) for px, py in along) * plan.km


def test_every_departement_is_drawn_once():
    carte = outlines.carte()
    drawn = [*carte.mainland.outlines, *carte.overseas]
    assert sorted(drawn) == sorted(one.code for one in table.departements() if one.region)
    assert set(carte.couronne.outlines) == {"75", "92", "93", "94"}


def test_every_prefecture_is_known_to_the_test():
    assert sorted(PREFECTURES) == sorted(one.code for one in table.departements() if one.region)


@pytest.mark.parametrize("code", PREFECTURES)
def test_a_prefecture_falls_in_its_departement(code):
    outside = kilometres_outside(code)
    assert outside <= (3.0 if code in HARBOURS else 0.0)


@pytest.mark.parametrize("code", ["75", "92", "93", "94"])
def test_the_enlarged_drawing_has_its_own_projection(code):
    plan = outlines.carte().couronne
    assert plan.outlines[code].contains(plan.place(*PREFECTURES[code]))


def test_a_place_of_another_departement_is_not_in_this_one():
    plan = outlines.carte().mainland
    lyon = plan.place(4.835, 45.764)
    assert [code for code, one in plan.outlines.items() if one.contains(lyon)] == ["69"]
    assert not plan.outlines["38"].near(lyon, 5 / plan.km)
    assert plan.outlines["69"].near(lyon, 5 / plan.km)


def test_the_figure_is_written_inside():
    carte = outlines.carte()
    for plan in (carte.mainland, carte.couronne, *carte.overseas.values()):
        for one in plan.outlines.values():
            assert one.contains(one.centre), one.code


def test_neighbours_touch():
    """Inside the country, each piece of border is drawn by two départements: the same points, the other way round."""
    plan = outlines.carte().mainland
    segments = Counter(
        frozenset(pair)
        for one in plan.outlines.values()
        for ring in one.rings
        for pair in pairwise((*ring, ring[0]))
    )
    assert max(segments.values()) == 2
    assert sum(count == 2 for count in segments.values()) > len(segments) * 0.7
    # What only one draws is the coast or the frontier: not inside another département, but for a hair.
    inland = [
        dist(*pair)
        for pair, count in segments.items()
        if count == 1
        for middle in [[sum(axis) / 2 for axis in zip(*pair, strict=True)]]
        if sum(one.contains(middle) for one in plan.outlines.values()) > 1
    ]
    assert sum(inland) * plan.km < 5


def test_the_drawing_is_light():
    path = Path(outlines.__file__).parent / "data" / "carte.json"
    assert len(gzip.compress(path.read_bytes(), mtime=0)) <= 10_240


def test_lambert_93_is_the_published_one():
    """Its constants, as the Institut géographique national gives them, and the point where it starts."""
    lambert = Lambert()
    assert lambert.exponent == pytest.approx(0.7256077650, abs=1e-9)
    assert lambert.constant == pytest.approx(11_754_255.426, abs=0.01)
    assert lambert.top == pytest.approx(12_655_612.050, abs=0.01)
    assert lambert.project(3, 46.5) == pytest.approx((700_000, 6_600_000), abs=0.01)
