"""Whether this PySide6 and this pyqtgraph bear many repaints of a live plot on this Python.

python -m tests.repaints [COUNT]   10,000 unless told otherwise

PySide6 6.12.0 drops a reference to None with each call of Qt that returns nothing, so that a Python
below 3.12, where None can die, aborts before a live plot is painted a hundred times (decision 4).
"""

from __future__ import annotations

import os
import platform
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph
import PySide6
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

COUNT = 10_000
POINTS = 500
SIZE = (480, 320)


class Painted(QWidget):
    """A widget that paints itself, with calls of Qt that return nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.5)
        for row in range(20):
            painter.fillRect(QRectF(0, 4 * row, self.painted % 300, 3), "darkgreen")
        painter.end()
        self.painted += 1


def repaint(count: int) -> int:
    """Paint a live plot and a widget of our own `count` times; by how much None's references fell.

    0 from Python 3.12 on, where None cannot die and the count means nothing. Raises AssertionError
    when one was not painted.
    """
    application = QApplication.instance() or QApplication([])
    plot, own = pyqtgraph.PlotWidget(), Painted()
    curve = plot.plot()
    rng = np.random.default_rng(7)
    for widget in (plot, own):
        widget.resize(*SIZE)
        widget.show()
    application.processEvents()
    before, painted = sys.getrefcount(None), own.painted
    for number in range(count):
        curve.setData(rng.random(POINTS) + number)
        plot.viewport().repaint()
        own.repaint()
        application.processEvents()
    lost = before - sys.getrefcount(None) if sys.version_info < (3, 12) else 0
    assert own.painted >= painted + count
    for widget in (plot, own):
        widget.close()
        widget.deleteLater()
    return lost


def main(words: list[str]) -> None:
    count = int(words[0]) if words else COUNT
    versions = (
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
        f"pyqtgraph {pyqtgraph.__version__}"
    )
    print(f"{versions}: {count:,} repaints ...", flush=True)
    began = time.monotonic()
    lost = repaint(count)
    print(f"{versions}: painted, {lost} references to None lost, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
