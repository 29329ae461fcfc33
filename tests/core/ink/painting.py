"""Numbers and lines painted into grey pictures by NumPy alone, at any size, straight or askew."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.data.skeletons import FORMS
from core.data.writing import write_variants

Line = NDArray[np.float64]
"""float64 (k, 2): x and y of its points, in pixels."""
Lines = list[Line]
Canvas = NDArray[np.float64]
"""float64 (h, w), grey levels."""


def digit_lines(digit: int, rng: np.random.Generator) -> Lines:
    """A digit's strokes in a box of height 1, its left upper corner at (0, 0)."""
    forms = [form for form in FORMS if form.digit == digit and form.share >= 1]
    shares = np.array([form.share for form in forms])
    form = forms[rng.choice(len(forms), p=shares / shares.sum())]
    points, lengths = write_variants(form.strokes, 1, rng)
    lines = np.split(points[0], np.cumsum(lengths)[:-1])
    low = points[0].min(axis=0)
    return [(line - low) / np.ptp(points[0][:, 1]) for line in lines]


def placed(
    lines: Sequence[Line], centre: tuple[float, float], height: float, widest: float
) -> Lines:
    """Lines of height 1 around a centre, so high, or lower where they would be too wide."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(height, widest / max(high[0] - low[0], 1e-9))
    return [(line - (low + high) / 2) * scale + np.array(centre) for line in lines]


def turned(angle: float, centre: tuple[float, float]) -> Callable[[Line], Line]:
    """The map of points that turns a picture about its centre by so many degrees."""
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turn = np.array([[cos, sin], [-sin, cos]])
    return lambda points: (points - np.array(centre)) @ turn + np.array(centre)


def seen_from(tilt: tuple[float, float], size: tuple[int, int]) -> Callable[[Line], Line]:
    """The map of points of a sheet that a camera does not look at from straight above: what is at
    the right and below is farther away by these shares."""

    def move(points: Line) -> Line:
        middle = np.array(size) / 2
        unit = (points - middle) / middle.max()
        depth = 1 + (unit @ np.array(tilt))[:, None]
        return middle + unit / depth * middle.max()

    return move


def cover(shape: tuple[int, ...], lines: Sequence[Line], width: float) -> Canvas:
    """How much of each pixel a round pen of this width covers: float64 (h, w), 0 to 1."""
    covered = np.zeros(shape)
    half = width / 2
    for line in lines:
        for start, end in itertools.pairwise(line):
            low = np.floor(np.minimum(start, end) - half - 1).astype(int)
            high = np.ceil(np.maximum(start, end) + half + 2).astype(int)
            left, top = np.maximum(low, 0)
            right, bottom = np.minimum(high, shape[::-1])
            if left >= right or top >= bottom:
                continue
            y, x = np.mgrid[top:bottom, left:right]
            along = end - start
            share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(
                along @ along, 1e-9
            )
            share = share.clip(0, 1)
            away = np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1])
            box = covered[top:bottom, left:right]
            np.maximum(box, (half + 0.5 - away).clip(0, 1), out=box)
    return covered


def ink_on(canvas: Canvas, lines: Sequence[Line], width: float, share: float) -> Canvas:
    """The canvas with lines that leave `share` of its light."""
    return canvas * (1 - cover(canvas.shape, lines, width) * (1 - share))


def inside(shape: tuple[int, ...], corners: Line) -> Canvas:
    """How much of each pixel lies in a convex polygon, its corners clockwise: float64 (h, w)."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    depth = np.full(shape, np.inf)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        side = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        depth = np.minimum(depth, side / np.hypot(x1 - x0, y1 - y0))
    return (depth + 0.5).clip(0, 1)


def photographed(canvas: Canvas, noise: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A picture of a canvas, with a camera's noise."""
    grey = canvas + noise * rng.standard_normal(canvas.shape)
    return grey.clip(0, 255).round().astype(np.uint8)
