"""Where an axis ends, and which of many points are drawn."""

from __future__ import annotations

import numpy as np

FLOOR = 1e-6  # a loss of 0 is drawn here on the logarithmic axis


def round_up(value: float) -> float:
    """To 1, 1.5, 2, 3, 5 or 7 times a power of ten, so that an axis is seldom fitted anew."""
    power = 10.0 ** np.floor(np.log10(max(value, FLOOR)))
    return float(next((k * power for k in (1, 1.5, 2, 3, 5, 7) if k * power >= value), 10 * power))


def every_few(count: int, most: int) -> slice:
    """Of `count` things at most `most`, evenly, the last among them."""
    stride = max(-(-count // most), 1)
    return slice((count - 1) % stride, None, stride)
