"""Starter digits: a data set made from skeletons, so that there is something to learn from at once.

Each image starts as a form from the table of skeletons. Its points are shaken, the whole is bent,
slanted, turned and stretched, and a pen of varied width draws it the way every drawing is drawn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES, PIXELS, Dataset, Split
from core.data.skeletons import FORMS, Form, Point
from core.errors import DataError
from core.ink import pen
from core.ink.digit_image import as_bytes, render
from core.ink.pen import PackedInk

# How much writing varies, in standard deviations: of points and bends in heights of a digit, of
# slant as a share, of turn in radians, of stretch and width as logarithms. WIDTH is in pixels.
SHAKE = 0.04
BEND = 0.05
SLANT, SLANT_SPREAD = 0.15, 0.25
TURN_SPREAD = 0.10
STRETCH_SPREAD = 0.22
WIDTH, WIDTH_SPREAD, NARROWEST = 2.6, 0.32, 1.4

_SAMPLES = 6
_CHUNK = 500


def starter_digits(count: int, *, rng: np.random.Generator) -> Dataset:
    """`count` images, the digits equally often (to one), in random order.

    Raises DataError for a negative count.
    """
    if count < 0:
        raise DataError(f"Cannot make {count} digits.")
    labels = (np.arange(count) % CLASSES).astype(np.uint8)
    images = np.empty((count, PIXELS), dtype=np.uint8)
    for digit in range(CLASSES):
        forms = [form for form in FORMS if form.digit == digit]
        shares = np.array([form.share for form in forms])
        places = np.flatnonzero(labels == digit)
        chosen = rng.choice(len(forms), size=len(places), p=shares / shares.sum())
        for number, form in enumerate(forms):
            of_form = places[chosen == number]
            for start in range(0, len(of_form), _CHUNK):
                part = of_form[start : start + _CHUNK]
                images[part] = as_bytes(
                    render(_written(form, len(part), rng), _widths(len(part), rng))
                )
    order = rng.permutation(count)
    return Dataset(images[order], labels[order])


def starter_split(*, seed: int = 0, count: int = 20_000) -> Split:
    """Eight tenths to learn from, a tenth to choose by, and the rest to judge by."""
    made = starter_digits(count, rng=np.random.default_rng(seed))
    first, second = count * 8 // 10, count * 9 // 10
    parts = np.split(np.arange(count), [first, second])
    return Split("Starter digits", *(made.take(part) for part in parts))


def _widths(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Pen widths in pixels: float64 (n,)."""
    return np.clip(WIDTH * np.exp(WIDTH_SPREAD * rng.standard_normal(n)), NARROWEST, pen.WIDEST)


def _written(form: Form, n: int, rng: np.random.Generator) -> PackedInk:
    """The same form written n times, each time a little different."""
    curves = []
    for stroke in form.strokes:
        corners, basis = _curve(stroke)
        amount = SHAKE * rng.uniform(0.3, 1.7, (n, 1, 1))
        shaken = corners + amount * rng.standard_normal((n, *corners.shape))
        curves.append(basis @ shaken)
    points = np.concatenate(curves, axis=1)
    lengths = [curve.shape[1] for curve in curves]
    return PackedInk(
        _distorted(points, rng).reshape(-1, 2),
        np.tile(np.array(lengths, dtype=np.intp), n),
        np.full(n, len(lengths), dtype=np.intp),
    )


def _curve(stroke: tuple[Point, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A stroke's points, corners once, (k, 2), and the matrix (samples, k) of its curve.

    The curve is Catmull and Rom's (1974), which is linear in its points.
    """
    points = np.array(stroke)
    repeats = np.concatenate([[False], (points[1:] == points[:-1]).all(axis=1)])
    number = np.cumsum(~repeats) - 1
    of_point = np.eye(number[-1] + 1)[number]
    padded = np.concatenate(
        [2 * of_point[:1] - of_point[1:2], of_point, 2 * of_point[-1:] - of_point[-2:-1]]
    )
    t = (np.arange(_SAMPLES) / _SAMPLES)[:, None, None]
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    out, into = (end - before) / 2, (after - start) / 2
    pieces = (
        start
        + out * t
        + (3 * (end - start) - 2 * out - into) * t**2
        + (2 * (start - end) + out + into) * t**3
    )
    basis = pieces.transpose(1, 0, 2).reshape(-1, len(of_point[0]))
    return points[~repeats], np.concatenate([basis, of_point[-1:]])


def _distorted(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Bent by a random quadratic map, slanted, turned and stretched: (n, k, 2)."""
    n = len(points)
    centred = points - points.mean(axis=1, keepdims=True)
    x, y = 2 * centred[..., 0], 2 * centred[..., 1]
    terms = np.stack([x * x, x * y, y * y], axis=-1)
    bent = centred + terms @ (BEND * rng.standard_normal((n, 3, 2)))

    slant = SLANT + SLANT_SPREAD * rng.standard_normal(n)
    turn = TURN_SPREAD * rng.standard_normal(n)
    stretch = np.exp(STRETCH_SPREAD * rng.standard_normal(n))
    cos, sin = np.cos(turn), np.sin(turn)
    shear = np.stack([stretch, -slant, np.zeros(n), np.ones(n)], axis=-1).reshape(n, 2, 2)
    rotation = np.stack([cos, -sin, sin, cos], axis=-1).reshape(n, 2, 2)
    distorted: NDArray[np.float64] = bent @ (rotation @ shear).transpose(0, 2, 1)
    return distorted
