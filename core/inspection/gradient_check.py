"""The gradient check: how far a gradient is from the difference of the loss it should equal.

Errors are relative (core.relative_errors), with a floor: a difference of two losses is no better
than their rounding (Goodfellow, Bengio and Courville, 2016, section 11.5), which grows with the
loss. core.inspection.differences makes the differences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.network.arrays import Array
from core.relative_errors import relative_errors

# Relative errors up to this are rounding.
TOLERANCE = 1e-6
# Gradients smaller than this, times the loss where that is above 1, are compared absolutely. In
# trained networks, with steps of 1e-5, rounding alone came to 7e-10: less than TOLERANCE · FLOOR.
FLOOR = 1e-3


@dataclass(frozen=True)
class GradientCheck:
    """One array's check.

    name: "dW1". entries: how many numbers the array has. checked: how many were compared; kinks:
    how many more were looked at and left out, because a ReLU's kink lay between the two points.
    index, analytic, numeric: the worst entry, () and 0 where none was compared.
    """

    name: str
    entries: int
    checked: int
    kinks: int
    relative_error: float
    index: tuple[int, ...]
    analytic: float
    numeric: float


class Tally:
    """The gradient check of an array, made entry by entry. name, shape: the array's. result: the
    check so far."""

    def __init__(self, name: str, shape: tuple[int, ...]) -> None:
        self.result = GradientCheck(name, int(np.prod(shape)), 0, 0, 0.0, (), 0.0, 0.0)
        self._shape = shape

    def add(
        self,
        flat: NDArray[np.intp],
        analytic: Array,
        numeric: Array,
        loss: Array,
        at_kink: NDArray[np.bool_],
    ) -> None:
        """Check k more entries.

        flat: intp (k,), indices into the array row by row. analytic, numeric: (k,), both values of
        the gradient. loss: (k,), the losses that numeric is a difference of. at_kink: (k,), which
        entries to leave out.
        """
        old = self.result
        errors = np.where(at_kink, -1.0, gradient_errors(analytic, numeric, loss))
        kinks = int(np.count_nonzero(at_kink))
        checked = len(flat) - kinks
        error, index, values = old.relative_error, old.index, (old.analytic, old.numeric)
        worst = int(errors.argmax()) if len(flat) else 0
        if checked and (errors[worst] > error or not index):
            error = float(errors[worst])
            index = tuple(int(i) for i in np.unravel_index(flat[worst], self._shape))
            values = (float(analytic[worst]), float(numeric[worst]))
        self.result = GradientCheck(
            old.name, old.entries, old.checked + checked, old.kinks + kinks, error, index, *values
        )


def relative_error(analytic: float, numeric: float, loss: float = 1.0) -> float:
    """The relative error of one entry, see gradient_errors."""
    return float(gradient_errors(np.array(analytic), np.array(numeric), np.array(loss)))


def gradient_errors(analytic: Array, numeric: Array, loss: Array) -> Array:
    """Relative errors with the floor FLOOR · max(1, loss); all arrays have one shape."""
    return relative_errors(analytic, numeric, FLOOR * np.maximum(loss, 1))
