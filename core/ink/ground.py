"""What is ink and what is ground in a grey picture: polarity, uneven light, shadows, noise.

Ink is what a closing removes: a square larger than the pen is wide fits into the ground but not
into a stroke (top-hat transform; Serra 1982). The light's slow change is taken out before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]
AnyPixels = TypeVar("AnyPixels", Pixels, NDArray[np.uint8])

FAINTEST = 24.0
_SMALL = 160  # pixels along the longer side, for what need not be exact
_SQUARES = (4, 7, 12, 20, 34, 58)
_NEARLY_ALL = 0.9
_NOISE = 3.0  # standard deviations that are never ink
_DARKEST = 0.4  # of the light that falls on the paper elsewhere


@dataclass(frozen=True, eq=False)
class InkMap:
    """strength: float32 (h, w), 0 is ground, 1 the strongest ink. contrast: grey levels (0 to 255)
    between the two. noise: the ground's, as a standard deviation in units of strength."""

    strength: Pixels
    contrast: float
    noise: float

    def without(self, lines: NDArray[np.bool_]) -> InkMap:
        """What is left when lines (h, w) are taken away; they may have been the strongest."""
        if not lines.any():
            return self
        strength = self.strength * ~lines
        strongest = max(float(strength.max()), 1e-3)
        return InkMap(
            (strength / strongest).astype(np.float32),
            self.contrast * strongest,
            self.noise / strongest,
        )


def find_ink(grey: NDArray[np.uint8]) -> InkMap:
    """The ink of a picture (h, w), however it is lit. `contrast` is low where there is none."""
    level = grey.astype(np.float32)
    small = reduce(level, _SMALL)
    light = _light(small)
    away = small - _ground_light(light, *small.shape)
    dark = _ink_is_dark(away, small)
    ink = level - _ground_light(light, *level.shape)
    if dark:
        ink, away = -ink, -away
    side = _square(away) * max(level.shape) / max(small.shape)
    ink -= opening(ink, round(side))
    ink -= np.median(ink)  # noise lies above its own lowest
    if dark:
        # Ink takes a share of the light, so in the shade it differs less from the paper.
        level += ink
        lightest = max(float(level.max()), 1.0)  # stripes a pixel wide leave no light at all
        ink *= lightest / np.maximum(level, np.float32(_DARKEST * lightest))
    noise = _noise(ink)
    contrast = _strongest(ink) if noise else float(ink.max())
    ink -= np.float32(_NOISE * noise)
    contrast -= _NOISE * noise
    np.clip(ink / np.float32(max(contrast, 1e-3)), 0, 1, out=ink)
    return InkMap(ink, contrast, noise / max(contrast, 1e-3))


