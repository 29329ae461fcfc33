"""A board with one plot of shares, which says what is under the pointer and goes into a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QPainter, QResizeEvent

from app.desktop.picture_files import png_bytes, svg_bytes
from app.look import figures, sizes, theme
from app.views.widgets.exports import Format, Formats
from app.views.widgets.plot.axes import Axis, share_axis
from app.views.widgets.plot.curve import Curve
from app.views.widgets.plot.plot import Board, Plot

ROOM = 12  # at 100 %, right of the plot, beside the labels
LABEL_ROOM = 22  # at 100 %
LEAST_WIDTH, LEAST_HEIGHT = 240, 190  # at 100 %
FLOORS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)


class ErrorBars(Curve):
    """Upright lines from low to high at each x."""

    def set_bars(
        self, x: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
    ) -> None:
        """All (k,), x rising."""
        self.setData(np.repeat(x, 2), np.stack([low, high], axis=1).ravel())

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        ends = self.points.toList()
        for low, high in zip(ends[::2], ends[1::2], strict=True):
            painter.drawLine(low, high)


class SharePlot(Board):
    """y: shares. read: what to write beside the title when the pointer is at an x; at_rest: when it
    is not here."""

    def __init__(self, title: str, empty: str, write_x: Callable[[float], str]) -> None:
        super().__init__()
        self.title = title
        self.plot = Plot(title, empty, share_axis(), Axis("bottom", write_x), ROOM)
        self.add_plot(self.plot)
        self.plot.view.setMouseEnabled(False, False)
        self.setAccessibleName(title)
        self.read: Callable[[float], str] = lambda x: ""
        self.at_rest = ""
        self._spans = (0.0, 1.0), (0.0, 1.0)
        self.scene().sigMouseMoved.connect(self._on_pointer)
        sizes.sized(self, _give_room)

    def add_error_bars(self, color: str) -> ErrorBars:
        bars = ErrorBars(smooth=True)
        self.plot.add_item(bars, color, 1.0)
        self.dress()
        return bars

    def fit(self, low: float, high: float, lowest: float) -> None:
        """Show x from low to high, and shares from a little beneath `lowest` to all."""
        floor = max(each for each in FLOORS if each <= max(lowest, 0.0))
        self._spans = (low, high), (floor, 1.0)
        self._fit()

    def rest(self, words: str) -> None:
        """words: beside the title, as long as the pointer is elsewhere."""
        self.at_rest = words
        self.plot.set_readout(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_spans"):  # the first comes while the board is made
            self._fit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.plot.set_readout(self.at_rest)

    def formats(self, csv: Callable[[], bytes]) -> Formats:
        """csv: makes the table of what is drawn."""
        return {
            "png": Format("Picture, PNG", lambda: png_bytes(self._paint, self.size())),
            "svg": Format("Drawing, SVG", lambda: svg_bytes(self._paint, self.size(), self.title)),
            "csv": Format("Table, CSV", csv),
        }

    def _fit(self) -> None:
        """With room for half of the first label, and of the last."""
        (low, high), shares = self._spans
        room = theme.px(LABEL_ROOM) * (high - low) / self.plot.columns()
        self.plot.fit_x(low - room, high + room)
        self.plot.fit_y(*shares)

    def _paint(self, painter: QPainter) -> None:
        self.set_cached(False)
        whole = QRectF(self.rect())
        self.scene().render(painter, whole, whole)
        self.set_cached(True)

    def _on_pointer(self, place: QPointF) -> None:
        view = self.plot.view
        if not self.plot.is_empty and view.sceneBoundingRect().contains(place):
            self.plot.set_readout(self.read(view.mapSceneToView(place).x()))


def percent(value: float) -> str:
    """For the ticks of an axis of percents."""
    return f"{value:.4g}{figures.THIN}%"


def _give_room(board: SharePlot) -> None:
    board.setMinimumSize(theme.px(LEAST_WIDTH), theme.px(LEAST_HEIGHT))
