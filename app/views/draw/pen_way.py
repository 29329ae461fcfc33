"""The way of the pen as its reader is told it, and beside it what each reader says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.look.tokens import DARK
from app.views.draw.reader_words import Said, runs, way_in_words
from app.views.widgets.digit_thumbnail import DIMMED
from app.views.widgets.plain import plain_tip
from app.views.widgets.rich import Part, RichLabel, Strong
from core.ink.frame import SIDE
from core.ink.strokes import Drawing
from core.ink.traces import STEPS, trace

NAME = "How the pen went"
TIP = (
    f"The way of the pen, as {STEPS} places on it: it began at the ring and went as the arrows"
    " point, from green to orange. Where it is dashed, the pen was lifted"
)
BEGINS, ENDS, LIFTS, RING = DARK.accent, DARK.negative, DARK.outline, DARK.ink
FILLED = 0.76  # of the picture's side, by the longer side of the drawing
WITH_PLACES = 100  # logical pixels; a smaller picture has no room for a dot a place


class PenWay(QWidget):
    """The places of a trace joined by lines, in a black square; dimmed while it is disabled:
    the way has no say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 2
        self._runs: list[NDArray[np.float32]] = []
        self.setAccessibleName(NAME)
        self.setToolTip(plain_tip(TIP))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_empty(self) -> bool:
        return not self._runs

    def set_scale(self, scale: int) -> None:
        """scale: as of StagePicture, so that both are equally large."""
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()

    def set_drawing(self, drawing: Drawing | None, why_not: str = "") -> None:
        """drawing: not blank, or None. why_not: its way has no say in the answer, a sentence."""
        self._runs = []
        words = ""
        if drawing is not None:
            places, strokes = trace(drawing)
            self._runs, words = runs(places, strokes), way_in_words(places, strokes)
        self.setEnabled(not why_not)
        self.setToolTip(plain_tip(why_not or TIP))
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        side = SIDE * self._scale + 2
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        room = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.fillRect(room, look.color("canvas_edge"))
            painter.fillRect(room.adjusted(1, 1, -1, -1), look.color("canvas"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1 if self.isEnabled() else DIMMED)
            if self._runs:
                self._paint(painter, room.center(), room.width())

    def _paint(self, painter: QPainter, middle: QPointF, side: float) -> None:
        lines = [
            [middle + QPointF(x, y) * side * FILLED for x, y in run.tolist()] for run in self._runs
        ]
        painter.setPen(QPen(QColor(LIFTS), 1, Qt.PenStyle.DashLine))
        for line, following in pairwise(lines):
            painter.drawLine(line[-1], following[0])
        total, gone = sum(map(len, lines)), 0
        for line in lines:
            colors = [_between((gone + n) / total) for n in range(len(line))]
            _paint_stroke(painter, line, colors, side)
            gone += len(line)
        painter.setPen(QPen(QColor(RING), max(1.5, side / 80)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = max(3.5, side / 28)
        painter.drawEllipse(lines[0][0], radius, radius)


class ReaderWords(RichLabel):
    """What the readers say, in a place whose height does not hang on it: nothing below it moves.

    least: that height, or less than it, in logical pixels.
    """

    def __init__(self, least: int) -> None:
        super().__init__(selectable=False)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(least)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def show_lines(self, lines: Sequence[Said]) -> None:
        """One below the other, what each reader says in bold."""
        parts: list[Part] = []
        for each in lines:
            parts += [f"{each.who}: ", Strong(each.what)] if each.who else [each.what]
            parts.append("\n")
        self.show_parts(*parts[:-1])


def _paint_stroke(
    painter: QPainter, line: Sequence[QPointF], colors: Sequence[QColor], side: float
) -> None:
    """Its line, its places where there is room, and an arrow head at its end, maybe one midway."""
    width = max(1.5, side / 60)
    if len(line) == 1:
        painter.setPen(_round_pen(colors[0], 2 * width))
        painter.drawPoint(line[0])
        return
    for color, (start, end) in zip(colors, pairwise(line), strict=False):
        painter.setPen(_round_pen(color, width))
        painter.drawLine(start, end)
    has_room = side >= WITH_PLACES
    if has_room:
        for color, place in zip(colors, line, strict=True):
            painter.setPen(_round_pen(color, 2 * width))
            painter.drawPoint(place)
    heads = (
        {len(line) - 1, len(line) // 2} if has_room and len(line) > STEPS // 3 else {len(line) - 1}
    )
    for n in heads:
        _paint_head(painter, line[max(n - 2, 0)], line[n], colors[n], max(6.0, side / 13))


def _paint_head(
    painter: QPainter, start: QPointF, tip: QPointF, color: QColor, length: float
) -> None:
    """An arrow head of `length` at `tip`, as one comes from `start`."""
    way = tip - start
    size = (way.x() ** 2 + way.y() ** 2) ** 0.5
    if size == 0:
        return
    along = way / size * length
    across = QPointF(-along.y(), along.x()) * 0.45
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    foot = tip - along / 2
    painter.drawPolygon(QPolygonF([foot + along, foot + across, foot - across]))


def _round_pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def _between(share: float) -> QColor:
    """From BEGINS, 0, to ENDS, 1."""
    begins, ends = (np.array(QColor(each).getRgb()) for each in (BEGINS, ENDS))
    return QColor(*np.rint(begins + (ends - begins) * share).astype(int).tolist())
