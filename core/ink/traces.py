"""The way of the pen: where it is and where it is going, at STEPS places along a drawing.

Size, place and speed of the drawing do not matter; the order of its strokes does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.ink.arc_length import lengths_to, points_at
from core.ink.strokes import Drawing

STEPS = 32
LIFTED = 255
NUMBERS = STEPS * 5 + 2  # x, y, direction in x and y, whether the pen is lifted; width, height
_EVENLY = np.linspace(0.0, 1.0, STEPS)
_TINY = 1e-9


@lru_cache(maxsize=16)  # a drawing is read by its way and by a hand
def trace(drawing: Drawing) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """STEPS places at equal distances along a drawing that is not blank, and the stroke of each.

    The places, float32 (STEPS, 2), x and y, lie around (0, 0) in a box whose longer side is 1. The
    strokes, uint8 (STEPS,), count from 0; a place on the way from one stroke to the next is LIFTED.
    Both are read-only.
    """
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    stroke_of = np.repeat(np.arange(len(drawing.strokes)), [len(s.points) for s in drawing.strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - (low + high) / 2) / max((high - low).max(), _TINY)
    reached = lengths_to(points)
    at = _EVENLY * reached[-1]
    places = points_at(at, points, reached).astype(np.float32)
    strokes = np.zeros(STEPS, np.uint8)
    if reached[-1] > 0:
        strokes[:] = _strokes_at(at, reached, stroke_of)
    for array in (places, strokes):
        array.setflags(write=False)
    return places, strokes


def _strokes_at(
    at: NDArray[np.float64], reached: NDArray[np.float64], stroke_of: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The stroke of places `at` on the way, LIFTED between two; (STEPS,)."""
    last = reached.searchsorted(reached[-1]) - 1  # the point before the end of the way
    before = np.minimum(reached.searchsorted(at, side="right") - 1, last)
    stroke = stroke_of[before]
    lifted = stroke != stroke_of[before + 1]
    return np.where(lifted, LIFTED, np.minimum(stroke, LIFTED - 1))


def paths(places: NDArray[np.float32]) -> NDArray[np.float32]:
    """The places (n, STEPS, 2) of n traces with the direction at each: float32 (n, STEPS, 4). A
    direction is a unit vector, 0 in a dot."""
    directions = np.empty_like(places)
    np.subtract(places[:, 2:], places[:, :-2], out=directions[:, 1:-1])
    np.subtract(places[:, 1], places[:, 0], out=directions[:, 0])
    np.subtract(places[:, -1], places[:, -2], out=directions[:, -1])
    sizes = np.sqrt((directions * directions).sum(axis=2, keepdims=True))
    directions /= np.maximum(sizes, np.float32(_TINY))
    return np.concatenate([places, directions], axis=2)


def pen_numbers(drawings: Sequence[Drawing]) -> NDArray[np.uint8]:
    """What a network is told of the pen's way, a row a drawing, none blank: uint8 (n, NUMBERS).

    Of each place x and y, the direction in x and y, and 255 where the pen was lifted; then the
    box's width and height. 0 and 255 are the ends of a range that no drawing leaves.
    """
    traced = [trace(drawing) for drawing in drawings]
    places = np.array([place for place, _ in traced], np.float32).reshape(-1, STEPS, 2)
    strokes = np.array([stroke for _, stroke in traced], np.uint8).reshape(-1, STEPS)
    moves = paths(places)
    numbers = np.empty((len(places), NUMBERS), np.float32)
    numbers[:, : 2 * STEPS] = moves[:, :, :2].reshape(-1, 2 * STEPS) + np.float32(0.5)
    numbers[:, 2 * STEPS : 4 * STEPS] = (moves[:, :, 2:].reshape(-1, 2 * STEPS) + 1) / 2
    numbers[:, 4 * STEPS : -2] = strokes == LIFTED
    numbers[:, -2:] = places.max(axis=1) - places.min(axis=1)
    numbers *= np.float32(255)
    return np.rint(numbers, out=numbers).astype(np.uint8)
