"""Which part of the plane the charts show of a run. No Qt."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.background.training.history import History
from app.views.widgets.plot.axes import FLOOR, round_up

RIGHT_ROOM = 1.012  # so that the last mark is whole
FIRST_SHARE = 8  # the first view spans one part in so many of the run, then twice that, ...
FALL = 0.05  # the first fall, left out when the linear axis is fitted: it enters from above
ACCURACY_FLOORS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)


def last_step(history: History, total: int, ended: bool) -> float:
    """Where the axis of steps ends: seldom fitted anew while a run of `total` steps goes on."""
    steps = max(len(history), 1)
    end = float(steps)
    if not ended:
        end = max(total, steps) / FIRST_SHARE
        while end < steps:
            end *= 2
    return max(end, 2.0) * RIGHT_ROOM


def loss_range(history: History, logarithmic: bool) -> tuple[float, float]:
    """Least and greatest on the axis; exponents of ten where that is logarithmic."""
    seen: list[NDArray[Any]] = [history.smoothed.values, history.of_epochs("validation_loss")]
    highest = max((float(part.max()) for part in seen if len(part)), default=1.0)
    lowest = min((float(part.min()) for part in seen if len(part)), default=0.01)
    if not logarithmic:
        later = history.smoothed.values[int(len(history) * FALL) :]
        settled = max((float(part.max()) for part in (later, seen[1]) if len(part)), default=1.0)
        return 0.0, max(min(round_up(settled * 1.3), highest * 1.08), FLOOR)
    low = np.floor(4 * np.log10(max(lowest / 2, FLOOR))) / 4
    return float(low), float(max(np.log10(max(highest * 1.3, FLOOR)), low + 0.5))


def accuracy_floor(history: History) -> float:
    """The least share on the axis of accuracy."""
    shares = [history.of_epochs(f"{part}_accuracy") for part in ("train", "validation")]
    later = [part[int(len(part) * FALL) :] for part in shares]
    least = min((float(part.min()) for part in later if len(part)), default=0.0)
    return max(each for each in ACCURACY_FLOORS if each <= max(least, 0.0))
