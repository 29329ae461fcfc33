"""A digit image as a small, crisp picture: whole pixels per cell, no smoothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme

SIDE = 28


def grey_image(pixels: NDArray[np.uint8]) -> QImage:
    """uint8 (h, w) -> QImage with its own memory; 0 is black."""
    height, width = pixels.shape
    packed = np.ascontiguousarray(pixels)
    image = QImage(packed.data, width, height, width, QImage.Format.Format_Grayscale8)
    return image.copy()


class DigitThumbnail(QWidget):
    """28×28 pixels at `scale` logical pixels each; dark and empty without an image."""

    def __init__(self, scale: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_empty(self) -> bool:
        return self._image is None

    def sizeHint(self) -> QSize:
        return QSize(SIDE * self._scale, SIDE * self._scale)

    def set_digit(self, image: NDArray[np.float32] | None) -> None:
        """image: float32 (784, 1) in [0, 1], or None for none."""
        if image is None:
            self._image = None
        else:
            self._image = grey_image((image.reshape(SIDE, SIDE) * 255).round().astype(np.uint8))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRect(0, 0, SIDE * self._scale, SIDE * self._scale)
        painter.fillRect(box, QColor(theme.tokens().canvas))
        if self._image is not None:
            painter.drawImage(box, self._image)
