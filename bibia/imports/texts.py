"""What happened to a text on its way: encodings, invisible characters, codes and formulas of spreadsheets.

Only what is reversible and carries no meaning is undone; the rest is said, with the repaired text when it is proven.
"""

import html
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field

from bibia.fiches.characters import BIDI, INVISIBLE
from bibia.imports.words import is_blank, is_none


@dataclass
class Cleaned:
    text: str
    said: list[tuple[str, str, str]] = field(default_factory=list)  # (code, message, proposal)
    lost: bool = False  # nothing of the cell can be kept
    literal: bool = False  # an apostrophe says that this is a text, whatever it looks like

    def say(self, code: str, message: str = "", proposal: str = "") -> None:
        self.said.append((code, message, proposal))


ERRORS = {
    "#REF!",
    "#N/A",
    "#NAME?",
    "#NOM?",
    "#VALUE!",
    "#VALEUR!",
    "#DIV/0!",
    "#NULL!",
    "#NUL!",
    "#NUM!",
    "#NOMBRE!",
    "#SPILL!",
}
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(r"=\s*(?:[A-Za-zÀ-ÿ_.]+\(|[+-]?[A-Z$]{1,4}\d|\(|\+|-|\d|')")


def clean(cell: str, *, from_csv: bool = False) -> Cleaned:
    found = Cleaned(cell.strip())
    if not found.text:
        return found
    _unquote(found, from_csv=from_csv)
    if not found.literal and found.text.upper() in ERRORS:
        found.say("erreur-tableur")
        found.lost = True
    if found.lost or (found.text.isascii() and found.text.isprintable() and not _CODED.search(found.text)):
        return found
    if not (found.literal or found.text[0] in "[{"):  # a list is written by a program, ends of lines included
        _excel(found)
    _broken(found)
    _invisible(found)
    _composed(found)
    _tags(found)
    found.text = found.text.strip()
    return found


def _unquote(found: Cleaned, *, from_csv: bool) -> None:
    if found.text[0] == "'" and _is_marked(found.text[1:]):
        found.text, found.literal = found.text[1:], True
    elif from_csv and (kept := _KEPT_AS_TEXT.fullmatch(found.text)):
        found.text = kept[1].strip()
    elif from_csv and _FORMULA.match(found.text):
        found.say("formule-texte")
        found.lost = True


def needs_apostrophe(text: str) -> bool:
    """Whether a text would be taken for something else where it is read again, without an apostrophe before it."""
    if text[:1] == "'":
        return _is_marked(text[1:])
    if text[:1] in tuple("=+-@\t") or _ESCAPED.search(text):
        return True
    return text.upper() in ERRORS or is_none(text) or is_blank(text)


def _is_marked(rest: str) -> bool:
    """Whether an apostrophe before this text is a mark, and not its first letter."""
    return rest[:1] in tuple("'0123456789") or needs_apostrophe(rest)


_ESCAPED = re.compile(r"_x(000[9AaDd])_")  # tabulations and ends of lines
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|table|tr|td|font|script|img)\b[^>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", re.IGNORECASE)
_CODED = re.compile(r"_x000[9AaDd]_|<|&|[a-z]\?[a-z]")


def _excel(found: Cleaned) -> None:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), found.text)
    if text != found.text:
        found.text = text.replace("\r\n", "\n").replace("\r", "\n")
        found.say("code-excel")


# UTF-8 read as Windows-1252: a lead letter, then characters that stand for bytes 80 to BF.
_TRAILS = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_RUN = re.compile(rf"[ÂÃÄÅÎÐâï][{re.escape(_TRAILS)}]{{1,2}}")
# "à" whose second byte, a no-break space, became a plain one or was trimmed: after a capital, it may be a true "Ã".
_BROKEN_A = re.compile(r"(?<![A-ZÀ-Þ])Ã(?: (?=[ ,.)])|(?=\s|\Z))")
# Mac Roman read as Windows-1252 ("numŽro", "lÕeau", "dŽjˆ"): no French word has these beside a small letter.
_MAC = re.compile(r"[A-Za-z]Õ(?=[a-zŽ])|[a-z][Žˆ™](?=[a-z])|[a-zŽ][Žˆ](?!\w)")
_WINDOWS = re.compile(r"[\x80-\x9f]")  # Windows-1252 read as Latin-1
_LOST = re.compile(r"\ufffd|(?<![\w/?&=.-])[a-zà-ÿ]+\?[a-zà-ÿ]+(?![\w/?&=])", re.IGNORECASE)


def _broken(found: Cleaned) -> None:
    repaired = _repaired(found.text)
    if repaired != found.text:
        found.say("texte-abime", proposal=repaired)
    elif _LOST.search(found.text):
        message = "Des caractères de ce texte ont été perdus : recopiez-le depuis sa source."
        found.say("texte-abime", message)
    elif _MAC.search(found.text):
        message = "Ce texte vient sans doute d’un ancien Mac : enregistrez le fichier en UTF-8."
        found.say("texte-abime", message)


def _repaired(text: str) -> str:
    for _ in range(2):  # a file may have been broken twice
        better = _BROKEN_A.sub("à", _RUN.sub(lambda match: _rune(match[0]), text))
        better = _WINDOWS.sub(lambda match: _byte(match[0]), better)
        if better == text:
            break
        text = better
    return text


def _byte(char: str) -> str:
    return char.encode("latin-1").decode("cp1252", "ignore") or char


def _rune(run: str) -> str:
    """The one character that these stand for, or themselves."""
    try:
        data = b"".join(
            char.encode("cp1252") if char not in _UNDEFINED else char.encode("latin-1") for char in run
        )
    except UnicodeEncodeError:
        return run
    for length in (3, 2):
        with suppress(UnicodeDecodeError):
            if len(data) >= length and len(text := data[:length].decode()) == 1:
                return text + run[length:]
    return run


_UNDEFINED = "\x81\x8d\x8f\x90\x9d"  # bytes that Windows-1252 leaves out


def _invisible(found: Cleaned) -> None:
    without = BIDI.sub("", found.text)
    if without != found.text:
        found.say("caracteres-bidi")
    text = INVISIBLE.sub("", without)
    if text != without:
        found.say("caracteres-invisibles")
    found.text = text


def _composed(found: Cleaned) -> None:
    text = unicodedata.normalize("NFC", found.text)
    if text != found.text:
        found.say("texte-decompose")
    found.text = text


def _tags(found: Cleaned) -> None:
    if found.text[:1] in "[{" or not (_TAG.search(found.text) or _ENTITY.search(_outside_links(found.text))):
        return
    proposal = html.unescape(_TAG.sub(" ", found.text))
    found.say(
        "balises-html", proposal="\n".join(" ".join(line.split()) for line in proposal.split("\n")).strip()
    )


def _outside_links(text: str) -> str:
    return re.sub(r"https?://\S+", "", text)
