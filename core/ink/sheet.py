"""A sheet of paper in a photograph: where it lies, how it is turned, and its shadows taken out.

A small picture without its ink falls into regions of even light, parted by steep edges. The
brightest one is paper. A shadow's edge parts paper from paper, in pieces that together are convex
as each of them is; the table around the sheet is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.ink.components import components
from core.ink.ground import Pixels, opening, reduce
from core.ink.hull import hull_of, side_angle, solidity

Mask = NDArray[np.bool_]

_SMALL = 160  # pixels along the longer side, for what need not be exact
_LEAST = 64  # pixels of the shorter side of a photograph
_CLOSING = 11  # pixels of the small picture: a pen's stroke is narrower
_EDGE = 0.12  # a steep edge, as a logarithm of light
_REGION, _BRIGHT = 0.015, 0.05  # of the picture: the least region, the least that is a sheet
_DARKEST = 0.2  # of the light on the sheet elsewhere, in a shadow
_SOLID = 0.88  # of its hull, at least, a sheet fills
_BORDER = 0.2  # of the picture's border, at least, shows the table
_SHADE = 0.8  # a shadow leaves less of the light than this
_INK, _FEW = 0.75, 0.001  # of the paper's light that ink leaves; the least share of the picture
WHITE = 235  # the paper's grey level where it is made even


@dataclass(frozen=True, eq=False)
class Sheet:
    """grey: uint8 (h, w), the picture with even paper everywhere but for its ink. angle: degrees by
    which the sheet is turned clockwise, -45 to 45."""

    grey: NDArray[np.uint8]
    angle: float


def find_sheet(grey: NDArray[np.uint8]) -> Sheet | None:
    """The sheet in a picture (h, w), when it lies on a darker table or a shadow falls on it; else
    None."""
    if min(grey.shape) < _LEAST:
        return None
    level = grey.astype(np.float32)
    small = reduce(level, _SMALL)
    closed = -opening(-small, _CLOSING)
    sheet = _paper(closed)
    if sheet is None:
        return None
    has_table = _border(~sheet).mean() >= _BORDER
    if not has_table:
        sheet = np.ones_like(sheet)
        if np.quantile(closed, 0.1) > _SHADE * np.quantile(closed, 0.9):
            return None
    inner = ~_near(~sheet, 2)
    ink = inner & (small < _INK * closed)
    if np.count_nonzero(ink) < _FEW * small.size:
        return None
    side = round(_CLOSING * max(level.shape) / max(small.shape))
    even = level / np.maximum(-opening(-level, side), 1.0) * np.float32(WHITE)
    angle = 0.0
    if has_table:
        even[~_enlarged(inner, level.shape)] = WHITE
        angle = side_angle(hull_of(sheet), sheet.shape)
    return Sheet(even.clip(0, 255).astype(np.uint8), angle)


def _paper(closed: Pixels) -> Mask | None:
    """Where the sheet is in a small picture without ink; None where no steep edges are."""
    light = np.log(closed + 8.0)
    steep = -_lowest_beside(-light) - _lowest_beside(light) > _EDGE
    regions = components(~steep)
    wide = np.flatnonzero(regions.areas >= _REGION * closed.size)
    if not steep.any() or not len(wide):
        return None
    masks = [_near(regions.labels == number + 1, 1) for number in wide]
    levels = np.array([np.median(closed[mask]) for mask in masks])
    order = np.argsort(-levels).tolist()
    bright = [i for i in order if masks[i].sum() >= _BRIGHT * closed.size]
    if not bright:
        return None
    first = bright[0]
    sheet = _filled(masks[first])
    for i in order:
        if i == first or levels[i] < _DARKEST * levels[first] or solidity(masks[i]) < _SOLID:
            continue
        both = _filled(sheet | masks[i] | (_near(sheet, 2) & _near(masks[i], 2)))
        touch = (_near(sheet, 2) & masks[i]).any()
        if touch and solidity(both) >= _SOLID:
            sheet = both
    return sheet if solidity(sheet) >= _SOLID else None


def _lowest_beside(pixels: Pixels) -> Pixels:
    """The lowest of each pixel and its eight neighbours."""
    for axis in (0, 1):
        lines = np.moveaxis(pixels, axis, 0)
        lowest = lines.copy()
        np.minimum(lowest[1:], lines[:-1], out=lowest[1:])
        np.minimum(lowest[:-1], lines[1:], out=lowest[:-1])
        pixels = np.moveaxis(lowest, 0, axis)
    return pixels


def _near(mask: Mask, reach: int) -> Mask:
    """The pixels of a mask and those around them."""
    near = mask.astype(np.float32)
    for _ in range(reach):
        near = -_lowest_beside(-near)
    return near > 0


def _filled(mask: Mask) -> Mask:
    """Without its holes: what it lies around."""
    ground = components(~mask)
    at_border = np.zeros(len(ground) + 1, dtype=bool)
    at_border[_border(ground.labels)] = True
    at_border[0] = False
    filled: Mask = ~at_border[ground.labels]
    return filled


def _border(pixels: NDArray) -> NDArray:
    """The outermost pixels of an array (h, w)."""
    return np.concatenate([pixels[0], pixels[-1], pixels[1:-1, 0], pixels[1:-1, -1]])


def _enlarged(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A small mask at the size of the whole picture."""
    rows, columns = (
        np.minimum(np.arange(length) * size // length, size - 1)
        for length, size in zip(shape, mask.shape, strict=True)
    )
    return mask[rows[:, None], columns]
