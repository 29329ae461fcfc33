"""What the axes of a run's plots span: they grow in few, calm steps, and never shrink. No Qt."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from app.background.training.history import History
from core.inspection.guessing import guessing_loss

CALM = 4.0  # seconds that an axis lasts, at the pace of the moment, once it has grown
PACE_WINDOW = 0.5  # seconds that the pace looks back on
FIRST_STEPS = 8  # of a run of which one cannot say yet how fast it is
USUAL_LOSS = 2.5  # a bit over guessing of ten, where nearly every run begins
ABOVE_GUESSING = 1.08
LOSSES = (1, 1.5, 2.5, 4, 6)  # times a power of ten: where the axis of losses ends
LEAST_EXPONENT = -2.0  # of the logarithmic axis, until a loss lies beneath
ACCURACY_FLOORS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)


class StepsRange:
    """Where the axis of steps ends while a run of `total` steps goes on.

    It is halved from the whole run as long as CALM seconds fit in at the pace that was seen.
    """

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self._seen: deque[tuple[float, int]] = deque()
        self._end = 0.0

    def end(self, steps: int, now: float) -> float:
        """steps: taken by `now`, in seconds."""
        self._seen.append((now, steps))
        while len(self._seen) > 2 and now - self._seen[1][0] >= PACE_WINDOW:
            self._seen.popleft()
        if steps > self._end or not self._end:
            self._end = self._grown(max(2 * steps, steps + CALM * self._pace(), FIRST_STEPS))
        return self._end

    def _pace(self) -> float:
        """Steps a second."""
        (then, before), (now, steps) = self._seen[0], self._seen[-1]
        return (steps - before) / (now - then) if now > then else 0.0

    def _grown(self, least: float) -> float:
        halvings = max(math.floor(math.log2(max(self.total, 1) / least)), 0)
        return float(max(max(self.total, 1) / 2**halvings, self._seen[-1][1]))


class LossRange:
    """The least and the greatest loss on an axis; exponents of ten where it is logarithmic."""

    def __init__(self) -> None:
        self._lowest = self._highest = USUAL_LOSS

    def see(self, history: History, share: float = 1.0) -> None:
        """Widen it for what is drawn, the smoothed line and validation: for the start of each, and
        for a `share` of all of it, so that some peaks may leave the axis."""
        self._highest = max(self._highest, ABOVE_GUESSING * guessing_loss(history.classes))
        for curve in (history.smoothed.values, _known(history.of_epochs("validation_loss"))):
            if len(curve) and math.isfinite(highest := float(curve.max())):
                if share < 1:
                    highest = max(float(curve[0]), float(np.quantile(curve, share)))
                self._highest = max(self._highest, highest)
                self._lowest = min(self._lowest, float(curve.min()))

    def span(self, logarithmic: bool) -> tuple[float, float]:
        power = 10.0 ** math.floor(math.log10(self._highest))
        top = next((k * power for k in LOSSES if k * power >= self._highest), 10 * power)
        if not logarithmic:
            return 0.0, top
        exponent = math.floor(math.log10(max(self._lowest, 1e-6)))
        return min(LEAST_EXPONENT, float(exponent)), math.log10(top)


def accuracy_floor(*histories: History) -> float:
    """The least share on the axis of accuracy: that of the worst epoch lies above it."""
    shares = [
        float(part.min())
        for history in histories
        for name in ("train_accuracy", "validation_accuracy")
        if len(part := _known(history.of_epochs(name)))
    ]
    least = min(shares, default=0.0)
    return max(each for each in ACCURACY_FLOORS if each <= max(least, 0.0))


def _known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values[np.isfinite(values)])
