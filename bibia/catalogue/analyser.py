"""The one French analyser: what is indexed and what is asked go through the same words."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from bibia.ui.text import fold

_snowball = Stemmer.Stemmer("french", 0)

_CLEANED = {
    **dict.fromkeys(map(ord, "’‘ʼ´`′＇"), "'"),
    # Soft hyphens, zero-width characters and marks of order: invisible, and inside words.
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None),
}
_UNCLEAN = re.compile(f"[{re.escape(''.join(map(chr, _CLEANED)))}]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

# A token may hold apostrophes, hyphens and full stops between its letters; "90+" keeps its sign.
_TOKEN = re.compile(r"[^\W_]+(?:['.‐‑-][^\W_]+)*\+?")
_JOINTS = re.compile(r"['.‐‑-]")

_ELISIONS = "l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu"
_ELIDED = frozenset(_ELISIONS.split())

# Folded forms. "ia" is deliberately absent: common here, and yet what people look for.
_STOP = """
a afin ai ainsi alors apres as au aucun aucune aujourd aussi autre autres aux avait avant avec avoir
ayant ca car ce cela celle celles celui ces cet cette ceux chaque ci comme comment dans de depuis des
devant donc dont du elle elles en encore entre est et etaient etait etant ete etes etre eu eux fait faire
font fut hui il ils je la le les leur leurs lors lorsque lui ma mais me meme memes mes mettre moi mon ne
ni nos notre nous on ont or ou par pas pendant permet permettant peu peut peuvent plus pour quand que
quel quelle quelles quels qui quoi sa sans se sera serait seront ses si soit son sont sous suis sur ta te
tes toi ton tous tout toute toutes tres tu un une vers via vos votre vous y
"""
STOP_WORDS = frozenset(_STOP.split())

# Where snowball puts two families of this corpus under one stem; each pair is guarded by a test.
_KEPT_APART = {
    "collectivite": "collectivit",  # else collecte, collectif
    "collectivites": "collectivit",
    "communication": "communicat",  # else commune
    "communications": "communicat",
    "donnee": "donnee",  # else don, donner
    "donnees": "donnee",
    "environnement": "environnement",  # else environ
    "mobilite": "mobilit",  # else mobile
    "mobilites": "mobilit",
}


class Word(NamedTuple):
    """A word as written (lower case, accents kept), where it stands, and the whole it is part of."""

    surface: str
    start: int
    end: int
    whole: str = ""


class Span(NamedTuple):
    """Where a word stands, and what it stands for."""

    start: int
    end: int
    terms: frozenset[str]


def clean(text: str) -> str:
    """Composed accents, straight apostrophes, nothing invisible: what spans returned by `words` refer to."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(_CLEANED) if _UNCLEAN.search(composed) else composed


def words(text: str) -> Iterator[Word]:
    """Every word of a cleaned text, stop words included; elided articles are left out."""
    for match in _TOKEN.finditer(_lower(text)):
        yield from _split(match.group(), match.start())


def words_under(text: str, wanted: frozenset[str]) -> list[Span]:
    """The words of a text, cleaned and squeezed, that stand for one of the terms; the others cost next to nothing."""
    text = _lower(text)
    said = _standing_for(wanted).among(set(text.split()))
    spans = []
    apart = f" {text} "
    for piece in said:
        at = apart.find(f" {piece} ")
        while at >= 0:
            spans += [Span(at + start, at + end, found) for start, end, found in _under(piece, wanted)]
            at = apart.find(f" {piece} ", at + 1)
    return sorted(spans)


def terms_under(text: str, wanted: frozenset[str]) -> frozenset[str]:
    """Which of the terms a cleaned text holds."""
    said = _standing_for(wanted).among(set(_lower(text).split()))
    return frozenset().union(*[found for piece in said for _, _, found in _under(piece, wanted)])


