"""A QR code as the path of an inline drawing: nothing to load, nothing in style attributes."""

from dataclasses import dataclass

from qrcode.main import QRCode


@dataclass(frozen=True)
class Drawing:
    side: int
    path: str


def drawing(text: str) -> Drawing:
    code = QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark
    )
    return Drawing(len(matrix), path)
