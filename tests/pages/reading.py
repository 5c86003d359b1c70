"""Reads a page as its readers do: elements, headings, visible text."""

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "code", "pre", "head"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.visible: list[str] = []
        self.title = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], f"éléments non fermés : {self._open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open, f"</{tag}> sans ouverture"
        assert self._open[-1] == tag, f"</{tag}> ferme <{self._open[-1]}>"
        self._open.pop()

    def handle_data(self, data):
        if self._open[-2:] == ["head", "title"]:  # a drawing has its title too
            self.title += data
        if not SILENT & set(self._open):
            self.visible.append(data)
        if self._open and re.fullmatch("h[1-6]", self._open[-1]):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if attrs.get("id")]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


# A plain space, a line break or nothing where French printing wants a no-break space; a typewriter apostrophe.
FAULTS = re.compile(
    r"(?<=\w)[ \n](?=[;:?!](?!\w))"
    r"|«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»"
    r"|(?<=[^\W\d_])'(?=[^\W\d_])"
    r"|(?<=[^\W\d_])[;?!](?=\s|$)"
)


def faults(text: str) -> list[str]:
    """The French typography mistakes of a text, each with its surroundings."""
    return [text[max(0, m.start() - 20) : m.end() + 20] for m in FAULTS.finditer(text)]
