"""Characters that no text keeps: those that nothing can store, and those that nobody sees."""

import re
import unicodedata

# Control characters, and halves of characters (JSON may hold them): no database and no page can keep them.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# What nobody sees and two texts may differ by; what turns the direction of reading may also show another text than the
# one that is there. The joiner of two emoji is kept.
INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b\u200c\u2060-\u2064\ufeff]|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """A text without what cannot be seen nor stored, its accents in one character each."""
    if text.isascii():
        return CONTROLS.sub("", text)
    return unicodedata.normalize("NFC", BIDI.sub("", INVISIBLE.sub("", CONTROLS.sub("", text))))
