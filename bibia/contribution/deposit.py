"""The text of a file that somebody already wrote, to stand beside the form: read, never interpreted."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree
from xml.parsers import expat

from django.core.files.uploadedfile import UploadedFile

from bibia.contribution.models import LONGEST_TEXT
from bibia.fiches.actions import Refusal
from bibia.fiches.inputs import Prose

ACCEPTED = ".txt, .md, .docx, .odt"
LARGEST = 5 * 1024 * 1024  # bytes of the file
_INFLATED = 20 * 1024 * 1024  # bytes of its text once inflated
_DEEPEST = 200  # elements one in another
_UNREADABLE = "Ce fichier ne se lit pas. Ouvrez-le, copiez son texte et collez-le ici."
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CONTENT = {"docx": "word/document.xml", "odt": "content.xml"}


def read(file: UploadedFile) -> str:
    """Raises Refusal with what to do instead."""
    name = (file.name or "").lower()
    kind = name.rpartition(".")[2]
    if kind not in ("txt", "md", *_CONTENT):
        raise Refusal(
            f"Seuls les fichiers {ACCEPTED} se lisent ici. D’un autre, copiez le texte et collez-le."
        )
    if (file.size or 0) > LARGEST:
        raise Refusal("Ce fichier dépasse 5 Mo. Copiez-en le texte et collez-le ici.")
    content = file.read(LARGEST + 1)
    text = _document(content, _CONTENT[kind]) if kind in _CONTENT else _plain(content)
    text = tidy(text)
    if not text:
        raise Refusal("Ce fichier ne contient pas de texte.")
    return text


def tidy(text: str) -> str:
    """What no page can show goes, empty lines are few, and the end of what is too long is left out."""
    return re.sub(r"\n{3,}", "\n\n", Prose().to_python(text)).strip()[:LONGEST_TEXT]


def _plain(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _document(content: bytes, member: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(member) as inside:
            xml = inside.read(_INFLATED + 1)
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        RuntimeError,  # a password, a compression that is not known
        EOFError,
        ValueError,
        zlib.error,
    ):
        raise Refusal(_UNREADABLE) from None
    if len(xml) > _INFLATED:
        raise Refusal("Ce document est trop long. Copiez-en le texte utile et collez-le ici.")
    _harmless(xml)
    try:
        return _paragraphs(ElementTree.fromstring(xml))
    except ElementTree.ParseError:
        raise Refusal(_UNREADABLE) from None


def _harmless(xml: bytes) -> None:
    """No declaration of a type or of an entity, which could grow without end, and no endless nesting."""
    parser, depth = expat.ParserCreate(), 0

    def refuse(*_args) -> None:
        raise Refusal(_UNREADABLE)

    def enter(*_args) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            refuse()

    def leave(*_args) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refusal(_UNREADABLE) from None


def _paragraphs(root: ElementTree.Element) -> str:
    lines = []
    for element in root.iter():
        if element.tag in (f"{_W}p", f"{_T}p", f"{_T}h"):
            lines.append("".join(_pieces(element)))
    return "\n".join(lines)


def _pieces(paragraph: ElementTree.Element):
    """The words of a paragraph; tabs and breaks are spaces and lines, other paragraphs inside it stand alone."""
    stack = [iter([paragraph])]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        if isinstance(element, str):
            yield element
            continue
        yield from _own(element)
        stack.append(_inside(element, paragraph))


def _own(element: ElementTree.Element):
    if element.tag in (f"{_W}tab", f"{_T}tab", f"{_T}s"):
        yield " "
    elif element.tag in (f"{_W}br", f"{_T}line-break"):
        yield "\n"


def _inside(element: ElementTree.Element, paragraph: ElementTree.Element):
    """The text and the children of an element, in order; Word keeps its words in w:t alone."""
    says = not element.tag.startswith(_W) or element.tag == f"{_W}t"
    if says and element.text:
        yield element.text
    for child in element:
        if child.tag not in (f"{_W}p", f"{_T}p", f"{_T}h"):
            yield child
        if child.tail and not child.tag.startswith(_W):
            yield child.tail
