"""Images turned, shifted, made noisy, and drawn with another pen, each by a given amount.

Unlike core.data.augmentation nothing is drawn by chance but the noise and the direction of a
shift: a level says exactly how far.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIDE = 28
Images = NDArray[np.uint8]
Distort = Callable[[Images, float, np.random.Generator], Images]


@dataclass(frozen=True)
class Distortion:
    """name: as the user reads it. unit: of the levels. levels: rising; 0 leaves images as they are.
    distort: (uint8 (m, 784), level, rng) -> uint8 (m, 784), a copy."""

    name: str
    unit: str
    levels: tuple[float, ...]
    distort: Distort


def turned(images: Images, degrees: float, rng: np.random.Generator) -> Images:
    """About the middle, clockwise, read between pixels bilinearly."""
    angle = math.radians(degrees)
    middle = (SIDE - 1) / 2
    y, x = np.mgrid[:SIDE, :SIDE] - middle
    from_x = math.cos(angle) * x + math.sin(angle) * y + middle
    from_y = math.cos(angle) * y - math.sin(angle) * x + middle
    return _read_at(images, from_x.ravel(), from_y.ravel())


def shifted(images: Images, pixels: float, rng: np.random.Generator) -> Images:
    """Each in one of eight directions, by chance."""
    moved = np.empty_like(images)
    directions = rng.integers(0, 8, len(images))
    y, x = np.mgrid[:SIDE, :SIDE]
    for direction in range(8):
        chosen = directions == direction
        angle = direction * math.pi / 4
        from_x, from_y = x - pixels * math.cos(angle), y - pixels * math.sin(angle)
        moved[chosen] = _read_at(images[chosen], from_x.ravel(), from_y.ravel())
    return moved


def noisy(images: Images, percent: float, rng: np.random.Generator) -> Images:
    """Gaussian noise on each pixel, its standard deviation in percent of full ink."""
    noise = rng.standard_normal(images.shape, np.float32) * np.float32(2.55 * percent)
    noise += images
    return _as_bytes(noise)


def drawn_with(images: Images, wider: float, rng: np.random.Generator) -> Images:
    """With a pen that is wider by so many pixels, or thinner below 0.

    A whole pixel of width is half a pixel on either side: half of the way to the largest, or the
    smallest, of a pixel and its four neighbours, the grey dilation and erosion of J. Serra, "Image
    analysis and mathematical morphology" (1982).
    """
    grey = images.astype(np.float32).reshape(-1, SIDE, SIDE)
    further, left = (np.maximum if wider > 0 else np.minimum), abs(wider) / 2
    while left > 0:
        goal = _furthest(grey, further)
        goal -= grey
        goal *= np.float32(min(left, 1))
        grey = grey + goal
        left -= 1
    return _as_bytes(grey.reshape(images.shape))


DISTORTIONS: dict[str, Distortion] = {
    "rotation": Distortion("Rotation", "°", (-60, -45, -30, -15, 0, 15, 30, 45, 60), turned),
    "shift": Distortion("Shift", "pixels", (0, 1, 2, 3, 4, 6), shifted),
    "noise": Distortion("Noise", "% of full ink", (0, 10, 20, 30, 40, 60), noisy),
    "pen": Distortion("Pen width", "pixels", (-2, -1.5, -1, -0.5, 0, 1, 2, 3, 4), drawn_with),
}


def _read_at(images: Images, x: NDArray[np.float64], y: NDArray[np.float64]) -> Images:
    """Pixel k of each copy is what lies at (x[k], y[k]); ground beyond the edge. x, y: (784,)."""
    left, top = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    copy = np.zeros(images.shape, np.float32)
    for down in (0, 1):
        for right in (0, 1):
            column, row = left + right, top + down
            weight = (1 - np.abs(x - column)) * (1 - np.abs(y - row))
            inside = (column >= 0) & (column < SIDE) & (row >= 0) & (row < SIDE) & (weight > 0)
            index = (row * SIDE + column)[inside]
            copy[:, inside] += images[:, index] * weight[inside].astype(np.float32)
    return _as_bytes(copy)


def _furthest(grey: NDArray[np.float32], further: np.ufunc) -> NDArray[np.float32]:
    """The largest, or smallest, of each pixel of (m, 28, 28) and its four neighbours."""
    goal = grey.copy()
    further(goal[:, 1:], grey[:, :-1], out=goal[:, 1:])
    further(goal[:, :-1], grey[:, 1:], out=goal[:, :-1])
    further(goal[:, :, 1:], grey[:, :, :-1], out=goal[:, :, 1:])
    further(goal[:, :, :-1], grey[:, :, 1:], out=goal[:, :, :-1])
    return goal


def _as_bytes(grey: NDArray[np.float32]) -> Images:
    return np.rint(np.clip(grey, 0, 255)).astype(np.uint8)
