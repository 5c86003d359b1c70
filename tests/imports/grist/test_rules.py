"""The three-way comparison, case by case, and which fields travel."""

import pytest

from bibia.fiches.fields import FIELDS, Access
from bibia.imports.grist.rules import UNKNOWN, Verdict, decide, is_read, travels

A, B, C, EMPTY = "a", "b", "c", ""
BOTH, READ, WRITE = (
    {"reads": True, "writes": True},
    {"reads": True, "writes": False},
    {"reads": False, "writes": True},
)


@pytest.mark.parametrize(
    ("base", "here", "there", "expected"),
    [
        (A, A, A, Verdict.AGREE),
        (A, B, B, Verdict.AGREE),
        (UNKNOWN, B, B, Verdict.AGREE),
        (A, B, A, Verdict.PUSH),
        (A, A, B, Verdict.PROPOSE),
        (A, EMPTY, A, Verdict.PUSH),
        (A, A, EMPTY, Verdict.PROPOSE),
        (A, B, C, Verdict.CONFLICT),
        (A, EMPTY, C, Verdict.CONFLICT),
        (UNKNOWN, A, EMPTY, Verdict.PUSH),
        (UNKNOWN, EMPTY, B, Verdict.PROPOSE),
        (UNKNOWN, A, B, Verdict.CONFLICT),
    ],
)
def test_both_ways(base, here, there, expected):
    assert decide(base, here, there, **BOTH) is expected


@pytest.mark.parametrize("direction", [READ, WRITE])
@pytest.mark.parametrize("base", [A, UNKNOWN])
def test_one_way_never_does_the_other(base, direction):
    for here in (A, B, EMPTY):
        for there in (A, C, EMPTY):
            found = decide(base, here, there, **direction)
            assert found is not (Verdict.PUSH if direction is READ else Verdict.PROPOSE)


def test_what_the_library_writes_by_itself_is_never_asked_of_grist():
    assert decide(A, A, B, **BOTH, owned=True) is Verdict.PUSH
    assert decide(A, A, B, **READ, owned=True) is Verdict.HELD


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_only_a_private_document_is_told_what_is_restricted_and_none_what_is_internal(field):
    assert travels(field.name, private=False) == (field.access in (Access.PUBLIC, Access.PER_ITEM))
    assert travels(field.name, private=True) == (field.access is not Access.INTERNAL)
    for private in (True, False):
        assert travels(field.name, private=private) or not is_read(field.name, private=private)


def test_what_a_public_document_shows_in_part_is_not_read_back():
    for name in ("url_ressources", "aipd", "ria_classe", "decision_individuelle"):
        assert travels(name, private=False) and not is_read(name, private=False)
        assert is_read(name, private=True)