def reduce(pixels: AnyPixels, side: int) -> Pixels:
    """Averaged over whole blocks so that the longer side has about `side` pixels, or as it is."""
    block = -(-max(pixels.shape) // side)
    if block < 2:
        return pixels.astype(np.float32)
    height, width = (max(1, length // block) for length in pixels.shape)
    rows = [slice(None)] * 2
    rows[0], rows[1] = slice(height * block), slice(width * block)
    cut = pixels[rows[0], rows[1]]
    blocks = cut.reshape(height, -1, width, cut.shape[1] // width)
    mean: Pixels = blocks.mean(axis=(1, 3), dtype=np.float32)
    return mean


def opening(pixels: Pixels, side: int) -> Pixels:
    """Grey opening with a square: what is lighter than its surroundings and narrower goes."""
    side = max(2, side)
    return _in_squares(np.maximum, _in_squares(np.minimum, pixels, side, 0), side, side - 1)


def closing(pixels: AnyPixels, side: int) -> AnyPixels:
    """Grey closing with a square: what is darker than its surroundings and narrower goes. What the
    border cuts off goes on beyond it."""
    whole = np.pad(pixels, side, mode="edge")
    closed = _in_squares(np.minimum, _in_squares(np.maximum, whole, side, 0), side, side - 1)
    return closed[side:-side, side:-side]


def _in_squares(pick: np.ufunc, pixels: AnyPixels, side: int, before: int) -> AnyPixels:
    """The lowest or the highest of a square of pixels that begins `before` to the left and above
    each of them. pick: np.minimum or np.maximum."""
    for axis in (0, 1):
        pixels = _in_a_row(pick, pixels, side, axis, before)
    return pixels


def _in_a_row(pick: np.ufunc, pixels: AnyPixels, length: int, axis: int, before: int) -> AnyPixels:
    """The pick of `length` neighbours, beginning `before` pixels earlier; doubling windows."""
    pixels = np.moveaxis(pixels, axis, -1)
    size = pixels.shape[-1]
    pad = [(0, 0)] * (pixels.ndim - 1) + [(length, length)]
    beyond = pixels.max() if pick is np.minimum else pixels.min()  # changes nothing
    window = np.pad(pixels, pad, constant_values=beyond)
    reach = 1
    while reach * 2 <= length:
        pick(window[..., :-reach], window[..., reach:], out=window[..., :-reach])
        reach *= 2
    start = length - before
    first = window[..., start : start + size]
    last = window[..., start + length - reach : start + length - reach + size]
    return np.moveaxis(pick(first, last), -1, axis)


def _light(small: Pixels) -> NDArray[np.float64]:
    """The ground's light as a quadratic surface in x and y from -1 to 1: six coefficients.

    Fitted to most pixels of a small picture; Tukey's weights (1977) leave the ink out. An even
    ground gives exactly its own grey.
    """
    middle = float(np.median(small))
    away = small.reshape(-1).astype(np.float64) - middle
    coefficients: NDArray[np.float64] = np.zeros(6)
    if np.median(np.abs(away)) > 0:
        terms = _terms(*small.shape).reshape(6, -1).T
        weight: NDArray[np.float64] = np.ones(len(away))
        for _ in range(8):
            weighted = terms * weight[:, None]
            square = weighted.T @ terms + 1e-6 * np.eye(6)
            coefficients = np.linalg.solve(square, weighted.T @ away).astype(np.float64)
            left = away - terms @ coefficients
            spread = max(4.7 * float(np.median(np.abs(left))), 2.0)
            weight = np.maximum(1 - (left / spread) ** 2, 0) ** 2
    coefficients[0] += middle
    return coefficients


def _ground_light(coefficients: NDArray[np.float64], height: int, width: int) -> Pixels:
    if not coefficients[1:].any():
        return np.full((1, 1), coefficients[0], np.float32)
    return np.tensordot(coefficients.astype(np.float32), _terms(height, width), 1)


def _terms(height: int, width: int) -> Pixels:
    """1, x, y, x², xy and y² at each pixel: float32 (6, height, width)."""
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)
    one = np.ones((height, width), dtype=np.float32)
    return np.stack([one, one * x, one * y, one * (x * x), x * y, one * (y * y)])


def _ink_is_dark(away: Pixels, small: Pixels) -> bool:
    """What is rarer is ink: dark when the differences from the ground lean to the dark side."""
    spread = float(away.std()) or 1.0
    lean = float(((away / spread) ** 3).mean())
    if abs(lean) > 0.5:
        return lean < 0
    border = np.concatenate([small[0], small[-1], small[1:-1, 0], small[1:-1, -1]])
    ground = float(np.median(border))
    return ground - float(small.min()) > float(small.max()) - ground


def _square(away: Pixels) -> float:
    """The side of the opening's square: twice the least that lets nearly all strong ink through."""
    most = min(away.shape) // 2
    sides = [side for side in _SQUARES if side < most]
    hat = away - opening(away, most)
    strong = 0.5 * _strongest(hat)
    wanted = _NEARLY_ALL * np.count_nonzero(hat > strong)
    for side in sides:
        if np.count_nonzero(away - opening(away, side) > strong) >= wanted:
            return 2.0 * side
    return float(most)


def _strongest(pixels: Pixels) -> float:
    """The value that one pixel in 500 exceeds: a broken pixel does not count, a thin line does."""
    few = max(1, pixels.size // 500)
    return float(np.partition(pixels.reshape(-1), -few)[-few])


def _noise(ink: Pixels) -> float:
    """Standard deviation of the ground, from the differences of neighbours across two pixels."""
    step = np.abs(ink[:, 2:] - ink[:, :-2])
    return float(np.median(step)) * 1.05 if step.size else 0.0
