"""A digit image as a small, crisp picture: whole device pixels per cell, no smoothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme

SIDE = 28
DIMMED = 0.4


def grey_image(pixels: NDArray[np.uint8]) -> QImage:
    """uint8 (h, w) -> QImage with its own memory; 0 is black."""
    height, width = pixels.shape
    packed = np.ascontiguousarray(pixels)
    image = QImage(packed.data, width, height, width, QImage.Format.Format_Grayscale8)
    return image.copy()


class DigitThumbnail(QWidget):
    """28×28 cells of about `scale` logical pixels each, in a thin frame; dark without an image.

    It is dimmed while disabled: what it shows is out of date.
    """

    def __init__(self, scale: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_empty(self) -> bool:
        return self._image is None

    def set_scale(self, scale: int) -> None:
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        side = SIDE * self._scale + 2
        return QSize(side, side)

    def set_digit(self, image: NDArray[np.float32] | None) -> None:
        """image: float32 (784, 1) in [0, 1], or None."""
        if image is None:
            self._image = None
        else:
            self._image = grey_image((image.reshape(SIDE, SIDE) * 255).round().astype(np.uint8))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        ratio = self.devicePixelRatioF()
        pixels = SIDE * max(1, int(self._scale * ratio))
        box = QRectF(1, 1, pixels / ratio, pixels / ratio)
        with QPainter(self) as painter:
            painter.fillRect(box.adjusted(-1, -1, 1, 1), look.color("canvas_edge"))
            painter.fillRect(box, look.color("canvas"))
            if self._image is not None:
                painter.setOpacity(1 if self.isEnabled() else DIMMED)
                painter.drawImage(box, self._image)
