"""What stands for an example on the map: a mark in its class's colour and shape, its name, or its
picture; with a ring where the network is wrong about it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QPen, QPixmap

from app.look import colors, theme
from app.look.class_colors import class_color, class_mark
from core.network.arrays import Array

RADIUS = 2.5  # of a dot, in logical pixels at 100 %
RING = 2.1  # radii: of the ring around a wrong one
HALO = 0.5  # of the ground around each, so that close ones part
LETTERS = 2  # of a class's name that stand in place of its mark
SIDE = 28


def draw_mark(
    painter: QPainter, at: QPointF, number: int, *, wrong: bool, radius: float | None = None
) -> None:
    """The mark of class `number`. radius: logical pixels; as on the map without it."""
    look = theme.tokens()
    radius = radius or RADIUS * look.scale
    if wrong:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("ink"), 1.2 * look.scale))
        painter.drawEllipse(at, RING * radius, RING * radius)
    painter.setPen(Qt.PenStyle.NoPen)
    for color, size in ((look.color("ground"), radius + HALO), (class_color(number, look), radius)):
        painter.setBrush(color)
        painter.drawPath(class_mark(number, size).translated(at))


def draw_letters(painter: QPainter, at: QPointF, number: int, name: str, *, wrong: bool) -> None:
    """The beginning of the class's name, in its colour."""
    look = theme.tokens()
    font = theme.font(look.type_note, QFont.Weight.Bold)
    box = _letters_box(font.pixelSize())
    box.moveCenter(at)
    if wrong:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("ink"), 1.2 * look.scale))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.setFont(font)
    painter.setPen(class_color(number, look))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name[:LETTERS])


def name_path(name: str, *, large: bool) -> QPainterPath:
    """A class's name around 0, bold. large: in the size of headings."""
    look = theme.tokens()
    path = QPainterPath()
    font = theme.font(look.type_heading if large else look.type_text, QFont.Weight.Bold)
    path.addText(0, 0, font, name)
    middle = path.boundingRect().center()
    return path.translated(-middle)


def draw_name(painter: QPainter, at: QPointF, path: QPainterPath, number: int) -> None:
    """The name of class `number`, of name_path(), in its colour on a rim of the ground."""
    look = theme.tokens()
    painter.translate(at)
    painter.strokePath(path, QPen(look.color("ground"), 5 * look.scale))
    painter.fillPath(path, class_color(number, look))
    painter.translate(-at)


def _letters_box(size: float) -> QRectF:
    return QRectF(0, 0, 1.9 * size, 1.9 * size)


class Sprites:
    """One image with a cell for each class, right and wrong; copied to many places at once.

    It is made for one theme, ratio of pixels and list of classes: make another when these change.
    """

    def __init__(self, names: Sequence[str], ratio: float, *, letters: bool) -> None:
        look = theme.tokens()
        across = (
            _letters_box(look.type_note).width()
            if letters
            else 2 * (RADIUS * RING + 1) * look.scale
        )
        self._ratio = ratio
        self._side = int(np.ceil(across * ratio / 2)) * 2
        small = int(np.ceil((RADIUS + HALO + 0.5) * look.scale * ratio)) * 2
        self._small = self._side if letters else min(small, self._side)
        self._sheet = QPixmap(self._side * 2 * max(len(names), 1), self._side)
        self._sheet.fill(Qt.GlobalColor.transparent)
        with QPainter(self._sheet) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(ratio, ratio)
            half = self._side / ratio / 2
            for cell in range(2 * len(names)):
                number, wrong = divmod(cell, 2)
                at = QPointF(half * (2 * cell + 1), half)
                if letters:
                    draw_letters(painter, at, number, names[number], wrong=bool(wrong))
                else:
                    draw_mark(painter, at, number, wrong=bool(wrong))
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)

    def paint(self, painter: QPainter, pixels: Array, cells: NDArray[np.intp]) -> None:
        """pixels: (2, m), logical, of the middles. cells: (m,), twice the class, plus 1 where it is
        wrong."""
        # A right one needs no room for a ring: fewer pixels are copied.
        sides = np.where(cells % 2, self._side, self._small)
        inset = (self._side - sides) / 2
        self._fragments.resize(len(cells))
        table = self._fragments.ndarray()
        # A whole pixel of the device: sprites need not be smoothed.
        table[:, 0] = np.round(pixels[0] * self._ratio) / self._ratio
        table[:, 1] = np.round(pixels[1] * self._ratio) / self._ratio
        table[:, 2] = cells * self._side + inset
        table[:, 3] = inset
        table[:, 4] = table[:, 5] = sides
        table[:, 6] = table[:, 7] = 1 / self._ratio
        table[:, 8], table[:, 9] = 0, 1
        # Qt takes a pointer and a length, too, which its stubs do not say.
        painter.drawPixmapFragments(*self._fragments.drawargs(), self._sheet)  # type: ignore[call-arg]


def draw_pictures(
    painter: QPainter,
    pixels: Array,
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    wrong: NDArray[np.bool_],
    scale: float,
) -> None:
    """The images themselves, (m, 784), in their class's colour, `scale` logical pixels a pixel."""
    look = theme.tokens()
    inks = np.array([class_color(n, look).rgb() & 0xFFFFFF for n in range(labels.max() + 1)])
    alpha = images.reshape(-1, SIDE, SIDE).astype(np.uint32)
    ink = inks.astype(np.uint32)[labels][:, None, None]
    parts = [((ink >> shift & 0xFF) * alpha // 255) << shift for shift in (16, 8, 0)]
    drawn = (alpha << 24) | parts[0] | parts[1] | parts[2]
    side = SIDE * scale
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color("ink"), 1.2 * look.scale))
    for (x, y), picture, is_wrong in zip(pixels.T, drawn, wrong, strict=True):
        box = QRectF(x - side / 2, y - side / 2, side, side)
        image: QImage = colors.to_image(picture, opaque=False)
        painter.drawImage(box, image)
        if is_wrong:
            painter.drawEllipse(box)
