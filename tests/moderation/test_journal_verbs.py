"""Every verb that the journal may hold has its words: the sources are read, no line has to be written first."""

import ast
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from bibia.moderation.journal import VERBS, moment

SOURCES = sorted(
    path for path in Path(settings.BASE_DIR, "bibia").rglob("*.py") if "migrations" not in path.parts
)
JOURNAL = {"journal": 0}  # the one that the verbs share; the others have a parameter named so


def texts(node: ast.expr | None) -> set[str]:
    """The strings that an argument may be: written there, or one of the two of a condition."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def given(call: ast.Call, places: dict[str, int]) -> set[str]:
    keyword = next((one.value for one in call.keywords if one.arg == "verb"), None)
    if ast.unparse(call.func) == "Journal.objects.create":
        return texts(keyword)
    place = places.get(getattr(call.func, "id", ""))
    if place is None:
        return set()
    return texts(keyword) | (texts(call.args[place]) if place < len(call.args) else set())


def verbs_of(source: str) -> set[str]:
    tree = ast.parse(source)
    makers = {
        node.name: [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "ournal" in ast.unparse(node)
    }
    places = JOURNAL | {name: args.index("verb") for name, args in makers.items() if "verb" in args}
    return {verb for node in ast.walk(tree) if isinstance(node, ast.Call) for verb in given(node, places)}


def test_the_sources_are_understood():
    source = """
def _note(by, verb): Journal.objects.create(by=by, verb=verb)
def f():
    _note(me, "a")
    journal("b" if x else "c", me)
    Journal.objects.create(verb="d")
    unrelated("e")
"""
    assert verbs_of(source) == {"a", "b", "c", "d"}


def test_every_verb_has_its_words_and_every_word_its_verb():
    used = {verb for path in SOURCES for verb in verbs_of(path.read_text(encoding="utf-8"))}
    assert len(used) > 60
    assert used - set(VERBS) == set()
    assert set(VERBS) - used == set()


def test_a_line_says_its_day_and_its_time_as_in_france():
    shown = moment(datetime(2026, 3, 5, 8, 5, tzinfo=UTC))
    assert shown.replace("\u00a0", " ") == "5 mars 2026 à 9 h 05"
