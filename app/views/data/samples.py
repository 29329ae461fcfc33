"""Sample digits of a data set, a row for each digit, pixel for pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.views.widgets.digit_thumbnail import SIDE, grey_image
from core.data.dataset import CLASSES, Dataset

GAP = 4
LABEL = 24
MOST_COLUMNS = 60


class SampleGrid(QWidget):
    """As many examples as fit, drawn by chance; show_others() draws again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits: list[QImage] = []
        self._dataset: Dataset | None = None
        self._rng = np.random.default_rng(0)
        self.empty = ""
        self.setMinimumHeight(CLASSES * (SIDE + GAP))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(600, CLASSES * (SIDE + GAP))

    def set_dataset(self, dataset: Dataset | None, empty: str = "") -> None:
        """empty: what to say while there is no data set."""
        self._dataset, self.empty = dataset, empty
        self.show_others()

    def show_others(self) -> None:
        """Draw other examples of the same data set."""
        self._digits = []
        if self._dataset is not None:
            for digit in range(CLASSES):
                chosen = self._choose(self._dataset.labels, digit)
                self._digits.append(_strip(self._dataset.images[chosen]))
        self.update()

    @property
    def scale(self) -> int:
        """Logical pixels to a pixel of a digit: the most that lets all ten rows fit."""
        return max((self.height() // CLASSES - GAP) // SIDE, 1)

    @property
    def columns(self) -> int:
        """Examples in each row."""
        across = (self.width() - LABEL + GAP) // (SIDE * self.scale + GAP)
        return max(min(across, MOST_COLUMNS), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.tokens()
        painter.setPen(look.color("ink_soft"))
        if not self._digits:
            painter.setFont(theme.font(look.type_text))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.empty)
            return
        painter.setFont(theme.font(look.type_note))
        side = SIDE * self.scale
        for digit, strip in enumerate(self._digits):
            top = digit * (side + GAP)
            painter.drawText(
                QRect(0, top, LABEL - 12, side), Qt.AlignmentFlag.AlignVCenter, str(digit)
            )
            for column in range(min(self.columns, strip.width() // SIDE)):
                target = QRect(LABEL + column * (side + GAP), top, side, side)
                painter.drawImage(target, strip, QRect(column * SIDE, 0, SIDE, SIDE))

    def _choose(self, labels: NDArray[np.uint8], digit: int) -> NDArray[np.intp]:
        of_digit = np.flatnonzero(labels == digit)
        count = min(MOST_COLUMNS, len(of_digit))
        return self._rng.choice(of_digit, count, replace=False)


def _strip(images: NDArray[np.uint8]) -> QImage:
    """uint8 (k, 784) -> k digits beside each other."""
    side_by_side = images.reshape(-1, SIDE, SIDE).transpose(1, 0, 2).reshape(SIDE, -1)
    return grey_image(side_by_side)
