"""The way of the pen as its reader is told it, and beside it what each reader says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look import sizes, theme
from app.look.tokens import DARK
from app.views.draw.black_square import BlackSquare
from app.views.draw.reader_words import ReaderLine, runs, way_in_words
from app.views.widgets.digit_thumbnail import DIMMED
from app.views.widgets.plain import plain_tip
from app.views.widgets.rich import Part, RichLabel, Strong
from core.ink.strokes import Drawing
from core.ink.traces import STEPS, trace

NAME = "How the pen went"
TIP = (
    f"The way of the pen, as {STEPS} places on it: it began at the ring and went as the arrows"
    " point, from green to orange. Where it is dashed, the pen was lifted"
)
BEGINS, ENDS, LIFTS, RING = DARK.accent, DARK.negative, DARK.outline, DARK.ink
DASHES = (3.0, 3.0)
FILLED = 0.76  # of the picture's side, by the longer side of the drawing
WITH_PLACES = 100  # logical pixels; a smaller picture has no room for a dot a place


class PenWay(BlackSquare):
    """The places of a trace joined by lines, in a black square; dimmed while it is disabled:
    the way has no say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NAME, TIP, parent)
        self._trace: tuple[NDArray[np.float32], NDArray[np.uint8]] | None = None

    @property
    def is_empty(self) -> bool:
        return self._trace is None

    def set_drawing(self, drawing: Drawing | None, why_not: str = "") -> None:
        """drawing: not blank, or None. why_not: its way has no say in the answer, a sentence."""
        self._trace = None if drawing is None else trace(drawing)
        words = "" if self._trace is None else way_in_words(*self._trace)
        self.setEnabled(not why_not)
        self.setToolTip(plain_tip(why_not or TIP))
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint_ground(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1 if self.isEnabled() else DIMMED)
            if self._trace is not None:
                _paint_way(painter, *self._trace, QRectF(self.rect()))


class ReaderWords(RichLabel):
    """What the readers say, in a place whose height does not hang on it: nothing below it moves.

    least: that height, or less than it, in logical pixels at 100 %.
    """

    def __init__(self, least: int) -> None:
        super().__init__(selectable=False)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        sizes.sized(self, lambda each: each.setMinimumHeight(theme.px(least)))

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def show_lines(self, lines: Sequence[ReaderLine]) -> None:
        """One below the other, what each reader says in bold."""
        parts: list[Part] = []
        for each in lines:
            parts += [f"{each.who}: ", Strong(each.what)] if each.who else [each.what]
            parts.append("\n")
        self.show_parts(*parts[:-1])


def _paint_way(
    painter: QPainter, places: NDArray[np.float32], strokes: NDArray[np.uint8], room: QRectF
) -> None:
    """A trace in the middle of `room`, a square."""
    side = room.width()
    way = [room.center() + QPointF(x, y) * side * FILLED for x, y in places.tolist()]
    found = runs(strokes)
    dashed = QPen(QColor(LIFTS), 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    dashed.setDashPattern(DASHES)
    painter.setPen(dashed)
    lifted_at = [0, *(last for _, last in found)]
    put_down_at = [*(first for first, _ in found), len(way) - 1]
    for start, end in zip(lifted_at, put_down_at, strict=True):
        painter.drawPolyline(way[start : end + 1])
    for first, last in found:
        _paint_stroke(painter, way, first, last, side)
    painter.setPen(QPen(QColor(RING), max(1.5, side / 80)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = max(3.5, side / 28)
    painter.drawEllipse(way[0], radius, radius)


def _paint_stroke(
    painter: QPainter, way: Sequence[QPointF], first: int, last: int, side: float
) -> None:
    """A line from way[first] to way[last] with an arrow head at its end, and where there is room a
    dot a place and, if it is long, an arrow head midway."""
    width = max(1.5, side / 60)
    for n in range(first, last):
        painter.setPen(_round_pen(_color(n), width))
        painter.drawLine(way[n], way[n + 1])
    heads = {last}
    has_room = side >= WITH_PLACES
    if has_room or first == last:
        for n in range(first, last + 1):
            painter.setPen(_round_pen(_color(n), 2 * width))
            painter.drawPoint(way[n])
    if has_room and last - first > STEPS // 3:
        heads.add((first + last) // 2)
    for n in heads:
        _paint_head(painter, way[max(n - 2, first)], way[n], _color(n), max(6.0, side / 13))


def _paint_head(
    painter: QPainter, start: QPointF, tip: QPointF, color: QColor, length: float
) -> None:
    """An arrow head of `length` at `tip`, as one comes from `start`; none where that is there."""
    way = tip - start
    size = math.hypot(way.x(), way.y())
    if size == 0:
        return
    along = way / size * length / 2
    across = QPointF(-along.y(), along.x()) * 0.9
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon([tip + along, tip - along + across, tip - along - across])


def _round_pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


@cache
def _color(number: int) -> QColor:
    """Of the place with this number, 0 to STEPS - 1: from BEGINS to ENDS."""
    begins, ends = (np.array(QColor(each).getRgb()) for each in (BEGINS, ENDS))
    mixed = begins + (ends - begins) * number / (STEPS - 1)
    return QColor(*np.rint(mixed).astype(int).tolist())
