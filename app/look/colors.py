"""One colour scale for all arrays: signed values diverge from 0, magnitudes are on viridis.

Signed: blue positive, orange negative, the theme's ground at 0, and equally far from it in
lightness on both sides. The way there is straight in OKLab (B. Ottosson, "A perceptual color space
for image processing", 2020). Viridis is that of S. van der Walt and N. Smith (2015).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.look.tokens import Tokens
from core.inspection.statistics import round_up
from core.network.arrays import Array

BULK = 0.995  # of the values lies within the limit
SAMPLE = 8192  # values that the limit is estimated from
LEAST_LIMIT = 1e-300

LEVELS = 253  # odd, so that 0 has a level of its own
ZERO = LEVELS // 2
VOID, GAP, BROKEN = 253, 254, 255  # no cell; between two tiles; a cell that is not finite

_VIRIDIS = (
    *("#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c"),
    *("#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725"),
)
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True)
class Scale:
    """What the colours stand for: values from -limit (signed) or 0 (magnitudes) to limit.

    below, above: some values are beyond. broken: how many are not finite.
    """

    limit: float
    signed: bool = True
    below: bool = False
    above: bool = False
    broken: int = 0

    @property
    def low(self) -> float:
        return -self.limit if self.signed else 0.0


def scale_of(values: Array, *, signed: bool = True, limit: float | None = None) -> Scale:
    """The scale that shows `values`, of any shape; without `limit`, what holds BULK of them.

    What is not finite does not count.
    """
    is_finite = np.isfinite(values)
    broken = values.size - int(np.count_nonzero(is_finite))
    finite = values[is_finite] if broken else values
    if not limit or not limit > 0:
        limit = round_up(_bulk(finite))
    limit = max(limit, LEAST_LIMIT)
    least, largest = float(finite.min(initial=0)), float(finite.max(initial=0))
    below, above = least < (-limit if signed else 0.0), largest > limit
    return Scale(limit, signed, below, above, broken)


def levels(values: Array, scale: Scale) -> NDArray[np.uint8]:
    """The level of each value: 0 to LEVELS - 1, saturated, or BROKEN. Same shape."""
    real = values if values.dtype in (np.float32, np.float64) else values.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        scaled: Array = np.divide(real, scale.limit, order="C")
        scaled *= ZERO if scale.signed else LEVELS - 1
        scaled += ZERO + 0.5 if scale.signed else 0.5
        np.clip(scaled, 0, LEVELS - 1, out=scaled)
        found: NDArray[np.uint8] = scaled.astype(np.uint8)
    finite = np.isfinite(real)
    if not finite.all():
        found[~finite] = BROKEN
    return found


@lru_cache(maxsize=8)
def palette(signed: bool, look: Tokens) -> NDArray[np.uint32]:
    """(256,) opaque 0xffrrggbb by level, and for VOID and GAP; BROKEN is transparent, read-only."""
    ramp = _diverging(look) if signed else _viridis()
    table = np.zeros(256, np.uint32)
    table[:LEVELS] = packed(ramp)
    table[VOID], table[GAP] = packed(np.array([_rgb(look.ground), _rgb(look.hairline)]))
    table.flags.writeable = False
    return table


def packed(rgb: Array) -> NDArray[np.uint32]:
    """rgb: (..., 3) in [0, 1] -> 0xffrrggbb."""
    whole = np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint32)
    joined: NDArray[np.uint32] = (
        np.uint32(0xFF000000) | (whole[..., 0] << 16) | (whole[..., 1] << 8) | whole[..., 2]
    )
    return joined


def unpacked(pixels: NDArray[np.uint32]) -> NDArray[np.float64]:
    """0x..rrggbb -> (..., 3) in [0, 1]."""
    parts = np.stack([pixels >> 16, pixels >> 8, pixels], axis=-1) & 0xFF
    return parts / 255.0


def to_image(pixels: NDArray[np.uint32], *, opaque: bool = True) -> QImage:
    """(h, w) of 0xaarrggbb, premultiplied -> QImage with its own memory."""
    height, width = pixels.shape
    kind = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    return QImage(np.ascontiguousarray(pixels).data, width, height, 4 * width, kind).copy()


def lightness(pixels: NDArray[np.uint32]) -> NDArray[np.float64]:
    """OKLab's L of each pixel, 0 black to 1 white."""
    light: NDArray[np.float64] = _to_oklab(unpacked(pixels))[..., 0]
    return light


def _bulk(finite: Array) -> float:
    """The BULK quantile of the magnitudes, of a sample where there are many."""
    flat = finite.ravel(order="K")
    stride = max(flat.size // SAMPLE, 1)
    # A stride that shares a divisor with the width would look at a few columns only.
    while stride > 1 and math.gcd(stride, flat.size) > 1:
        stride += 1
    sample = np.abs(flat[::stride])
    if sample.size:
        last = math.ceil(BULK * (sample.size - 1))
        found = float(np.partition(sample, last)[last])
        if found > 0:
            return found
    return float(np.abs(flat).max(initial=0))


def _diverging(look: Tokens) -> Array:
    ends = _to_oklab(np.array([_rgb(look.negative), _rgb(look.positive)]))
    ends[:, 0] = ends[:, 0].mean()
    ground = _to_oklab(_rgb(look.ground))
    way = np.linspace(-1, 1, LEVELS)[:, None]
    side = ends[(way[:, 0] > 0).astype(int)]
    return _from_oklab(ground + np.abs(way) * (side - ground))


def _viridis() -> Array:
    marks = _to_oklab(np.array([_rgb(each) for each in _VIRIDIS]))
    way, at = np.linspace(0, 1, LEVELS), np.linspace(0, 1, len(marks))
    return _from_oklab(np.stack([np.interp(way, at, marks[:, k]) for k in range(3)], axis=-1))


def _rgb(color: str) -> Array:
    return np.array([int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)])


def _to_oklab(rgb: Array) -> Array:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab: Array = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def _from_oklab(lab: Array) -> Array:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0, 1)
    rgb: Array = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return rgb
