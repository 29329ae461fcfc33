"""Central differences (loss(θ + h) - loss(θ - h)) / 2h of every gradient of a walk, and checks.

dW and db are differences of the mean loss; dZ, dH and dX of the loss of their example. Everything
is float64 and goes through the functions that train; core.inspection.nudges makes it fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.inspection.explanation import checked_cell
from core.inspection.gradient_check import GradientCheck, Tally, relative_error
from core.inspection.nudges import Nudges, loss_changes, of_H, of_Z
from core.inspection.walk import Stop, Walk
from core.network.arrays import Array

Indices = NDArray[np.intp]

STEP = 1e-5
SLICE = 0.004  # seconds of work between two records of check_all
FIRST = 16  # nudges of an array's first slice, before it is known how long they take
GROWTH = 4


@dataclass(frozen=True, eq=False)
class Differences:
    """Central differences of k entries of a gradient.

    numeric: (k,), the differences. loss: (k,), the losses that they are differences of. at_kink:
    (k,), True where a ReLU turns on or off between the two points, so that the difference is no
    derivative.
    """

    numeric: Array
    loss: Array
    at_kink: NDArray[np.bool_]


@dataclass(frozen=True)
class NumberCheck:
    """An entry of a gradient beside its difference. step: h. at_kink: as in Differences."""

    name: str
    index: tuple[int, int]
    analytic: float
    numeric: float
    relative_error: float
    at_kink: bool
    step: float = STEP


@dataclass(frozen=True)
class CheckProgress:
    """How far check_all has come.

    name: the array worked on last. done, entries: numbers checked so far and in all arrays. share:
    from 0 to 1, of the entries or of the time, whichever is larger. checks: so far, one for each
    array in the order of the backward pass.
    """

    name: str
    done: int
    entries: int
    share: float
    checks: tuple[GradientCheck, ...]


def differences(walk: Walk, name: str, flat: Indices) -> Differences:
    """Of the entries `flat` (k,), indices into the array row by row, of the gradient `name`.

    Raises KeyError for what is no gradient of the walk, IndexError for an index outside.
    """
    stop = _gradient(walk, name)
    size = walk[name].size
    flat = np.asarray(flat, np.intp)
    if flat.size and (flat.min() < 0 or flat.max() >= size):
        raise IndexError(f"{name} has {size:,} numbers; indices go from 0 to {size - 1:,}.")
    rows, columns = np.unravel_index(flat, walk[name].shape)
    nudges = _NUDGES[stop.kind](walk, stop.layer, rows, columns)
    changes, at_kink = loss_changes(walk, nudges)
    if stop.kind in ("dW", "db"):
        changes = changes.reshape(len(flat), walk.m).mean(axis=1)
        at_kink = np.logical_or.reduce(at_kink.reshape(len(flat), walk.m), axis=1)
        loss = np.full(len(flat), walk.loss)
    else:
        loss = walk["loss"][0, columns]
    return Differences(changes / (2 * STEP), loss, at_kink)


def check_number(walk: Walk, name: str, index: tuple[int, int]) -> NumberCheck:
    """One number of a gradient. Raises KeyError and IndexError as differences."""
    _gradient(walk, name)
    cell = checked_cell(walk, name, index)
    flat = np.array([cell[0] * walk[name].shape[1] + cell[1]])
    found = differences(walk, name, flat)
    analytic, numeric = float(walk[name][cell]), float(found.numeric[0])
    error = relative_error(analytic, numeric, float(found.loss[0]))
    return NumberCheck(name, cell, analytic, numeric, error, bool(found.at_kink[0]))


def check_gradients(
    walk: Walk, *, rng: np.random.Generator, samples: int | None = None
) -> list[GradientCheck]:
    """Every gradient of the walk, in the order of the way back: up to `samples` entries of each,
    drawn by rng; all of them where it is None."""
    sweeps = _sweeps(walk, rng)
    for sweep in sweeps:
        sweep.advance(sweep.left if samples is None else samples)
    return [sweep.tally.result for sweep in sweeps]


def check_all(
    walk: Walk,
    *,
    rng: np.random.Generator,
    clock: Callable[[], float],
    seconds: float = 5.0,
) -> Iterator[CheckProgress]:
    """Every entry of every gradient; where that takes more than `seconds` of work, fair samples.

    Yields after each slice of about SLICE seconds, so that a window may pull it by a timer;
    `clock` gives seconds (time.perf_counter), and only the time within slices counts. Each array
    in turn has a slice of equal time, in entries drawn by rng without replacement, until it is
    through: what small arrays leave over goes to the large ones, and each has one slice at least.
    """
    sweeps = _sweeps(walk, rng)
    entries = sum(sweep.left for sweep in sweeps)
    spent = 0.0
    while (going := [sweep for sweep in sweeps if sweep.left]) and spent < seconds:
        for sweep in going:
            began = clock()
            sweep.advance(sweep.size)
            took = clock() - began
            sweep.resize(took)
            spent += took
            done = entries - sum(each.left for each in sweeps)
            share = min(max(done / entries, spent / seconds if seconds > 0 else 1.0), 1.0)
            checks = tuple(each.tally.result for each in sweeps)
            yield CheckProgress(sweep.tally.result.name, done, entries, share, checks)


class _Sweep:
    """The entries of one gradient, in an order drawn by rng, and how far we are."""

    def __init__(self, walk: Walk, name: str, rng: np.random.Generator) -> None:
        self.left = walk[name].size
        self.size = max(FIRST // walk.m, 1)
        self.tally = Tally(name, walk[name].shape)
        self._walk, self._name, self._rng = walk, name, rng
        self._order: Indices | None = None

    def advance(self, count: int) -> None:
        """Check the next `count` entries, or what is left."""
        array = self._walk[self._name]
        if self._order is None:
            self._order = self._rng.permutation(array.size)
        start = array.size - self.left
        flat = self._order[start : start + count]
        found = differences(self._walk, self._name, flat)
        analytic = array[np.unravel_index(flat, array.shape)]
        self.tally.add(flat, analytic, found.numeric, found.loss, found.at_kink)
        self.left -= len(flat)

    def resize(self, took: float) -> None:
        """Make the next slice take SLICE seconds, as this one's time tells."""
        factor = SLICE / took if took > 0 else GROWTH
        self.size = max(1, int(self.size * min(max(factor, 1 / GROWTH), GROWTH)))


