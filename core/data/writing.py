"""Handwriting made from a form's points: shaken, bent, slanted, turned and stretched at random."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.skeletons import Point
from core.ink import pen
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


def pen_widths(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Pen widths in pixels: float64 (n,)."""
    return np.clip(WIDTH * np.exp(WIDTH_SPREAD * rng.standard_normal(n)), NARROWEST, pen.WIDEST)


def write_variants(
    strokes: tuple[tuple[Point, ...], ...], n: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], list[int]]:
    """n variants of the same strokes, each a little different.

    Returns float64 (n, k, 2) and how many of the k points belong to each stroke; pack_variants
    takes both.
    """
    curves = []
    for stroke in strokes:
        corners, basis = _curve(stroke)
        amount = SHAKE * rng.uniform(0.3, 1.7, (n, 1, 1))
        shaken = corners + amount * rng.standard_normal((n, *corners.shape))
        curves.append(basis @ shaken)
    return distort(np.concatenate(curves, axis=1), rng), [curve.shape[1] for curve in curves]


def pack_variants(points: NDArray[np.float64], lengths: list[int]) -> PackedInk:
    """n drawings of k points each, float64 (n, k, 2), in strokes of these lengths."""
    n = len(points)
    return PackedInk(
        points.reshape(-1, 2),
        np.tile(np.array(lengths, dtype=np.intp), n),
        np.full(n, len(lengths), dtype=np.intp),
    )


def curve_basis(stroke: tuple[Point, ...]) -> NDArray[np.float64]:
    """The matrix (samples, k) of the smooth curve through k points; of repeated ones, one counts.

    The curve is Catmull and Rom's (1974), which is linear in its points.
    """
    return _curve(stroke)[1]


def _curve(stroke: tuple[Point, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A stroke's points, corners once, (k, 2), and the matrix (samples, k) of its curve."""
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


def distort(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Drawings (n, k, 2) bent by random quadratic maps, slanted, turned and stretched: float64 (n,
    k, 2)."""
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
    moved: NDArray[np.float64] = bent @ (rotation @ shear).transpose(0, 2, 1)
    return moved
