"""An output of a learner's function beside ours: shape, dtype and the worst entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.checking.anatomy import Misfit
from core.checking.report import Comparison
from core.network.arrays import Array
from core.relative_errors import relative_errors

# Relative errors up to this are rounding, by the bytes of a number: half, single, double.
TOLERANCES = {2: 2e-2, 4: 2e-4}
TOLERANCE = 1e-5
# Numbers smaller than this share of the array's largest are compared with that share: they come
# out of sums of large ones, in any order.
FLOOR = 0.1
LEAST = 1e-6

Numeric = Callable[[tuple[int, ...]], float | None]


def compare(what: str, case: str, got: Any, expected: Array, numeric: Numeric) -> Comparison:
    """The comparison of an output with ours, the array `expected`.

    what: its name, "dW". case: the label of the call. got: the learner's array, or a Misfit.
    numeric: the central difference at an index, or None.
    """
    wanted = np.shape(expected)
    if isinstance(got, Misfit):
        return _failed(what, case, (), wanted, "", got.problem)
    kind, shape = got.dtype.kind, np.shape(got)
    if kind == "c":
        return _failed(what, case, shape, wanted, got.dtype.name, f"{what} is complex.")
    if not shape_fits(shape, wanted):
        problem = f"{what} has the shape {_shape_text(shape)}; it should be {_shape_text(wanted)}."
        return _failed(what, case, shape, wanted, got.dtype.name, problem)
    errors = entry_errors(got.reshape(wanted), expected)
    if not errors.size:
        return Comparison(
            what, case, shape, wanted, got.dtype.name, 0.0, (), None, None, None, True
        )
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(errors)), wanted))
    error = float(errors[index])
    number, right = float(got.reshape(wanted)[index]), float(expected[index])
    ok = error <= tolerance(got)
    problem = "" if ok else _difference(what, index, number, right, kind)
    return Comparison(
        what,
        case,
        shape,
        wanted,
        got.dtype.name,
        error,
        index,
        number,
        right,
        numeric(index),
        ok,
        problem,
    )


def shape_fits(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Whether a shape is the one that is wanted; a single number may come as an array of size 1."""
    return shape == wanted or (wanted == () and int(np.prod(shape)) == 1)


def tolerance(got: Array) -> float:
    """The largest relative error that is rounding, by the number of bytes of a number of `got`."""
    return TOLERANCES.get(got.dtype.itemsize, TOLERANCE) if got.dtype.kind == "f" else TOLERANCE


def entry_errors(got: Array, expected: Array) -> Array:
    """The relative error of each entry, see core.relative_errors; 0 where both are the same, be it
    infinite or not a number."""
    got, expected = np.asarray(got, np.float64), np.asarray(expected, np.float64)
    size = np.abs(expected)
    # Nearly all are finite, and then the same are none apart: in half the time.
    if size.size and (largest := size.max()) < np.inf and np.abs(got).max() < np.inf:
        return relative_errors(got, expected, max(FLOOR * largest, LEAST))
    largest = np.max(size, where=np.isfinite(size), initial=0.0)
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    errors = relative_errors(got, expected, max(FLOOR * largest, LEAST))
    return np.where(same, 0.0, errors)


def agree(got: Array, predicted: Any) -> bool:
    """Whether `predicted` has the shape and the numbers of `got`."""
    predicted = np.asarray(predicted)
    if not shape_fits(got.shape, predicted.shape) or predicted.dtype.kind not in "biuf":
        return False
    errors = entry_errors(got.reshape(predicted.shape), predicted)
    return bool((errors <= tolerance(got)).all())


def _difference(what: str, index: tuple[int, ...], got: float, right: float, kind: str) -> str:
    place = f"{what}[{', '.join(map(str, index))}]" if index else what
    text = f"{place} is {got:.6g}; it should be {right:.6g}."
    if kind in "iu":
        text += " Its numbers are whole: the decimals were cut off."
    return text


def _shape_text(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"


def _failed(
    what: str,
    case: str,
    shape: tuple[int, ...],
    wanted: tuple[int, ...],
    dtype: str,
    problem: str,
) -> Comparison:
    return Comparison(
        what, case, shape, wanted, dtype, None, None, None, None, None, False, problem
    )
