"""The area of a plot's curves: a hand on the mouse cannot take it where nothing can be drawn."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg

CLOSEST, FURTHEST = 1e-6, 3.0  # spans of what was fitted: least that is seen, most beside it
FASTEST_WHEEL = 2400  # eighths of a degree in one event
MOST_AT_ONCE = 1000.0  # how much one event zooms


class BoundedView(pg.ViewBox):
    """A view box whose range stays near `home`.

    home: (low, high) of the x axis and of the y axis, as they were fitted to the curves last.
    """

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.home = [(0.0, 1.0), (0.0, 1.0)]

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        event.setDelta(max(-FASTEST_WHEEL, min(event.delta(), FASTEST_WHEEL)))
        super().wheelEvent(event, axis)

    def scaleBy(self, s: Any = None, center: Any = None, x: Any = None, y: Any = None) -> None:
        """See pyqtgraph. s: (x, y); None leaves an axis as it is."""
        x, y = (x, y) if s is None else s
        super().scaleBy(x=_bounded(x), y=_bounded(y), center=center)
        self._stay_near()

    def translateBy(self, t: Any = None, x: Any = None, y: Any = None) -> None:
        super().translateBy(t, x, y)
        self._stay_near()

    def _stay_near(self) -> None:
        for (low, high), home, move in zip(
            self.viewRange(), self.home, (self.setXRange, self.setYRange), strict=True
        ):
            near = near_home(low, high, home)
            if near != (low, high):
                move(*near, padding=0)


def near_home(low: float, high: float, home: tuple[float, float]) -> tuple[float, float]:
    """The range nearest to low..high that shows neither too little nor too much of `home`, nor
    lies too far from it."""
    unit = home[1] - home[0]
    first, last = home[0] - FURTHEST * unit, home[1] + FURTHEST * unit
    span = min(max(high - low, CLOSEST * unit), last - first)
    if span == high - low and first <= low and high <= last:
        return low, high
    middle = min(max(low / 2 + high / 2, first + span / 2), last - span / 2)
    return middle - span / 2, middle + span / 2


def _bounded(factor: float | None) -> float | None:
    return None if factor is None else min(max(float(factor), 1 / MOST_AT_ONCE), MOST_AT_ONCE)
