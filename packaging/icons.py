"""The app's icon, from its drawing in resources/icons, in the forms that systems want."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
# The four letters by which Apple's format knows the PNG pictures of these sizes.
ICNS_KINDS = {
    "ic04": 16,
    "ic11": 32,
    "ic05": 32,
    "ic12": 64,
    "ic07": 128,
    "ic13": 256,
    "ic08": 256,
    "ic14": 512,
    "ic09": 512,
    "ic10": 1024,
}


def png(drawing: Path, size: int) -> bytes:
    """The SVG file `drawing` on `size` × `size` transparent pixels, as a PNG file."""
    renderer = QSvgRenderer(str(drawing)) if drawing.is_file() else None
    if renderer is None or not renderer.isValid():
        raise SystemExit(f"{drawing} cannot be drawn.")
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def ico(drawing: Path, sizes: Sequence[int] = ICO_SIZES) -> bytes:
    """A Windows icon: a header, a directory of 16 bytes a picture, then PNG files."""
    pictures = [png(drawing, size) for size in sizes]
    offset = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in zip(sizes, pictures, strict=True):
        side = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + b"".join(pictures)


def icns(drawing: Path) -> bytes:
    """A macOS icon: a header, then for each picture its kind, its length and a PNG file."""
    body = b""
    for kind, size in ICNS_KINDS.items():
        picture = png(drawing, size)
        body += kind.encode() + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(body)) + body
