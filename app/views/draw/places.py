"""Where the parts of Draw lie, in logical pixels."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

from app.look import theme
from app.views.draw.tools import HEIGHT as TOOLS_HEIGHT

CANVAS_LEAST, CANVAS_LARGEST = 280, 960
ANSWER_WIDTHS = (344, 480)  # at 100 %
ANSWER_LEAST = 240  # of its height, at 100 %: beneath that the page scrolls, not the answer alone
LOW = 540  # at 100 %: a room less high has smaller margins
DIGIT_SHARE = 4  # the largest digit takes one part in so many of the height


def geometries(room: QSize, good: int, *, tools: bool = True) -> tuple[QRect, QRect, QRect]:
    """Where canvas, tools and answer lie in `room`, in the middle, the canvas as large as can be.

    good: the height that the answer has where there is room; where there is less, it scrolls.
    tools: whether they are there; else the canvas has their room.
    """
    look = theme.tokens()
    margin, gap = _margin_and_gap(room.height())
    wide, high = room.width() - 2 * margin - gap, room.height() - 2 * margin
    low = look.px(TOOLS_HEIGHT) if tools else 0
    below = low + look.space_3 if tools else 0
    least, largest = map(look.px, ANSWER_WIDTHS)
    answer = min(max(wide - (high - below), least), largest)
    side = max(1, min(wide - answer, high - below, CANVAS_LARGEST))
    corner = QPoint((room.width() - side - gap - answer) // 2, (room.height() - side - below) // 2)
    if side + below < good:  # the answer is the highest of them
        corner.setY(max(margin, (room.height() - good) // 2))
    high = max(side, min(good, room.height() - corner.y() - margin))
    return (
        QRect(corner, QSize(side, side)),
        QRect(corner + QPoint(0, side + look.space_3), QSize(side, low)),
        QRect(corner + QPoint(side + gap, 0), QSize(answer, high)),
    )


def least_size() -> QSize:
    """The smallest room that holds all three."""
    look = theme.tokens()
    margin, gap = _margin_and_gap(0)
    width = CANVAS_LEAST + gap + look.px(ANSWER_WIDTHS[0]) + 2 * margin
    canvas = CANVAS_LEAST + look.space_3 + look.px(TOOLS_HEIGHT)
    return QSize(width, max(canvas, look.px(ANSWER_LEAST)) + 2 * margin)


def largest_digit(room: QSize) -> int:
    """How large a digit that was read may be written: pixels of its font."""
    return min(theme.tokens().type_answer, room.height() // DIGIT_SHARE)


def _margin_and_gap(height: int) -> tuple[int, int]:
    look = theme.tokens()
    is_low = height < look.px(LOW)
    return (look.space_3, look.space_4) if is_low else (look.space_4, look.space_5)
