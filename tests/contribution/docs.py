"""Documents as word processors write them, and as nobody should."""

import io
import zipfile

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def packed(member: str, xml: str, **others: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, xml)
        for name, content in others.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, head: str = "") -> bytes:
    return packed("word/document.xml", f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>")


def odt(body: str) -> bytes:
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return packed("content.xml", f"<office:document-content {OPEN}>{text}</office:document-content>")
