"""The boxes of a form, drawn by straight lines, their corners square or round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.ink.line_eraser import Span
from core.ink.masks import Mask, thicker
from core.ink.straight_lines import StraightLine

_SMALLEST = 10  # pixels of a side
_INKED = 0.85  # of an outline, at least
_MIDDLE = 0.3  # of a side, at either end, that a round corner may take
_RADII = np.arange(0, 0.36, 0.03)  # of the shorter side
_CORNERS = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])  # clockwise
_INSIDE, _FILLED = 0.08, 0.25  # a box's rim, and how high the ink within is, of the box
_ALIKE = 0.15  # how much boxes of one size differ
_UNLIKE = 0.25  # what differs more from the usual size has a digit's stroke for a side
_APART = 0.9  # of two half sizes, between the middles of boxes that only share a side
_NEXT = 3  # walls to the right that may close a box
_MOST, _MOST_TRIED = 400, 1000  # boxes, and places where one may be
_SAMPLES, _END = 32, 4  # points of a side that are looked at, and those next to a corner
_SLACK = 0.2


@dataclass(frozen=True, eq=False)
class FormBox:
    """A box. corners: float64 (4, 2), x and y, clockwise from the left upper one. radius: of its
    corners, of the shorter side. sides, walls: the spans of its lines, walls across the transposed
    mask."""

    corners: NDArray[np.float64]
    radius: float
    sides: tuple[Span, Span]
    walls: tuple[Span, Span]

    @cached_property
    def size(self) -> NDArray[np.float64]:
        """Width and height: float64 (2,)."""
        return np.array(_size(self.corners))

    def mark_corners(self, mask: Mask) -> None:
        """Marks in a mask where the corners are, as wide as the lines."""
        if not self.radius:
            return
        half = int(np.ceil(max(line.thickness for line, _, _ in self.sides) / 2)) + 1
        points = np.rint(_outline(self.corners, np.array([self.radius]), 4 * _SAMPLES)[1]).astype(
            np.intp
        )
        for x, y in points.reshape(-1, 2).tolist():
            mask[max(y - half, 0) : y + half + 1, max(x - half, 0) : x + half + 1] = True


def form_boxes(
    mask: Mask,
    closed: Mask,
    across: Sequence[StraightLine],
    upright: Sequence[StraightLine],
    cancelled: IsCancelled = never,
) -> list[FormBox]:
    """The boxes that hold ink of the mask (h, w), and those of the same size. Raises Cancelled.

    closed: the mask with the gaps of dashed lines filled.
    """
    if not across or not upright:
        return []
    boxes = _boxes(thicker(closed, 2), across, upright, cancelled)
    filled = [box for box in boxes if _is_filled(mask, box)]
    if not filled:
        return []
    sizes = np.array([box.size for box in filled])
    usual = np.array([_most_common(side) for side in sizes.T])
    is_kept = (np.abs(sizes / usual - 1) <= _UNLIKE).all(axis=1)
    if is_kept.any():
        is_kept |= ~_overlap(filled)[:, is_kept].any(axis=1)
    else:
        is_kept[:] = True
    kept = {id(box) for box, chosen in zip(filled, is_kept, strict=True) if chosen}
    sizes = sizes[is_kept]
    return [
        box
        for box in boxes
        if id(box) in kept or (np.abs(sizes / box.size - 1) <= _ALIKE).all(axis=1).any()
    ]


def _overlap(boxes: Sequence[FormBox]) -> Mask:
    """Whether each two of n boxes have more in common than a side: (n, n)."""
    middles = np.array([box.corners.mean(axis=0) for box in boxes])
    sizes = np.array([box.size for box in boxes])
    apart = np.abs(middles[:, None] - middles)
    overlap: Mask = (apart < _APART * (sizes[:, None] + sizes) / 2).all(axis=2)
    return overlap


def _most_common(lengths: NDArray[np.float64]) -> float:
    """The length that most are like; of several the greatest."""
    alike = (np.abs(lengths / lengths[:, None] - 1) <= _ALIKE).sum(axis=1)
    return float(lengths[alike == alike.max()].max())


def _boxes(
    near: Mask,
    across: Sequence[StraightLine],
    upright: Sequence[StraightLine],
    cancelled: IsCancelled,
) -> list[FormBox]:
    """All boxes whose outline is inked, at most _MOST. near: where ink is, or beside."""
    across, upright = (
        sorted(lines, key=lambda line: line.row((line.start + line.stop) / 2))
        for lines in (across, upright)
    )
    crossings = _crossings(across, upright)
    # is_side[t, l, r]: whether line t is inked between walls l and r; is_wall[l, t, b] likewise.
    is_side = [_is_side(line, x) for line, x in zip(across, crossings[:, :, 0], strict=True)]
    is_wall = [_is_side(wall, y) for wall, y in zip(upright, crossings[:, :, 1].T, strict=True)]
    found: list[FormBox] = []
    tried = 0
    for t, b in combinations(range(len(across)), 2):
        stop_if(cancelled)
        walls = [number for number, inked in enumerate(is_wall) if inked[t, b]]
        for i, left in enumerate(walls):
            for right in walls[i + 1 : i + 1 + _NEXT]:
                if not (is_side[t][left, right] and is_side[b][left, right]):
                    continue
                if len(found) == _MOST or tried == _MOST_TRIED:
                    return found
                tried += 1
                corners = crossings[[t, t, b, b], [left, right, right, left]]
                radius = _radius(near, corners)
                if radius is None:
                    continue
                x, y = corners[:, 0], corners[:, 1]
                sides = _span(across[t], x[0], x[1]), _span(across[b], x[3], x[2])
                walled = _span(upright[left], y[0], y[3]), _span(upright[right], y[1], y[2])
                found.append(FormBox(corners, radius, sides, walled))
    return found


def _span(line: StraightLine, first: float, last: float) -> Span:
    return line, round(first), round(last) + 1


def _crossings(
    across: Sequence[StraightLine], upright: Sequence[StraightLine]
) -> NDArray[np.float64]:
    """x and y of where each line, or its continuation, crosses each wall's: float64 (n, m, 2)."""
    middles = [wall.row((wall.start + wall.stop) / 2) for wall in upright]
    x = np.tile(middles, (len(across), 1))
    y = _rows(across, x)
    for _ in range(3):
        x = _rows(upright, y.T).T
        y = _rows(across, x)
    return np.stack([x, y], axis=-1)


