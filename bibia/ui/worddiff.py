"""Two texts as one, the words taken away and the words added marked."""

import re
from difflib import SequenceMatcher
from itertools import takewhile

from markupsafe import Markup, escape

from bibia.ui.filters import typo

_WORD = re.compile(r"\s+|[^\s]+")
# Beyond, comparing takes longer than reading, and more marks than these are not read: the whole is replaced.
_MOST_WORDS = 500
_MOST_MARKS = 24


Steps = list[tuple[bool, list[str], list[str]]]


def difference(before: str, after: str) -> Markup:
    """Escaped, with <del> and <ins>; empty when the two texts have too little in common to be read as one."""
    parts = []
    for same, was, now in _compared(before, after):
        parts += [_plain(was)] if same else [_marked("del", was), _marked("ins", now)]
    return Markup("").join(parts)


def sides(before: str, after: str) -> tuple[Markup, Markup]:
    """The same as two texts to be read side by side: what goes in the one, what comes in the other."""
    steps = _compared(before, after)
    if not steps:
        return _plain([before]), _plain([after])
    left = [_plain(was) if same else _marked("del", was) for same, was, _ in steps]
    right = [_plain(now) if same else _marked("ins", now) for same, _, now in steps]
    return Markup("").join(left), Markup("").join(right)


def _compared(before: str, after: str) -> Steps:
    """What stays and what changes, in turn; nothing when comparing would not help the reader."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    if max(map(len, middle)) > _MOST_WORDS:
        return []
    steps = _steps(*middle)
    changed = sum(not same for same, *_ in steps)
    kept = start + end + sum(len(was) for same, was, _ in steps if same)
    if changed > _MOST_MARKS or 2 * kept < max(len(old), len(new)):
        return []
    head, tail = old[:start], old[len(old) - end :]
    return [(True, head, head), *steps, (True, tail, tail)]


def _steps(old: list[str], new: list[str]) -> Steps:
    """What is the same and what is not, in turn; the space between two changes is part of the change."""
    steps: Steps = []
    for tag, low, high, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = old[low:high], new[first:last]
        same = tag == "equal" and bool("".join(was).strip())
        if steps and steps[-1][0] == same:
            steps[-1][1].extend(was)
            steps[-1][2].extend(now)
        else:
            steps.append((same, was, now))
    return steps


def _alike(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _plain(words: list[str]) -> Markup:
    return Markup("<br>").join(escape(typo(line)) for line in re.split(r"\n+", "".join(words)))


def _marked(tag: str, words: list[str]) -> Markup:
    text = "".join(words)
    if not text.strip():
        return _plain(words)
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), _plain(words))
