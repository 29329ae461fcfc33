"""What the colours of an array mean: a thin gradient with numbers beneath."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import figures, theme
from app.look.colors import LEVELS, Scale, palette, to_image
from app.views.widgets.matrix.picture import LEAST_HATCHED, paint_broken

BAR = 8  # logical pixels at 100 %, as those below
HEIGHT = 28
SIGN = 16  # room for − and + beside the bar


class Legend(QWidget):
    """The legend of a Scale. Connect MatrixView.scale_changed to set_scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: Scale | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self._on_theme)

    @Slot(object)
    def set_scale(self, scale: Scale | None) -> None:
        """scale: to show, or None for an empty legend."""
        if scale != self._scale:
            self._scale = scale
            words = ", ".join(labels(scale)) if scale else ""
            if scale and scale.broken:
                words += f", {broken_words(scale.broken)}"
            self.setAccessibleName(f"Colours: {words}" if words else "")
            self.update()

    @property
    def scale(self) -> Scale | None:
        return self._scale

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._scale is not None:
            with QPainter(self) as painter:
                paint_legend(painter, QRectF(self.rect()), self._scale)

    @Slot()
    def _on_theme(self) -> None:
        self.update()


def labels(scale: Scale) -> tuple[str, ...]:
    """The numbers from left to right: “≤ −0.05”, “0”, “≥ +0.05”; no ≤ or ≥ if none is beyond."""
    above = "≥ " if scale.above else ""
    limit = figures.signed(scale.limit)
    mantissa, e, power = limit.partition("e")
    if "." in mantissa:
        limit = mantissa.rstrip("0").rstrip(".") + e + power
    if not scale.signed:
        return ("≤ 0" if scale.below else "0", above + limit)
    below = "≤ " if scale.below else ""
    return (f"{below}{figures.MINUS}{limit}", "0", f"{above}+{limit}")


def broken_words(count: int) -> str:
    return f"{figures.count(count)} not finite"


def paint_legend(painter: QPainter, box: QRectF, scale: Scale) -> None:
    """Paint the legend, theme.px(HEIGHT) units high, at the top of `box`."""
    look = theme.tokens()
    painter.setFont(theme.font(look.type_note))
    if scale.broken:
        box = box.adjusted(0, 0, -_paint_broken(painter, box, scale.broken) - look.space_3, 0)
    room, high = theme.px(SIGN) if scale.signed else 0, theme.px(BAR)
    bar = QRectF(box.left() + room, box.top() + 2, box.width() - 2 * room, high)
    ramp = palette(scale.signed, look)[np.newaxis, :LEVELS]
    painter.drawImage(bar, to_image(ramp))
    painter.setPen(look.color("ink"))
    vertically = Qt.AlignmentFlag.AlignVCenter
    if scale.signed:
        ends = QRectF(box.left(), box.top(), box.width(), high + 4)
        painter.drawText(ends, vertically | Qt.AlignmentFlag.AlignLeft, figures.MINUS)
        painter.drawText(ends, vertically | Qt.AlignmentFlag.AlignRight, "+")
    painter.setPen(look.color("ink_soft"))
    words = labels(scale)
    under = QRectF(box.left(), box.top() + high + 4, box.width(), theme.px(HEIGHT) - high - 4)
    sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
    widths = [painter.fontMetrics().horizontalAdvance(each) for each in words]
    has_room = 2 * max(widths[0], widths[-1]) + widths[len(words) // 2] < box.width()
    for text, side in zip(words, sides if len(words) == 3 else sides[::2], strict=True):
        if has_room or side is not Qt.AlignmentFlag.AlignHCenter:
            painter.drawText(under, vertically | side, text)


def _paint_broken(painter: QPainter, box: QRectF, count: int) -> float:
    """Paint, at the right end, how many are not finite. Returns the width of that."""
    words = broken_words(count)
    width = painter.fontMetrics().horizontalAdvance(words)
    left = box.right() - width
    high = theme.px(BAR)
    paint_broken(painter, QRectF(left, box.top() + 2, 2 * high, high), LEAST_HATCHED)
    painter.setPen(theme.tokens().color("danger"))
    under = QRectF(left, box.top() + high + 4, width + 1, theme.px(HEIGHT) - high - 4)
    painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, words)
    return width