class _StandingFor:
    """Which pieces of text hold some terms. The texts of a page share most of theirs: each is analysed once."""

    def __init__(self, terms: frozenset[str]) -> None:
        self._terms = terms
        self._beginnings = {_as_i(term[:2]) for term in terms}
        # The pieces met, and those of them that do: replaced together, and what is met is always judged already, so
        # that no thread sees one without the other.
        self._known: tuple[set[str], set[str]] = set(), set()

    def among(self, pieces: set[str]) -> set[str]:
        met, found = self._known
        if new := pieces - met:
            if len(met) > _MOST_MET:
                self._known = met, found = set(), set()
                new = pieces
            found.update([piece for piece in filter(self._likely, new) if self._holds(piece)])
            met |= new
        return pieces & found

    def _likely(self, piece: str) -> bool:
        # A stem begins as its word: most words are set aside without being analysed.
        return not (self._beginnings.isdisjoint(_beginnings(piece[:2])) and piece.isalnum())

    def _holds(self, piece: str) -> bool:
        tokens = filter(self._likely, _TOKEN.findall(piece))
        return any(not self._terms.isdisjoint(analyse(token)[0]) for token in tokens)


_MOST_MET = 10_000


@lru_cache(maxsize=4_000)
def _beginnings(letters: str) -> tuple[str, str]:
    # Of one letter too: so are a few stems.
    folded = _as_i(fold(letters))
    return folded[:1], folded[:2]


def _as_i(letters: str) -> str:
    # Some stems write "i" for the "y" of their word.
    return letters.replace("y", "i")


_standing_for = lru_cache(maxsize=16)(_StandingFor)


@lru_cache(maxsize=20_000)
def _under(piece: str, wanted: frozenset[str]) -> tuple[Span, ...]:
    read = ((word, wanted.intersection(terms(word))) for word in words(piece))
    return tuple(Span(word.start, word.end, found) for word, found in read if found)


def tokens(text: str) -> list[str]:
    """The same, before they are cut into words: what is counted once per record is analysed once per word."""
    found: list[str] = []
    for piece in _lower(clean(text)).split():
        if piece.isalnum():  # nearly all are, and the expression would take four times longer to say so
            found.append(piece)
        else:
            found += _TOKEN.findall(piece)
    return found


@lru_cache(maxsize=200_000)
def analyse(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms of a token, and the words that the vocabulary keeps of it."""
    parts = tuple(_split(token, 0))
    found = dict.fromkeys(one for part in parts for one in terms(part))
    return tuple(found), tuple(part.surface for part in parts if not is_noise(part.surface))


def sequence(token: str) -> tuple[str, ...]:
    """The terms of a token in the order in which they are read: what phrases are verified on."""
    return tuple(term(part.surface) for part in _split(token, 0) if not is_noise(part.surface))


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    # "İ" grows when lowered: spans would shift.
    return "".join(char if len(char.lower()) != 1 else char.lower() for char in text)


def _split(token: str, start: int) -> Iterator[Word]:
    parts: list[Word] = []
    for piece in _pieces(token, start):
        after = token[piece.end - start : piece.end - start + 1]
        if parts or after != "'" or piece.surface not in _ELIDED:
            parts.append(piece)
    if len(parts) == 1:
        yield parts[0]
        return
    whole = "".join(part.surface for part in parts)
    for part in parts:
        yield part._replace(whole=whole)


def _pieces(token: str, start: int) -> Iterator[Word]:
    at = 0
    for joint in _JOINTS.finditer(token):
        yield Word(token[at : joint.start()], start + at, start + joint.start())
        at = joint.end()
    yield Word(token[at:], start + at, start + len(token))


@lru_cache(maxsize=100_000)
def term(surface: str) -> str:
    """What a written word is indexed under: its stem, without accents."""
    surface = surface.translate(_LIGATURES)
    folded = fold(surface)
    if folded in _KEPT_APART:
        return _KEPT_APART[folded]
    return fold(_snowball.stemWord(surface))


def terms(word: Word) -> tuple[str, ...]:
    """The terms one written word stands for, none for a stop word."""
    found = []
    if not is_noise(word.surface):
        found.append(term(word.surface))
        if word.surface.endswith("+"):
            found.append(term(word.surface.rstrip("+")))
    if word.whole:
        found.append(term(word.whole))
    return tuple(found)


@lru_cache(maxsize=100_000)
def is_noise(surface: str) -> bool:
    folded = fold(surface)
    return folded in STOP_WORDS or (len(folded) == 1 and not folded.isdigit())
