"""The controlled lists, read from one data file, with every spelling met in real tables."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz, process

from bibia.ui.text import fold, squeeze

SOURCE = Path(__file__).parent / "data" / "vocabularies.toml"
# What may stand between two labels of one cell. Labels hold hyphens and commas themselves:
# a cell is read label by label, never split blindly.
_SEPARATOR = re.compile(r"\s*(?:[-–,;/|•]\s*|$)")


@dataclass(frozen=True)
class Term:
    code: str
    label: str
    aliases: tuple[str, ...] = ()
    home: str = ""
    family: str = ""


def normal(text: str) -> str:
    """What a comparison looks at: no case, no accent, straight apostrophes, single spaces."""
    return fold(squeeze(text))


@dataclass(frozen=True)
class Vocabulary:
    name: str
    terms: tuple[Term, ...]
    _spellings: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for term in self.terms:
            for spelling in (term.code, term.label, *term.aliases):
                self._spellings.setdefault(normal(spelling), term.code)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(term.code for term in self.terms)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(term.code, term.label) for term in self.terms]

    def term(self, code: str) -> Term:
        return next(term for term in self.terms if term.code == code)

    def label(self, code: str) -> str:
        return self.term(code).label

    def match(self, text: str) -> str | None:
        """The code of a label, an alias or a code; None when nothing is the same."""
        return self._spellings.get(normal(text))

    def match_many(self, text: str) -> tuple[list[str], list[str]]:
        """(codes, parts that match nothing) of a cell that holds several labels."""
        by_line = self._read(re.sub(r"[\r\n]+", ";", text.strip()))
        if not by_line[1]:
            return by_line
        across_lines = self._read(text)
        return across_lines if len(across_lines[1]) < len(by_line[1]) else by_line

    def nearest(self, text: str) -> str | None:
        """The code of the spelling that looks most like this text, when one really does."""
        found = process.extractOne(normal(text), self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=80)
        return self._spellings[found[0]] if found else None

    def _read(self, text: str) -> tuple[list[str], list[str]]:
        codes: list[str] = []
        unknown: list[str] = []
        rest = normal(text).strip(" -,;/|")
        while rest:
            code, length = self._at_start(rest)
            if code:
                codes.append(code)
            else:
                length = self._next_known(rest)
                unknown.append(rest[:length].strip(" -,;/|"))
            separator = _SEPARATOR.match(rest, length)
            rest = rest[separator.end() if separator else length :].lstrip(" ,;/|")
        return list(dict.fromkeys(codes)), [part for part in unknown if part]

    def _at_start(self, text: str) -> tuple[str | None, int]:
        """The longest spelling that stands whole at the start of `text`, and its length."""
        whole = [s for s in self._spellings if text.startswith(s) and _SEPARATOR.match(text, len(s))]
        longest = max(whole, key=len, default="")
        return self._spellings.get(longest), len(longest)

    def _next_known(self, text: str) -> int:
        """Where the next separator followed by a known label stands, else where the part ends."""
        for separator in re.finditer(r"\s*[-–,;/|•]\s*", text):
            if self._at_start(text[separator.end() :])[0]:
                return separator.start()
        strong = re.search(r"\s*[;|]\s*", text)
        return strong.start() if strong else len(text)


def _load() -> dict[str, Vocabulary]:
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return {
        name: Vocabulary(
            name,
            tuple(
                Term(
                    code,
                    entry["label"].replace("'", "’"),
                    tuple(entry.get("aliases", ())),
                    entry.get("home", ""),
                    entry.get("family", ""),
                )
                for code, entry in table.items()
            ),
        )
        for name, table in tables.items()
    }


VOCABULARIES = _load()
