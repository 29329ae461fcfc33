"""The card beside a unit: what it looks for as a picture, and its numbers. No widget."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from app.look import theme
from app.look.colors import levels, palette, scale_of, to_image
from core.network.arrays import Array

SIDE = 28
CELL = 3  # logical pixels of the picture's cells
WIDEST_SHARE = 0.6  # of the room, for the words


def paint_card(
    painter: QPainter,
    unit: QRectF,
    room: QRectF,
    words: Sequence[str],
    looks_for: Array | None,
) -> None:
    """Paint a card within `room`, beside the tile of a unit.

    words: the first is its heading. looks_for: (n0,) as a picture where n0 is a square, or None.
    """
    look = theme.tokens()
    pad, small = look.space_2, theme.font(look.type_note)
    heading = theme.font(look.type_note, QFont.Weight.Bold)
    metrics = QFontMetrics(small)
    widest = int(room.width() * WIDEST_SHARE)
    rows = [metrics.elidedText(row, Qt.TextElideMode.ElideRight, widest) for row in words]
    width = max(
        max((metrics.horizontalAdvance(row) for row in rows[1:]), default=0),
        QFontMetrics(heading).horizontalAdvance(rows[0]),
    )
    side = math.isqrt(looks_for.size) if looks_for is not None else 0
    picture = 0 if side * side != (looks_for.size if looks_for is not None else -1) else side
    cell = max(1, round(CELL * SIDE / side)) if picture else 0
    shown = picture * cell
    height = max(metrics.lineSpacing() * len(rows), shown) + 2 * pad
    total = width + 2 * pad + (shown + pad if shown else 0)
    card = _beside(unit, room, total, height)
    painter.setPen(QPen(look.color("outline"), 1))
    painter.setBrush(look.color("ground_raised"))
    painter.drawRoundedRect(card, look.radius, look.radius)
    left = card.left() + pad
    if shown and looks_for is not None:
        shades = palette(True, look)[levels(looks_for, scale_of(looks_for))]
        box = QRectF(left, card.top() + pad, shown, shown)
        painter.drawImage(box, to_image(shades.reshape(side, side)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("hairline"), 1))
        painter.drawRect(box)
        left += shown + pad
    for number, row in enumerate(rows):
        painter.setFont(small if number else heading)
        painter.setPen(look.color("ink_soft" if number else "ink"))
        baseline = card.top() + pad + metrics.ascent() + number * metrics.lineSpacing()
        painter.drawText(int(left), int(baseline), row)


def _beside(unit: QRectF, room: QRectF, width: float, height: float) -> QRectF:
    """Right of the unit, left of it where there is no room, and within the room."""
    space = theme.tokens().space_3
    left = unit.right() + space
    if left + width > room.right():
        left = unit.left() - space - width
    left = min(max(left, room.left() + 1), max(room.right() - width - 1, room.left() + 1))
    top = unit.center().y() - height / 2
    top = min(max(top, room.top() + 1), max(room.bottom() - height - 1, room.top() + 1))
    return QRectF(int(left), int(top), width, height)
