"""Whatever is painted comes back out of the file."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.desktop.picture_files import png_bytes, svg_bytes
from app.look import theme

SVG = "{http://www.w3.org/2000/svg}"


def paint(painter: QPainter) -> None:
    painter.fillRect(QRectF(10, 5, 20, 10), QColor("#2166ac"))
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.fill(QColor("#a65205"))
    painter.drawImage(QRectF(40, 5, 20, 10), image)
    painter.setPen(QColor("#123456"))
    painter.drawText(QRectF(0, 20, 100, 30), Qt.AlignmentFlag.AlignLeft, "dW² ≤ −0.1")


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_png_has_the_ground_and_what_was_painted(look: theme.Watcher, scale: int) -> None:
    image = QImage.fromData(QByteArray(png_bytes(paint, QSize(100, 60), scale)), "PNG")
    assert image.size() == QSize(100, 60) * scale
    assert image.pixelColor(0, 0).name() == theme.tokens().ground
    assert image.pixelColor(10 * scale, 5 * scale).name() == "#2166ac"
    assert image.pixelColor(30 * scale - 1, 15 * scale - 1).name() == "#2166ac"
    assert image.pixelColor(59 * scale, 14 * scale).name() == "#a65205"


def test_an_svg_has_words_as_words_and_images_as_they_were(look: theme.Watcher) -> None:
    data = svg_bytes(paint, QSize(100, 60), "Loss & accuracy")
    root = ElementTree.fromstring(data)
    assert root.get("viewBox") == "0 0 100 60"
    assert root.findtext(f"{SVG}title") == "Loss & accuracy"
    assert [each.text for each in root.iter(f"{SVG}text")] == ["dW² ≤ −0.1"]
    image = next(root.iter(f"{SVG}image"))
    assert image.get("style") == "image-rendering:pixelated"
    packed = re.sub("^.*,", "", image.get("{http://www.w3.org/1999/xlink}href", ""))
    assert QImage.fromData(base64.b64decode(packed)).size() == QSize(2, 1)


def test_an_svg_is_as_large_on_a_page_as_on_the_screen(look: theme.Watcher) -> None:
    root = ElementTree.fromstring(svg_bytes(paint, QSize(96, 48), "One inch"))
    assert float(root.get("width", "").removesuffix("mm")) == pytest.approx(25.4, abs=0.01)
    assert float(root.get("height", "").removesuffix("mm")) == pytest.approx(12.7, abs=0.01)


def test_a_renderer_draws_it(look: theme.Watcher) -> None:
    renderer = QSvgRenderer(QByteArray(svg_bytes(paint, QSize(100, 60), "A picture")))
    image = QImage(100, 60, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        renderer.render(painter)
    assert image.pixelColor(20, 10).name() == "#2166ac"
    assert image.pixelColor(99, 1).name() == theme.tokens().ground
