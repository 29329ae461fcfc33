"""Named bars beneath each other, from 0 to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme

NARROWEST = 220  # logical pixels
ROW = 1.6  # lines of text


@dataclass(frozen=True)
class Bar:
    """share: its length, in [0, 1]. words: behind it."""

    name: str
    share: float
    words: str
    color: str = "ink"


class Bars(QWidget):
    """Paints `bars`; names and words have the room of the longest."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self._dress)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Replace the bars."""
        is_as_high = len(bars) == len(self.bars)
        self.bars = tuple(bars)
        if not is_as_high:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROWEST, round(len(self.bars) * ROW * self._metrics().lineSpacing()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, metrics = theme.tokens(), self._metrics()
        before = max((metrics.horizontalAdvance(each.name) for each in self.bars), default=0.0)
        behind = max((metrics.horizontalAdvance(each.words) for each in self.bars), default=0.0)
        left, room = before + look.space_3, self.width() - before - behind - 2 * look.space_3
        row = ROW * metrics.lineSpacing()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(look.type_text))
            for number, bar in enumerate(self.bars):
                box = QRectF(0, number * row, self.width(), row)
                painter.setPen(look.color("ink"))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, bar.name)
                painter.drawText(
                    box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.words
                )
                painter.setPen(Qt.PenStyle.NoPen)
                middle = box.center().y()
                painter.setBrush(look.color("hairline"))
                painter.drawRect(QRectF(left, middle - 1, max(room, 0), 2))
                painter.setBrush(look.color(bar.color))
                height = 0.4 * row
                painter.drawRoundedRect(
                    QRectF(left, middle - height / 2, max(room * bar.share, 1.0), height), 2, 2
                )

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(theme.font(theme.tokens().type_text))

    @Slot()
    def _dress(self) -> None:
        self.updateGeometry()
        self.update()
