"""Where the parts of Draw lie, in logical pixels."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

from app.look import theme
from app.views.draw.tools import HEIGHT as TOOLS_HEIGHT

CANVAS_LEAST, CANVAS_LARGEST = 360, 960
ANSWER_WIDTHS = (344, 480)


def geometries(room: QSize, least: int, good: int) -> tuple[QRect, QRect, QRect]:
    """Where canvas, tools and answer lie in `room`, in the middle, the canvas as large as can be.

    least, good: the heights that the answer needs, and that it has where there is room.
    """
    look = theme.tokens()
    margin, gap = look.space_4, look.space_5
    wide, high = room.width() - 2 * margin - gap, room.height() - 2 * margin
    below = TOOLS_HEIGHT + look.space_3
    answer = min(max(wide - (high - below), ANSWER_WIDTHS[0]), ANSWER_WIDTHS[1])
    side = max(1, min(wide - answer, high - below, CANVAS_LARGEST))
    corner = QPoint((room.width() - side - gap - answer) // 2, (room.height() - side - below) // 2)
    high = max(side, least, min(good, room.height() - corner.y() - margin))
    return (
        QRect(corner, QSize(side, side)),
        QRect(corner + QPoint(0, side + look.space_3), QSize(side, TOOLS_HEIGHT)),
        QRect(corner + QPoint(side + gap, 0), QSize(answer, high)),
    )


def least_size(least: int) -> QSize:
    """The smallest room that holds all three; least: as above."""
    look = theme.tokens()
    width = CANVAS_LEAST + look.space_5 + ANSWER_WIDTHS[0] + 2 * look.space_4
    return QSize(width, least + 2 * look.space_4)
