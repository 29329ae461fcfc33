"""Light ink in dark boxes on a light page, as forms and number plates have it, made dark on light.

A dark box is a component that fills its upright rectangle but for the ink within.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ink.components import components
from core.ink.ground import reduce
from core.ink.masks import Mask, enlarged, thicker

_SMALL = 400  # pixels along the longer side: what parts two boxes is still a pixel wide
_LEAST = 64.0  # grey levels between dark and light
_SHORTEST = 12  # pixels of the small picture: a side of a box
_SOLID = 0.85  # of its rectangle a box fills when it is askew by five degrees; a zero does not
_INK = (0.02, 0.4)  # of a box is light; more, and it is a frame


def without_dark_boxes(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture (h, w) with dark boxes as light as the page, and the light ink in them dark."""
    small = reduce(grey, _SMALL)
    darkest, lightest = np.quantile(small[::2, ::2], (0.02, 0.98))
    if lightest - darkest < _LEAST:
        return grey
    dark = small < (darkest + lightest) / 2
    boxes = _boxes(dark)
    if not boxes.any():
        return grey
    ground, page = np.median(small[boxes & dark]), np.median(small[~boxes & ~dark])
    inside = enlarged(~thicker(~boxes), grey.shape)
    made = grey.copy()
    made[enlarged(thicker(boxes), grey.shape)] = page  # edges between dark and light, too
    made[inside] = (np.float32(page + ground) - grey[inside]).clip(0, 255)
    return made


def _boxes(dark: Mask) -> Mask:
    """The boxes of a picture's dark pixels (h, w), with the ink that they hold."""
    found = components(dark)
    height, width = dark.shape
    sides = found.boxes[:, 2:] - found.boxes[:, :2]
    apart = (found.boxes[:, :2] > 0).all(axis=1) & (found.boxes[:, 2:] < (width, height)).all(
        axis=1
    )
    likely = apart & (sides.min(axis=1) >= _SHORTEST)
    likely &= found.areas >= _SOLID * (1 - _INK[1]) * sides.prod(axis=1)
    boxes = np.zeros_like(dark)
    for number in np.flatnonzero(likely):
        left, top, right, bottom = found.boxes[number]
        own = found.labels[top:bottom, left:right] == number + 1
        filled = np.logical_or.accumulate(own, axis=1)
        filled &= np.logical_or.accumulate(own[:, ::-1], axis=1)[:, ::-1]
        ink = 1 - found.areas[number] / np.count_nonzero(filled)
        if filled.mean() >= _SOLID and _INK[0] <= ink <= _INK[1]:
            boxes[top:bottom, left:right] |= filled
    return boxes
