"""What is marked in the picture of a network: a tile, a line, or all of it. No widget."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen

from app.look import theme
from app.views.widgets.network_picture.layout import TileLayout
from core.inspection.flow import Lines

FRAME, LINE = 2, 5  # logical pixels
ROUND = 4


def paint_frame(painter: QPainter, tile: QRectF, color: str) -> None:
    """Paint a frame around a tile; color: the name of a token."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.tokens().color(color), FRAME))
    painter.drawRect(tile.adjusted(-FRAME, -FRAME, FRAME, FRAME))


def paint_chosen_line(painter: QPainter, line: Lines, layout: TileLayout) -> None:
    """Paint one line over all others."""
    begin, end = (each / layout.ratio for each in layout.line_ends(line))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.tokens().color("accent"), LINE))
    painter.drawLine(QLineF(*begin[0].tolist(), *end[0].tolist()))
    painter.restore()


def is_by_keys(event: QFocusEvent) -> bool:
    """Whether the focus came by the keyboard, so that it is shown."""
    return event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def paint_focus(painter: QPainter, room: QRectF) -> None:
    """Paint a frame around the whole picture, which the keys have reached."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.tokens().color("focus"), FRAME))
    painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), ROUND, ROUND)
