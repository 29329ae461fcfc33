"""Distorted copies of drawings, for a network that learns how pens go.

A copy is bent, slanted, turned and stretched; its ends may be cut; it may be drawn in straight
pieces, in dots or with other strokes; and its strokes may go backwards or come in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.ink.arc_length import evenly, lengths_to, points_at
from core.ink.strokes import Drawing, Stroke

Line = NDArray[np.float64]
Change = Callable[[list[Line], np.random.Generator], list[Line]]

# Standard deviations: of bends in box sides, of slant as a share, of turn in radians, of stretch as
# a logarithm; shake, of each point, at most.
SQUARES, CUBES, SLANT, TURN, STRETCH, SHAKE = 0.045, 0.03, 0.22, 0.14, 0.2, 0.008
# How often ends are cut, how often each of the two is, and by how much of a stroke at most.
CUT, CUT_END, CUT_SHARE, LEAST_CUT = 0.4, 0.6, 0.09, 0.3
BACKWARDS, SOME_BACKWARDS, OTHER_ORDER = 0.15, 0.1, 0.2
_TINY = 1e-9


def copy_of(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """A distorted copy of a drawing, its box about 1 wide or high; a dot stays as it is."""
    lines = lines_of(drawing)
    if sum(map(len, lines)) == 1:
        return drawing
    lines = _bent(lines, rng)
    if rng.random() < CUT:
        lines = [_cut(line, rng) for line in lines]
    chance = rng.random()
    for share, change in CHANGES:
        if chance < share:
            lines = change(lines, rng)
            break
        chance -= share
    return drawing_of(_in_another_order(lines, rng))


def lines_of(drawing: Drawing) -> list[Line]:
    """The points of each stroke, (k, 2)."""
    return [stroke.points for stroke in drawing.strokes]


def drawing_of(lines: Sequence[Line]) -> Drawing:
    """The drawing with a stroke through the points of each line (k, 2)."""
    return Drawing(tuple(Stroke(np.ascontiguousarray(line)) for line in lines))


def in_straight_pieces(lines: Sequence[Line], far: float) -> list[Line]:
    """Each line as a few straight pieces, nowhere farther off than `far` box sides
    (Ramer 1972, Douglas and Peucker 1973)."""
    return [_simplified(line, far * _side(lines)) for line in lines]


def in_single_pieces(lines: Sequence[Line], far: float) -> list[Line]:
    """As in_straight_pieces(), each piece a stroke of its own."""
    pieces: list[Line] = []
    for line in in_straight_pieces(lines, far):
        pieces += [np.array(ends) for ends in pairwise(line)] if len(line) > 1 else [line]
    return pieces


def in_dots(lines: Sequence[Line], gap: float) -> list[Line]:
    """Dots along each line, about `gap` box sides apart."""
    step = gap * _side(lines)
    return [
        point[None]
        for line in lines
        for point in evenly(line, max(2, 1 + int(lengths_to(line)[-1] / step)))
    ]


def backwards(lines: Sequence[Line]) -> list[Line]:
    """Each stroke from its end to its beginning, in the same order."""
    return [line[::-1] for line in lines]


def _bent(lines: Sequence[Line], rng: np.random.Generator) -> list[Line]:
    """All lines by the same smooth map, of polynomials, to a box whose longer side is about 1."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - (low + high) / 2) / max((high - low).max(), _TINY)
    x, y = 2 * points.T
    terms = np.stack([x * x, x * y, y * y, x**3, y**3], axis=-1)
    spread = np.array([SQUARES, SQUARES, SQUARES, CUBES, CUBES])[:, None]
    points = points + terms @ (spread * rng.standard_normal((5, 2)))
    slant, turn, stretch = rng.standard_normal(3) * [SLANT, TURN, STRETCH]
    cos, sin = np.cos(turn), np.sin(turn)
    sheared = np.array([[np.exp(stretch), -slant], [0.0, 1.0]])
    points = points @ (np.array([[cos, -sin], [sin, cos]]) @ sheared).T
    points += SHAKE * rng.random() * rng.standard_normal(points.shape)
    return np.split(points, np.cumsum([len(line) for line in lines])[:-1])


def _cut(line: Line, rng: np.random.Generator) -> Line:
    """Without a little at either end, if it is long enough."""
    reached = lengths_to(line)
    start, end = rng.uniform(0, CUT_SHARE, 2) * (rng.random(2) < CUT_END)
    if reached[-1] < LEAST_CUT:
        return line
    at = np.linspace(start, 1 - end, max(8, len(line))) * reached[-1]
    return points_at(at, line, reached)


def _broken(lines: list[Line], rng: np.random.Generator) -> list[Line]:
    """One line in two."""
    number = int(rng.integers(len(lines)))
    line = lines[number]
    if len(line) < 5:
        return lines
    at = int(rng.integers(2, len(line) - 2))
    return [*lines[:number], line[: at + 1], line[at:], *lines[number + 1 :]]


def _joined(lines: list[Line], rng: np.random.Generator) -> list[Line]:
    """Two lines in one, as if the pen had not been lifted."""
    if len(lines) == 1:
        return lines
    number = int(rng.integers(len(lines) - 1))
    both = np.concatenate(lines[number : number + 2])
    return [*lines[:number], both, *lines[number + 2 :]]


CHANGES: tuple[tuple[float, Change], ...] = (
    (0.15, lambda lines, rng: in_straight_pieces(lines, rng.uniform(0.02, 0.1))),
    (0.08, lambda lines, rng: in_single_pieces(lines, rng.uniform(0.03, 0.15))),
    (0.05, lambda lines, rng: in_dots(lines, rng.uniform(0.06, 0.2))),
    (0.05, _broken),
    (0.04, _joined),
)


def _in_another_order(lines: list[Line], rng: np.random.Generator) -> list[Line]:
    chance = rng.random()
    if chance < BACKWARDS:
        lines = backwards(lines)
    elif chance < BACKWARDS + SOME_BACKWARDS:
        lines = [line[::-1] if rng.random() < 0.5 else line for line in lines]
    if len(lines) > 1 and rng.random() < OTHER_ORDER:
        lines = [lines[number] for number in rng.permutation(len(lines))]
    return lines


def _simplified(line: Line, far: float) -> Line:
    start, end = line[0], line[-1]
    along = end - start
    length = np.hypot(*along)
    away = line - start
    if length < _TINY:
        distances = np.hypot(*away.T)
    else:
        distances = np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length
    farthest = int(distances.argmax())
    if len(line) < 3 or distances[farthest] <= far:
        return line[[0, -1]] if len(line) > 1 else line
    first = _simplified(line[: farthest + 1], far)
    return np.concatenate([first[:-1], _simplified(line[farthest:], far)])


def _side(lines: Sequence[Line]) -> float:
    """The longer side of the box of all lines, above 0."""
    return max(float(np.ptp(np.concatenate(lines), axis=0).max()), _TINY)
