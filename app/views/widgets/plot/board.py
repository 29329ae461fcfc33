"""Plots beneath each other, in the colours of the theme."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent

from app.look import theme
from app.views.widgets.plot.plot import Plot


class Board(pg.GraphicsLayoutWidget):
    """plots: from the top. Their read-outs and cursor lines go when the pointer does."""

    def __init__(self) -> None:
        super().__init__()
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setVerticalSpacing(4)
        self.plots: list[Plot] = []
        theme.watcher().changed.connect(self.dress)

    def add_plot(self, plot: Plot, stretch: int = 1) -> None:
        row = len(self.plots)
        self.plots.append(plot)
        self.addItem(plot, row=row, col=0)
        self.ci.layout.setRowStretchFactor(row, stretch)
        plot.getViewBox().disableAutoRange()

    def dress(self) -> None:
        """Wear the theme of the moment."""
        self.setBackground(theme.tokens().ground)
        for plot in self.plots:
            plot.dress()

    def set_cached(self, cached: bool) -> None:
        """See Plot.set_cached."""
        for plot in self.plots:
            plot.set_cached(cached)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        for plot in self.plots:
            plot.cursor_line.hide()
            plot.set_readout("")