def _sweeps(walk: Walk, rng: np.random.Generator) -> list[_Sweep]:
    return [_Sweep(walk, stop.name, rng) for stop in walk.stops if not stop.is_forward]


def _gradient(walk: Walk, name: str) -> Stop:
    gradients = {stop.name: stop for stop in walk.stops if not stop.is_forward}
    if name not in gradients:
        raise KeyError(f"“{name}” is no gradient of this walk; there are: {', '.join(gradients)}.")
    return gradients[name]


def _of_weights(walk: Walk, layer: int, i: Indices, k: Indices) -> Nudges:
    return _of_row(walk, layer, i, STEP * walk[walk.input_of(layer)][k])


def _of_biases(walk: Walk, layer: int, i: Indices, _: Indices) -> Nudges:
    return _of_row(walk, layer, i, np.full((len(i), walk.m), STEP))


def _of_row(walk: Walk, layer: int, i: Indices, moves: Array) -> Nudges:
    """Row i of Z in every example; moves (k, m)."""
    units, examples = np.repeat(i, walk.m), np.tile(np.arange(walk.m), len(i))
    return of_Z(walk, layer, units, examples, moves.ravel())


def _of_Z(walk: Walk, layer: int, i: Indices, j: Indices) -> Nudges:
    return of_Z(walk, layer, i, j, np.full(len(i), STEP))


def _of_H(walk: Walk, layer: int, i: Indices, j: Indices) -> Nudges:
    return of_H(walk, layer, i, j, STEP)


_NUDGES: dict[str, Callable[[Walk, int, Indices, Indices], Nudges]] = {
    "dW": _of_weights,
    "db": _of_biases,
    "dZ": _of_Z,
    "dH": _of_H,
    "dX": _of_H,
}
