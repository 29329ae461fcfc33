"""Paintings as the bytes of PNG and SVG files."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.look import theme

CSS_DPI = 96  # what a pixel is to a browser

Paint = Callable[[QPainter], None]


def png_bytes(paint: Paint, size: QSize, scale: int = 2) -> bytes:
    """`paint` fills `size`, in logical pixels, on the theme's ground; a pixel is scale × scale."""
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.fill(theme.tokens().color("ground"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        paint(painter)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def svg_bytes(paint: Paint, size: QSize, title: str) -> bytes:
    """The same as lines, letters and crisp images. title: what the file says it is."""
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(CSS_DPI)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    with QPainter(generator) as painter:
        painter.fillRect(QRect(0, 0, size.width(), size.height()), theme.tokens().color("ground"))
        paint(painter)
    # Qt says how an image is to be scaled in a way that browsers read as "smoothly".
    return bytes(data.data()).replace(b"<image ", b'<image style="image-rendering:pixelated" ')
