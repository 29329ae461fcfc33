"""The pen: from many drawings' points at once to soft white lines on small canvases.

Everything here works on flat arrays that hold all points of all drawings one after another, so one
drawing and twenty thousand take the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.ink.arc_length import points_at
from core.ink.frame import BOX, CANVAS, MARGIN
from core.ink.strokes import Drawing

WIDTH = 2.5
SOFTNESS = 1.0
WIDEST = 4.6
LONGEST_PIECE = 1.0

_DOT = 1e-9
_REACH = 3
_OFFSETS = np.arange(-_REACH, _REACH + 1, dtype=np.float32)
_WINDOW_X = np.tile(_OFFSETS, 2 * _REACH + 1)
_WINDOW_Y = np.repeat(_OFFSETS, 2 * _REACH + 1)
_WINDOW = (_WINDOW_Y * CANVAS + _WINDOW_X).astype(np.intp)
_ROWS, _COLUMNS = np.indices((CANVAS, CANVAS), dtype=np.float32).reshape(2, -1)
_AT_ONCE = 128


@dataclass(frozen=True, eq=False)
class PackedInk:
    """Drawings laid end to end.

    points: float64 (k, 2), every stroke has at least one. strokes: intp (s,), the number of points
    of each stroke. drawings: intp (n,), the number of strokes of each drawing, 0 for a blank one.
    """

    points: NDArray[np.float64]
    strokes: NDArray[np.intp]
    drawings: NDArray[np.intp]

    @classmethod
    def of(cls, drawings: Sequence[Drawing]) -> PackedInk:
        """The drawings, one after another."""
        points = [stroke.points for drawing in drawings for stroke in drawing.strokes]
        return cls(
            np.concatenate(points) if points else np.empty((0, 2)),
            np.array([len(each) for each in points], dtype=np.intp),
            np.array([len(drawing.strokes) for drawing in drawings], dtype=np.intp),
        )

    def fitted(self, width: NDArray[np.float64]) -> PackedInk:
        """Scaled (aspect kept) and moved so that ink of `width` pixels fills the canvas's box.

        width: float64 (n,). The smaller side is centred; a dot lies in the middle.
        """
        inked = np.flatnonzero(self.drawings)
        of_stroke = np.repeat(np.arange(len(inked)), self.drawings[inked])
        of_point = np.repeat(of_stroke, self.strokes)
        first_points = np.searchsorted(of_point, np.arange(len(inked)))
        low = np.minimum.reduceat(self.points, first_points)
        extent = np.maximum.reduceat(self.points, first_points) - low
        longer = extent.max(axis=1, keepdims=True)
        room = BOX - width[inked, None]
        scale = np.divide(room, longer, out=np.zeros_like(longer), where=longer > _DOT)
        # Pixel (r, c) covers [r - ½, r + ½], so the box begins half a pixel before its first one.
        start = MARGIN - 0.5 + (BOX - extent * scale) / 2
        points = (self.points - low[of_point]) * scale[of_point] + start[of_point]
        return PackedInk(points, self.strokes, self.drawings)


def draw_lines(ink: PackedInk, width: NDArray[np.float64]) -> NDArray[np.float32]:
    """Draw fitted ink: float32 (n, CANVAS, CANVAS) in [0, 1].

    width: float64 (n,), pen width in pixels, at most WIDEST. Grey falls linearly over SOFTNESS
    pixels around the edge of the line, which stands for the area a pixel has under the pen.
    """
    n = len(ink.drawings)
    canvases = np.zeros(n * CANVAS * CANVAS, dtype=np.float32)
    if len(ink.points):
        starts, ends, of_piece = _pieces(ink)
        middle = np.rint((starts + ends) / 2)
        start = (starts - middle).astype(np.float32)
        along = (ends - starts).astype(np.float32)
        squared = _squared_distances(start, along)
        pixels = of_piece * (CANVAS * CANVAS)
        pixels += (middle[:, 1] * CANVAS + middle[:, 0]).astype(np.intp)
        edge = ((width + SOFTNESS) / 2).astype(np.float32)[of_piece, None]
        grey = np.sqrt(squared, out=squared)
        np.subtract(edge, grey, out=grey)
        np.maximum.at(canvases, (pixels[:, None] + _WINDOW).reshape(-1), grey.reshape(-1))
        canvases *= np.float32(1 / SOFTNESS)
        np.minimum(canvases, np.float32(1), out=canvases)
    return canvases.reshape(n, CANVAS, CANVAS)


def draw_wide_lines(ink: PackedInk, width: float) -> NDArray[np.float32]:
    """One fitted drawing with a pen of any width: float32 (CANVAS, CANVAS). As draw_lines, but
    slower."""
    starts, ends, _ = _pieces(ink)
    along = (ends - starts).astype(np.float32)
    nearest = np.full(CANVAS * CANVAS, np.inf, dtype=np.float32)
    for first in range(0, len(starts), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        squared = _squared_distances(starts[some].astype(np.float32), along[some], _COLUMNS, _ROWS)
        np.minimum(nearest, squared.min(axis=0), out=nearest)
    grey = (np.float32((width + SOFTNESS) / 2) - np.sqrt(nearest)) / np.float32(SOFTNESS)
    canvas: NDArray[np.float32] = np.clip(grey, 0, 1)
    return canvas.reshape(CANVAS, CANVAS)


def _pieces(
    ink: PackedInk,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Strokes cut evenly by length: starts (p, 2), ends (p, 2), the drawing of each piece (p,).

    A piece is at most LONGEST_PIECE pixels long, and each stroke has at least one.
    """
    points = ink.points
    last = np.cumsum(ink.strokes) - 1
    first = last - ink.strokes + 1
    step = np.zeros(len(points))
    difference = np.diff(points, axis=0)
    np.sqrt(np.einsum("ij,ij->i", difference, difference), out=step[1:])
    step[first] = 0.0
    reached = np.cumsum(step)
    length = reached[last] - reached[first]
    count = np.maximum(np.ceil(length / LONGEST_PIECE - 1e-9), 1).astype(np.intp)

    # Strokes are kept apart on the common scale, so that no sample falls between two of them.
    apart = np.arange(len(first), dtype=np.float64)
    reached += np.repeat(apart, ink.strokes)
    stroke = np.repeat(np.arange(len(first)), count + 1)
    knot = np.arange(len(stroke)) - np.repeat(np.cumsum(count + 1) - count - 1, count + 1)
    at = reached[first][stroke] + knot * (length / count)[stroke]
    knots = points_at(at, points, reached)

    starts = np.flatnonzero(stroke[:-1] == stroke[1:])
    of_stroke = np.repeat(np.arange(len(ink.drawings)), ink.drawings)
    return knots[starts], knots[starts + 1], of_stroke[stroke[starts]]


def _squared_distances(
    start: NDArray[np.float32],
    along: NDArray[np.float32],
    across: NDArray[np.float32] = _WINDOW_X,
    down: NDArray[np.float32] = _WINDOW_Y,
) -> NDArray[np.float32]:
    """From each piece (start, start + along) to each pixel (across, down): (p, pixels).

    The pixels are those of the window around a piece, when it is given relative to its middle.
    """
    x, y = start[:, 0:1], start[:, 1:2]
    dx, dy = along[:, 0:1], along[:, 1:2]
    inverse = np.float32(1) / np.maximum(dx * dx + dy * dy, np.float32(1e-12))
    from_x, from_y = across - x, down - y
    share = from_x * (dx * inverse)
    share += from_y * (dy * inverse)
    np.maximum(share, np.float32(0), out=share)
    np.minimum(share, np.float32(1), out=share)
    from_x -= share * dx
    from_y -= share * dy
    np.multiply(from_x, from_x, out=from_x)
    np.multiply(from_y, from_y, out=from_y)
    from_x += from_y
    return from_x
