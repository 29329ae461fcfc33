"""What a network reads, written on the images that it reads wrong."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from app.look import theme

MOST = 0.45  # of an image's height


class AnswerTags:
    """“→9” in pixels of the screen, made once for each answer and size."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """The look, the answers or the size of images are others now."""
        self._made: dict[str, QPixmap] = {}
        self._measure = QFontMetrics(theme.font(theme.tokens().type_note, 600))

    def fit(self, side: float) -> bool:
        """Whether there is room for one on an image of so many logical pixels."""
        return self._measure.height() <= MOST * side

    def tag(self, name: str, side: float, ratio: float) -> QPixmap:
        """name: of the answer. side: of the image, in logical pixels. ratio: pixels of the screen
        to one of these."""
        if name not in self._made:
            self._made[name] = self._paint(name, side, ratio)
        return self._made[name]

    def _paint(self, name: str, side: float, ratio: float) -> QPixmap:
        look = theme.tokens()
        room = int(side) - look.space_1
        words = self._measure.elidedText(f"→{name}", Qt.TextElideMode.ElideRight, room)
        width = self._measure.horizontalAdvance(words) + look.space_1
        height = self._measure.height()
        tag = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        tag.fill(look.color("negative"))
        with QPainter(tag) as painter:
            painter.scale(ratio, ratio)
            painter.setFont(theme.font(look.type_note, 600))
            painter.setPen(look.color("ground_raised"))
            painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, words)
        return tag
