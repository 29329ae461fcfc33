"""A small black square with an edge, as large as a digit image at a whole scale."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.views.widgets.plain import plain_tip
from core.ink.frame import SIDE


class BlackSquare(QWidget):
    """What the pictures of “What it sees” are painted on.

    name: for a screen reader. tip: a sentence.
    """

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 2
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(tip))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_scale(self, scale: int) -> None:
        """scale: logical pixels to a pixel of the digit image."""
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = SIDE * self._scale + 2
        return QSize(side, side)

    def paint_ground(self, painter: QPainter) -> QRectF:
        """Paint the square; returns the room within its edge."""
        look = theme.tokens()
        room = QRectF(self.rect())
        painter.fillRect(room, look.color("canvas_edge"))
        room = room.adjusted(1, 1, -1, -1)
        painter.fillRect(room, look.color("canvas"))
        return room
