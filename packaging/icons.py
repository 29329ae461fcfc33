"""Drawings as pictures of a size, for systems that want such. PyInstaller makes the icon files of
Windows and macOS from one of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


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
