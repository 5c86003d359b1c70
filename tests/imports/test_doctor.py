"""Numbers made by dragging a cell: named, never repaired, and the right one proposed when only one can be."""

import pytest

from bibia.imports.doctor import siret_series
from bibia.imports.rows import Line

# Invented: the first has a right key, the three that follow do not.
RIGHT, *WRONG = (f"{243 + step}98151100179" for step in range(4))


def line(number: int, siret: str, *, name: str = "Agglopole", valid: bool = False) -> Line:
    row = Line(number, values={"coll_nom": name}, raw={"coll_siret": siret})
    if valid:
        row.values["coll_siret"] = siret
    else:
        row.say("siret-invalide", "coll_siret")
    return row


def examined(*lines: Line, known=(), official=()) -> list[tuple[list[str], str]]:
    siret_series(lines, lambda name: set(known), lambda siret: siret in official)
    return [
        ([f.code for f in row.findings], row.findings[0].proposal if row.findings else "") for row in lines
    ]


def test_the_wrong_numbers_of_a_series_get_the_only_right_one():
    rows = [line(2, RIGHT, valid=True), *(line(n, siret) for n, siret in enumerate(WRONG, 3))]
    assert examined(*rows) == [([], "")] + [(["siret-serie"], RIGHT)] * 3
    assert rows[0].values["coll_siret"] == RIGHT


def test_spaces_and_the_order_of_rows_do_not_count():
    spaced = [f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}" for siret in WRONG]
    rows = [line(2, spaced[2]), line(3, spaced[0]), line(4, RIGHT, valid=True), line(5, spaced[1])]
    assert [codes for codes, _ in examined(*rows)] == [["siret-serie"], ["siret-serie"], [], ["siret-serie"]]


def test_a_number_of_the_library_may_be_the_right_one():
    rows = [line(n, siret) for n, siret in enumerate(WRONG)]
    assert examined(*rows, known=[RIGHT]) == [(["siret-serie"], RIGHT)] * 3


def test_without_a_right_number_nothing_is_proposed():
    assert examined(*(line(n, siret) for n, siret in enumerate(WRONG))) == [(["siret-serie"], "")] * 3


def test_two_wrong_numbers_are_no_series():
    rows = [line(2, WRONG[0]), line(3, WRONG[1])]
    assert [codes for codes, _ in examined(*rows)] == [["siret-invalide"]] * 2


def test_a_series_belongs_to_one_organisation():
    rows = [line(n, siret, name=f"Ville {n}") for n, siret in enumerate(WRONG)]
    assert [codes for codes, _ in examined(*rows)] == [["siret-invalide"]] * 3


def test_right_numbers_that_follow_each_other_are_left_alone():
    rows = [line(n, siret, valid=True) for n, siret in enumerate([RIGHT, *WRONG])]
    assert examined(*rows) == [([], "")] * 4


def test_a_key_that_falls_right_by_chance_proves_nothing():
    rows = [line(2, RIGHT, valid=True), line(3, WRONG[0]), line(4, WRONG[1], valid=True), line(5, WRONG[2])]
    assert [codes for codes, _ in examined(*rows)] == [["siret-serie"]] * 4
    assert all("coll_siret" not in row.values for row in rows)


def test_the_table_of_territories_tells_which_one_is_real():
    rows = [line(2, RIGHT, valid=True), line(3, WRONG[0]), line(4, WRONG[1], valid=True), line(5, WRONG[2])]
    found = examined(*rows, official=[RIGHT])
    assert found == [([], ""), *[(["siret-serie"], RIGHT)] * 3]


@pytest.mark.parametrize("power", [0, 4, 13])
def test_the_block_that_grows_may_be_anywhere(power):
    first = 24_398_151_100_179
    rows = [line(n, str(first + n * 10**power)) for n in range(3)]
    assert [codes for codes, _ in examined(*rows)] == [["siret-serie"]] * 3