def _rows(lines: Sequence[StraightLine], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where each of n lines is in columns of its own: float64 (n, m) of (n, m)."""
    return np.stack([line.rows(at) for line, at in zip(lines, columns, strict=True)])


def _is_side(line: StraightLine, at: NDArray[np.float64]) -> Mask:
    """Whether a line has ink in the middle between each two corners `at` (n,): (n, n), from the
    row's to the column's; false for those that are too near or the wrong way round."""
    first, last = at[:, None], at
    aside = _MIDDLE * (last - first)
    inked: Mask = line.coverage(first + aside, last - aside) >= _INKED
    return inked & (last - first >= _SMALLEST)


def _radius(near: Mask, corners: NDArray[np.float64]) -> float | None:
    """That of a box's corners for which its whole outline is inked."""
    height, width = near.shape
    inked = []
    for points in _outline(corners, _RADII, _SAMPLES):
        x, y = np.moveaxis(np.rint(points).astype(np.intp), -1, 0)
        inked.append(near[y.clip(0, height - 1), x.clip(0, width - 1)])
    sides, arcs = inked
    whole = np.minimum(sides.mean(axis=2), arcs.mean(axis=2)).min(axis=1)
    at_ends = np.minimum(sides[..., :_END].mean(axis=2), sides[..., -_END:].mean(axis=2))
    good = (whole >= _INKED) & (at_ends.min(axis=1) + _SLACK >= _INKED)
    return float(_RADII[good.argmax()]) if good.any() else None


def _outline(
    corners: NDArray[np.float64], radii: NDArray[np.float64], samples: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points along the straight parts of the four sides, and along the four corners, for each of r
    radii: float64 (r, 4, samples, 2) each."""
    size = np.array(_size(corners))
    turn = np.linspace(0, np.pi / 2, samples)
    quarter = 1 - np.column_stack([np.cos(turn), np.sin(turn)])
    along = np.linspace(0, 1, samples)[:, None]
    # Of the unit square, that is stretched into the box.
    rounding = radii[:, None, None, None] * size.min() / size
    at_corners = _CORNERS[:, None] + (1 - 2 * _CORNERS[:, None]) * rounding * quarter
    starts, ends = _CORNERS[:, None], np.roll(_CORNERS, -1, axis=0)[:, None]
    at_sides = starts + (ends - starts) * (rounding + along * (1 - 2 * rounding))
    return _in(corners, at_sides), _in(corners, at_corners)


def _in(corners: NDArray[np.float64], unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of the unit square (..., 2) in a box."""
    u, v = unit[..., :1], unit[..., 1:]
    top = corners[0] * (1 - u) + corners[1] * u
    bottom = corners[3] * (1 - u) + corners[2] * u
    return np.asarray(top * (1 - v) + bottom * v, dtype=np.float64)


def _size(corners: NDArray[np.float64]) -> tuple[float, float]:
    across = corners[[1, 2]] - corners[[0, 3]]
    down = corners[[3, 2]] - corners[[0, 1]]
    return float(np.hypot(*across.T).mean()), float(np.hypot(*down.T).mean())


def _is_filled(mask: Mask, box: FormBox) -> bool:
    """Whether there is ink inside a box, as high as part of a digit."""
    width, height = box.size
    rim_x = _INSIDE * width + max(line.thickness for line, _, _ in box.walls)
    rim_y = _INSIDE * height + max(line.thickness for line, _, _ in box.sides)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = box.corners
    left, right = round(max(x0, x3) + rim_x), round(min(x1, x2) - rim_x)
    top, bottom = round(max(y0, y1) + rim_y), round(min(y2, y3) - rim_y)
    inside = mask[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    return bool(inside.any(axis=1).sum() >= _FILLED * height)
