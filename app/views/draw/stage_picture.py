"""One step from ink to what the network is shown, as a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look.tokens import DARK
from app.views.draw.black_square import BlackSquare
from app.views.draw.sheet import Sheet, paint_sheet
from app.views.widgets.digit_thumbnail import grey_image
from core.ink.areas import Box
from core.ink.frame import SIDE


class StagePicture(BlackSquare):
    """One step: either the canvas with a box around the ink, or grey pixels with a cross."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, words, parent)
        self._sheet: Sheet | None = None
        self._brush = 0.06
        self._box: Box | None = None
        self._grey: QImage | None = None
        self._mark: tuple[float, float] | None = None

    @property
    def is_empty(self) -> bool:
        return self._sheet is None and self._grey is None

    def clear(self) -> None:
        self._sheet = self._grey = None
        self.update()

    def set_sheet(self, sheet: Sheet, brush: float, box: Box | None = None) -> None:
        """Show the canvas, and `box` outlined on it; brush and box: as shares of its side."""
        self._sheet, self._brush, self._box, self._grey = sheet, brush, box, None
        self.update()

    def set_grey(self, grey: NDArray[np.float32], mark: tuple[float, float] | None = None) -> None:
        """Show grey (h, w) in [0, 1], at most 28 each way; mark: x, y of a cross, in its pixels."""
        self._grey = grey_image((grey * 255).round().astype(np.uint8))
        self._mark, self._sheet = mark, None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            room = self.paint_ground(painter)
            painter.setClipRect(room)
            if self._sheet is not None:
                self._paint_sheet(painter, room, self._sheet)
            elif self._grey is not None:
                self._paint_grey(painter, room, self._grey)

    def _paint_sheet(self, painter: QPainter, room: QRectF, sheet: Sheet) -> None:
        side = room.width()
        painter.translate(room.topLeft())
        paint_sheet(painter, sheet, side, self._brush)
        if self._box is not None:
            left, top, right, bottom = (round(each * side) for each in self._box)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(DARK.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            last = int(side) - 1
            corner = QPointF(max(left, 0), max(top, 0))
            painter.drawRect(QRectF(corner, QPointF(min(right, last), min(bottom, last))))

    def _paint_grey(self, painter: QPainter, room: QRectF, grey: QImage) -> None:
        size = QPointF(grey.width(), grey.height()) * self._scale
        corner = room.center() - size / 2
        corner = QPointF(round(corner.x()), round(corner.y()))
        place = QRectF(corner, corner + size)
        painter.drawImage(place, grey)
        painter.setPen(QPen(QColor(DARK.outline), 1, Qt.PenStyle.DotLine))
        if grey.width() < SIDE:
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self._mark is not None:
            at = corner + QPointF(self._mark[0] + 0.5, self._mark[1] + 0.5) * self._scale
            painter.setPen(QPen(QColor(DARK.accent), 1))
            x, y = round(at.x()), round(at.y())
            painter.drawLine(x, int(room.top()), x, int(room.bottom()))
            painter.drawLine(int(room.left()), y, int(room.right()), y)
