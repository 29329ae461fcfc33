"""A digit image in crisp cells: whole device pixels each, no smoothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app import theme

SIDE = 28


class DigitPreview(QWidget):
    """Shows the 28×28 pixels that the network reads."""

    def __init__(self, cell: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = cell
        self._image: QImage | None = None
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName("What the network sees")

    @property
    def image(self) -> QImage | None:
        """The 28×28 image of the moment, 8-bit grey."""
        return self._image

    def set_image(self, image: NDArray[np.float32] | None) -> None:
        """image: float32 (784, 1) in [0, 1], or None for an empty frame."""
        self._image = None if image is None else _grey(image)
        self.update()

    def sizeHint(self) -> QSize:
        side = SIDE * self._cell + 2
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        ratio = self.devicePixelRatioF()
        cell = int((self.width() - 2) * ratio) // SIDE
        side = cell * SIDE / ratio
        frame = QRectF(0, 0, side + 2, side + 2)
        with QPainter(self) as painter:
            painter.fillRect(frame, look.color("canvas_edge"))
            inside = frame.adjusted(1, 1, -1, -1)
            painter.fillRect(inside, look.color("canvas"))
            if self._image is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                painter.drawImage(inside, self._image, QRectF(0, 0, SIDE, SIDE))


def _grey(image: NDArray[np.float32]) -> QImage:
    pixels = np.ascontiguousarray(np.rint(image.reshape(SIDE, SIDE) * 255), dtype=np.uint8)
    return QImage(pixels.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8).copy()
