"""Moments of a run, marked on its plots: thin upright lines, with words where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem

from app.background.training.history import History
from app.look import theme
from app.views.widgets.plot.axes import behind_words
from app.views.widgets.plot.bounded_view import BoundedView
from core.recipe_form import hardest_words

GAP = 4.0  # between a line and its words, and between words
LEAST_TEXT = 40.0  # pixels: shorter than that, words are left out
PIECES = 64  # of a curve, at the least, that words look out for
NEAR = 6.0  # pixels from a line at which the pointer is upon it


@dataclass(frozen=True)
class Moment:
    """step: where it lies. text: what happened. color: the name of a token. faint: dotted."""

    step: float
    text: str
    color: str = "ink_soft"
    faint: bool = False


def moments_of(history: History) -> list[Moment]:
    """What was changed of a run's recipe on the way, and from where on it took the hardest examples
    alone; by their steps."""
    found = [Moment(each.step, each.text) for each in history.changes]
    if history.hardest_from is not None:
        words = f"From here only {hardest_words(history.hardest)}"
        found.append(Moment(history.hardest_from, words, faint=True))
    return sorted(found, key=lambda each: each.step)


class Moments(pg.GraphicsObject):
    """The moments of the plot `parent`, in its `view`. Their words avoid each other and `lines`,
    what is drawn there."""

    def __init__(self, parent: QGraphicsItem, view: BoundedView) -> None:
        super().__init__(parent)
        self._view = view
        self._moments: tuple[Moment, ...] = ()
        self._lines: list[QPolygonF] = []
        self.setZValue(40)
        self._view.sigRangeChanged.connect(self._on_moved)
        self._view.sigResized.connect(self._on_moved)

    def set_moments(self, moments: Sequence[Moment]) -> None:
        """In the order of their steps."""
        if tuple(moments) != self._moments:
            self._moments = tuple(moments)
            self.update()

    def set_lines(self, lines: Sequence[QPolygonF]) -> None:
        """lines: the curves of the plot, in the units of the axes."""
        if self._moments:
            self._lines = list(lines)
            self.update()

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self._moments

    def near(self, step: float) -> list[str]:
        """What happened there, within NEAR pixels."""
        x = self._across(step)
        return [each.text for each in self._moments if abs(self._place(each) - x) <= NEAR]

    def boundingRect(self) -> QRectF:
        return QRectF(self._view.geometry())

    def paint(self, painter: QPainter, *_: Any) -> None:
        look, area = theme.tokens(), self._view.geometry()
        painter.setClipRect(area)
        painter.setFont(theme.font(look.type_note))
        for moment in self._moments:
            x = self._place(moment)
            style = Qt.PenStyle.DotLine if moment.faint else Qt.PenStyle.SolidLine
            painter.setPen(QPen(look.color(moment.color), 1.0, style))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        ground = behind_words()
        for moment, box, text in self.words():
            painter.fillRect(box, ground)
            painter.setPen(look.color(moment.color))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def words(self) -> list[tuple[Moment, QRectF, str]]:
        """The words that have room, and where they stand; long ones are shortened."""
        metrics = QFontMetricsF(theme.font(theme.tokens().type_note))
        area, taken = self._view.geometry(), self._obstacles()
        found: list[tuple[Moment, QRectF, str]] = []
        for moment in self._moments:
            x = self._place(moment)
            if not area.left() <= x <= area.right():
                continue
            box = self._free(x, moment.text, metrics, taken)
            if box is not None:
                taken = np.vstack([taken, _edges(box)])
                elide = Qt.TextElideMode.ElideRight
                text = metrics.elidedText(moment.text, elide, box.width())
                found.append((moment, box, text))
        return found

    def _free(
        self, x: float, text: str, metrics: QFontMetricsF, taken: NDArray[np.float64]
    ) -> QRectF | None:
        """The highest free place beside the line at x: right of it, or else left."""
        area, height = self._view.geometry(), metrics.height()
        full = metrics.horizontalAdvance(text) + 1
        sides = [(area.right() - x, True), (x - area.left(), False)]
        # Where all of it has room comes first.
        for room, is_right in sorted(sides, key=lambda side: side[0] - 2 * GAP < full):
            width = min(full, room - 2 * GAP)
            if width < min(full, LEAST_TEXT):
                continue
            left = x + GAP if is_right else x - GAP - width
            for row in range(int(area.height() / height)):
                box = QRectF(left, area.top() + row * height, width, height)
                if not _meets(box, taken):
                    return box
        return None

    def _obstacles(self) -> NDArray[np.float64]:
        """What words must not cover, in pixels: (k, 4), the edges of the lines of all moments, and
        of a box around each piece of the curves."""
        area = self._view.geometry()
        found = [
            np.array([[x - 1, area.top(), x + 1, area.bottom()]])
            for x in map(self._place, self._moments)
        ]
        for line in self._lines:
            if line.count() > 1:
                points = self._pixels(line)
                low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
                found.append(np.hstack([low - GAP, high + GAP]))
        return np.vstack(found) if found else np.empty((0, 4))

    def _pixels(self, line: QPolygonF) -> NDArray[np.float64]:
        """(k, 2): points of a curve, so near each other that a box around two holds little else."""
        x, y = np.array([point.toTuple() for point in line.toList()]).T
        dense = np.union1d(x, np.linspace(x[0], x[-1], PIECES))
        return np.array([self._across(dense), self._down(np.interp(dense, x, y))]).T

    def _place(self, moment: Moment) -> float:
        return float(self._across(moment.step))

    def _across(self, x: Any) -> Any:
        area, (low, high) = self._view.geometry(), self._view.viewRange()[0]
        return area.left() + (x - low) / (high - low) * area.width()

    def _down(self, y: Any) -> Any:
        area, (low, high) = self._view.geometry(), self._view.viewRange()[1]
        return area.bottom() - (y - low) / (high - low) * area.height()

    def _on_moved(self, *_: Any) -> None:
        self.prepareGeometryChange()
        self.update()


def _edges(box: QRectF) -> list[float]:
    return [box.left() - GAP, box.top(), box.right() + GAP, box.bottom()]


def _meets(box: QRectF, taken: NDArray[np.float64]) -> bool:
    left, top, right, bottom = taken.T
    beside = (left < box.right()) & (right > box.left())
    return bool((beside & (top < box.bottom()) & (bottom > box.top())).any())
