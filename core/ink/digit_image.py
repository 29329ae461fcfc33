"""From a drawing to the 28×28 digit image, the way MNIST's were made.

The ink is fitted into a 20×20 box (aspect kept, pen width included), drawn anti-aliased with a pen
of MNIST's width whatever the brush was, and placed in 28×28 by its centre of mass
(LeCun, Bottou, Bengio, Haffner 1998, section III-A).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.ink import pen
from core.ink.frame import SIDE, place_by_mass
from core.ink.pen import PackedInk
from core.ink.strokes import Drawing

_CHUNK = 500


def digit_image(drawing: Drawing) -> NDArray[np.float32]:
    """float32 (784, 1) in [0, 1], 1 is full ink. A blank drawing is all zeros."""
    return render(PackedInk.of([drawing])).reshape(SIDE * SIDE, 1)


def digit_images(drawings: Sequence[Drawing]) -> NDArray[np.uint8]:
    """One row a drawing: uint8 (n, 784), 255 is full ink."""
    images = np.empty((len(drawings), SIDE * SIDE), dtype=np.uint8)
    for start in range(0, len(drawings), _CHUNK):
        rendered = render(PackedInk.of(drawings[start : start + _CHUNK]))
        images[start : start + _CHUNK] = as_bytes(rendered)
    return images


def render(ink: PackedInk, width: float | NDArray[np.float64] = pen.WIDTH) -> NDArray[np.float32]:
    """Digit images of packed drawings: float32 (n, 784) in [0, 1].

    width: pen width in pixels, one for all or float64 (n,), above 0 and at most pen.WIDEST.
    """
    widths = np.broadcast_to(np.asarray(width, dtype=np.float64), ink.drawings.shape)
    if not len(ink.points):
        return np.zeros((len(ink.drawings), SIDE * SIDE), dtype=np.float32)
    return place_by_mass(pen.draw_lines(ink.fitted(widths), widths))


def as_bytes(images: NDArray[np.float32]) -> NDArray[np.uint8]:
    """[0, 1] to 0..255, rounded."""
    return (images * np.float32(255) + np.float32(0.5)).astype(np.uint8)
