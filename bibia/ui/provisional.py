"""Answers that are right but not the best that will be given: never kept, never confirmed by an ETag."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_marks: ContextVar[list[bool] | None] = ContextVar("provisional", default=None)


@contextmanager
def watched() -> Iterator[list[bool]]:
    """Within, a list that is no longer empty once an answer was provisional."""
    marks: list[bool] = []
    token = _marks.set(marks)
    try:
        yield marks
    finally:
        _marks.reset(token)


def mark() -> None:
    marks = _marks.get()
    if marks is not None:
        marks.append(True)
