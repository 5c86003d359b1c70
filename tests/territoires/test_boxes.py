"""Every département has a box, its prefecture is in it, and a box is no larger than it must be."""

from pathlib import Path

from bibia.territoires import boxes, table

PREFECTURES = Path(__file__).parents[1] / "data" / "prefectures.txt"


def prefectures() -> list[tuple[str, float, float]]:
    lines = [line for line in PREFECTURES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return [(code, float(longitude), float(latitude)) for code, longitude, latitude in map(str.split, lines)]


def test_a_prefecture_is_in_its_box_and_in_few_others():
    for code, longitude, latitude in prefectures():
        assert boxes.of_departement(code).holds(latitude, longitude), code
        others = [one.code for one in table.departements() if _holds(one.code, latitude, longitude)]
        assert len(others) <= 9, (code, others)  # the small ones around Paris share theirs
        assert boxes.in_france(latitude, longitude) and not boxes.in_france(longitude, latitude)


def _holds(code: str, latitude: float, longitude: float) -> bool:
    box = boxes.of_departement(code)
    return box is not None and box.holds(latitude, longitude)


def test_every_departement_where_people_live_has_one():
    without = {one.code for one in table.departements() if boxes.of_departement(one.code) is None}
    assert without == {"984", "989"}


def test_a_region_holds_its_departements():
    assert boxes.of_region("11").holds(48.85, 2.35) and not boxes.of_region("11").holds(45.76, 4.83)
    assert boxes.of_region("00") is None and boxes.of_region("") is None
    assert boxes.of_region("04").holds(-20.88, 55.45)  # La Réunion


def test_nowhere_near_france():
    assert not boxes.in_france(0, 0) and not boxes.in_france(40.7, -74.0)
