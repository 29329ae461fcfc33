"""Why: over the ink, what each pixel of the network's input adds for its answer or against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look import theme
from app.look.colors import LEVELS, levels, lightness, palette, scale_of, to_image
from app.look.tokens import LIGHT

SIDE = 28
DIMMED = 0.75  # of the ink beneath goes
SIGNED_FROM = 0.3  # of the limit; a weaker pixel bears no sign
DARK_BELOW = 0.62  # OKLab lightness; a sign is white on it, else black
BLOCKS = (1, 2, 4)  # pixels that may share a sign, across and down
LEAST_CELL = 7.0  # logical pixels that a sign needs
LEGEND_HEIGHT = 28

# On the canvas, in both schemes, "nothing either way" is white as the ink is.
INK = replace(LIGHT, ground="#ffffff")


@dataclass(frozen=True)
class SignMark:
    """row, column: of the pixel or block. on_dark: whether it must be light to be seen."""

    row: int
    column: int
    is_plus: bool
    on_dark: bool


class WhyLayer(QWidget):
    """The evidence of 28×28 pixels, in colours and, for the strong ones, as plus and minus signs.

    It lies over the canvas and lets the pen through.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._image: QImage | None = None
        self._signs: dict[int, list[SignMark]] = {block: [] for block in BLOCKS}
        self._frame = QRectF()
        self._name = ""
        self.hide()

    @property
    def legend(self) -> tuple[str, str]:
        """The words for plus and for minus."""
        return f"speaks for {self._name}", "speaks against"

    def set_evidence(
        self,
        evidence: NDArray[np.float32],
        image: NDArray[np.float32],
        name: str,
        frame: tuple[float, float, float],
    ) -> None:
        """evidence and image: (784, 1), what each pixel says and how much ink it has. name: of the
        answer that it is about.

        frame: left, top, side of the 28×28 pixels on the canvas, whose sides go from 0 to 1.
        """
        values = evidence.reshape(SIDE, SIDE)
        ink = np.clip(image.reshape(SIDE, SIDE), 0, 1)
        scale = scale_of(values)
        tinted = _tinted(palette(True, INK)[levels(values, scale)], ink)
        self._image = to_image(tinted, opaque=False)
        light = lightness(tinted)
        self._signs = {block: _signs(values, light, block) for block in BLOCKS}
        self._frame = QRectF(frame[0], frame[1], frame[2], frame[2])
        self._name = name
        more, less = (int((sign * values > 0).sum()) for sign in (1, -1))
        self.setAccessibleName(f"Why {name}: pixels for it {more}, against {less}")
        self.update()

    @property
    def signs(self) -> tuple[int, int]:
        """How many pixels bear a sign where there is room: plus, minus."""
        plus = sum(sign.is_plus for sign in self._signs[1])
        return plus, len(self._signs[1]) - plus

    @property
    def place(self) -> QRectF:
        """Where the 28×28 pixels lie on the canvas, whose sides go from 0 to 1."""
        return self._frame

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        side = self.width()
        frame = QRectF(self._frame.topLeft() * side, self._frame.size() * side)
        with QPainter(self) as painter:
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), QColor(0, 0, 0, int(255 * DIMMED)))
            painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
            painter.drawImage(frame, self._image)
            self._paint_signs(painter, frame.topLeft(), frame.width() / SIDE)
            self._paint_legend(painter)

    def _paint_signs(self, painter: QPainter, corner: QPointF, cell: float) -> None:
        """One for each strong pixel, or for a block of them where pixels are small."""
        block = next((each for each in BLOCKS if each * cell >= LEAST_CELL), BLOCKS[-1])
        size = block * cell
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for sign in self._signs[block]:
            at = corner + QPointF((sign.column + 0.5) * size, (sign.row + 0.5) * size)
            color = QColor("#ffffff" if sign.on_dark else "#000000")
            painter.setPen(QPen(color, max(1.2, size * 0.09)))
            _paint_sign(painter, at, size * 0.22, sign.is_plus)

    def _paint_legend(self, painter: QPainter) -> None:
        look = theme.tokens()
        strip = QRectF(1, self.height() - LEGEND_HEIGHT - 1, self.width() - 2, LEGEND_HEIGHT)
        painter.fillRect(strip, QColor(0, 0, 0, 190))
        painter.setFont(theme.font(look.type_note))
        measure = painter.fontMetrics()
        ramp = palette(True, INK)
        left = strip.left() + look.space_2
        for words, is_plus in zip(self.legend, (True, False), strict=True):
            color = QColor.fromRgb(int(ramp[LEVELS - 1 if is_plus else 0]))
            swatch = QRectF(left, strip.center().y() - 7, 14, 14)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(swatch, color)
            painter.setPen(QPen(QColor("#ffffff"), 1.4))
            _paint_sign(painter, swatch.center(), 3.5, is_plus)
            painter.setPen(QColor("#e8e6e1"))
            left = swatch.right() + 6
            wide = measure.horizontalAdvance(words)
            place = QRectF(left, strip.top(), wide + 2, strip.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            left += wide + look.space_3


def _paint_sign(painter: QPainter, at: QPointF, arm: float, is_plus: bool) -> None:
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
    if is_plus:
        painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))


def _signs(values: NDArray[np.float32], light: NDArray[np.float64], block: int) -> list[SignMark]:
    """The signs of those blocks of block × block pixels whose mean evidence is strong."""

    def together(pixels: NDArray[Any]) -> NDArray[Any]:
        count = SIDE // block
        blocks: NDArray[Any] = pixels.reshape(count, block, count, block).mean(axis=(1, 3))
        return blocks

    sums, light = together(values), together(light)
    strong = np.argwhere(np.abs(sums) >= SIGNED_FROM * scale_of(sums).limit)
    return [
        SignMark(int(r), int(c), bool(sums[r, c] > 0), bool(light[r, c] < DARK_BELOW))
        for r, c in strong
    ]


def _tinted(pixels: NDArray[np.uint32], ink: NDArray[np.float32]) -> NDArray[np.uint32]:
    """Opaque 0xffrrggbb as transparent as there is little ink, premultiplied."""
    alpha = np.rint(ink * 255).astype(np.uint32)
    red, green, blue = (((pixels >> shift) & 0xFF) * alpha // 255 for shift in (16, 8, 0))
    tinted: NDArray[np.uint32] = ((alpha << 24) | (red << 16) | (green << 8) | blue).astype(
        np.uint32
    )
    return tinted
