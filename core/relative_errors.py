"""How far numbers are from what they should be, as shares of their size.

The relative error is that of Karpathy's CS231n notes ("Gradient checks"), with a floor under the
size: numbers that are nothing but rounding are not compared with themselves.
"""

from __future__ import annotations

import numpy as np

from core.network.arrays import Array


@np.errstate(all="ignore")
def relative_errors(one: Array, other: Array, floor: Array | float) -> Array:
    """|a - b| / max(|a|, |b|, floor) of each two entries; infinite where that is not a number.

    All three have one shape or broadcast to it.
    """
    scale = np.maximum(np.maximum(np.abs(one), np.abs(other)), floor)
    errors = np.abs(one - other) / scale
    return np.where(np.isnan(errors), np.inf, errors)
