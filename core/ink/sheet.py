"""A sheet of paper in a photograph: where it lies, how it is turned, and its shadows taken out.

A small picture without its ink falls into regions of even light, parted by steep edges. The
brightest one is paper. A shadow's edge parts paper from paper, in pieces that together are convex
as each of them is; the table around the sheet is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.ink.components import components
from core.ink.ground import Pixels, closing, opening, reduce
from core.ink.hull import hull_of, side_angle, solidity, squareness
from core.ink.masks import Mask, border, enlarged, thicker, without_holes

_SMALL = 160  # pixels along the longer side, for what need not be exact
_LEAST = 64  # pixels of the shorter side of a photograph
_CLOSING = 11  # pixels of the small picture: a pen's stroke is narrower
_EDGE = 0.12  # a steep edge, as a logarithm of light
_REGION, _BRIGHT = 0.015, 0.05  # of the picture: the least region, the least that is a sheet
_DARKEST = 0.2  # of the light on the sheet elsewhere, in a shadow
_SOLID = 0.88  # of its hull, at least, a sheet fills
_SQUARE = 0.8  # of its hull, at least, a quadrilateral fills; a blot is round
_BORDER = 0.2  # of the picture's border, at least, shows the table
_AT_BORDER = 0.03  # of the picture's border: what touches less lies within the picture
_GRAIN = 0.012  # of the light: paper is smoother, wood and cloth are not
_WIDEST = 40  # pixels of the small picture that a soft edge takes
_ROW_STEP = 4  # one row in so many tells the noise
_NOISE = 7.0  # standard deviations below the lightest are no ink
_PIECE = 0.15  # of the brightest piece of the sheet, the least other one
_HOLES = 0.03  # of the picture, at most, are dark regions that the sheet lies around
_UNEXPLAINED = 0.02  # of the picture, at most, are steep edges where paper has one piece
_SHADE = 0.8  # a shadow leaves less of the light than this
_INK, _FEW = 0.75, 0.001  # of the paper's light that ink leaves; the least share of the picture
WHITE = 235  # the paper's grey level where it is made even


@dataclass(frozen=True, eq=False)
class PaperSheet:
    """grey: uint8 (h, w), the picture with even paper everywhere but for its ink. mask: bool
    (h, w), where the sheet is. angle: degrees by which it is turned clockwise, -45 to 45.
    noise: the standard deviation of its grey levels, which was taken out."""

    grey: NDArray[np.uint8]
    mask: Mask
    angle: float
    noise: float


def find_sheet(grey: NDArray[np.uint8], cancelled: IsCancelled = never) -> PaperSheet | None:
    """The sheet in a picture (h, w), when it lies on a darker table or a shadow falls on it; else
    None. Raises Cancelled."""
    if min(grey.shape) < _LEAST:
        return None
    small = reduce(grey, _SMALL)
    closed = closing(small, _CLOSING)
    steep = _steep(closed)
    parts = _paper(small, closed, steep, cancelled)
    if not parts:
        return None
    pieces = np.logical_or.reduce(parts)
    sheet = without_holes(pieces)
    has_table = border(~sheet).mean() >= _BORDER
    if not has_table:
        if np.count_nonzero(sheet & ~pieces) > _HOLES * small.size:
            return None  # strokes so wide that a closing leaves them
        if len(parts) == 1 and steep.mean() > _UNEXPLAINED:
            return None  # edges, too, that no shadow has
        sheet = np.ones_like(sheet)
        dark, light = np.quantile(closed, (0.1, 0.9))
        if not _DARKEST * light < dark < _SHADE * light:
            return None
    inner = ~thicker(~sheet, 2)
    if np.count_nonzero(inner & (small < _INK * closed)) < _FEW * small.size:
        return None
    if steep[inner].sum() > _steep(opening(small, _CLOSING))[inner].sum():
        return None  # light ink on a dark ground
    stop_if(cancelled)
    side = round(_CLOSING * max(grey.shape) / max(small.shape))
    light = np.maximum(closing(grey, side), 1)
    paper = enlarged(inner, grey.shape)
    stop_if(cancelled)
    noise = _noise(grey, paper)
    # What a closing leaves are the lightest pixels, so noise lies below them.
    even = grey + np.float32(_NOISE * noise)
    even *= np.float32(WHITE)
    even /= light
    angle = 0.0
    if has_table:
        even[~paper] = WHITE
        angle = side_angle(hull_of(sheet), sheet.shape)
    np.minimum(even, WHITE, out=even)
    return PaperSheet(even.astype(np.uint8), paper, angle, noise)


def _noise(grey: NDArray[np.uint8], paper: Mask) -> float:
    """Its standard deviation, from the differences across two pixels of some rows of the paper."""
    rows, on_paper = grey[::_ROW_STEP].astype(np.int16), paper[::_ROW_STEP]
    return 1.05 * float(np.median(np.abs(rows[:, 2:] - rows[:, :-2])[on_paper[:, 2:]]))


def _steep(pixels: Pixels) -> Mask:
    """Where the light of a picture changes steeply."""
    light = np.log(pixels + 8.0)
    steep: Mask = -_lowest_beside(-light) - _lowest_beside(light) > _EDGE
    return steep


def _paper(small: Pixels, closed: Pixels, steep: Mask, cancelled: IsCancelled) -> list[Mask]:
    """The pieces of the sheet in a small picture, the brightest first; none where it shows no
    sheet. closed: the picture without its ink."""
    regions = components(~steep)
    wide = np.flatnonzero(regions.areas >= _REGION * closed.size)
    if not len(wide):
        return []
    number = np.zeros(len(regions) + 1, dtype=np.int32)
    number[wide + 1] = np.arange(1, len(wide) + 1)
    label = _grown(number[regions.labels])
    masks = [label == each for each in range(1, len(wide) + 1)]
    levels = [float(np.median(closed[mask & ~steep])) for mask in masks]
    share = small / np.maximum(closed, np.float32(1))
    rough = np.abs(share - _blurred(share.astype(np.float32)))
    grain = [float(rough[mask & ~steep].mean()) for mask in masks]
    order = np.argsort(levels)[::-1].tolist()
    first = next((i for i in order if masks[i].sum() >= _BRIGHT * closed.size), None)
    if first is None:
        return []
    pieces = [masks[first]]
    sheet = without_holes(pieces[0])
    at_border, least = border(sheet).mean(), _PIECE * sheet.sum()
    for i in order:
        stop_if(cancelled)
        piece = masks[i]
        is_shaded = _DARKEST * levels[first] <= levels[i] <= levels[first]
        is_smooth = grain[i] <= _GRAIN + 2 * grain[first]
        is_inside = at_border >= _AT_BORDER or border(piece).mean() < _AT_BORDER
        if i == first or piece.sum() < least or not (is_shaded and is_smooth and is_inside):
            continue
        both = without_holes(sheet | piece)
        if (thicker(sheet, 1) & piece).any() and min(solidity(piece), solidity(both)) >= _SOLID:
            pieces, sheet = [*pieces, piece], both
    has_form = solidity(sheet) >= _SOLID and squareness(hull_of(sheet)) >= _SQUARE
    return pieces if has_form else []


def _grown(label: NDArray[np.int32]) -> NDArray[np.int32]:
    """Numbered regions, each with what lies nearest to it; 0 beyond reach."""
    for _ in range(_WIDEST // 2):
        beside = -_lowest_beside(-label.astype(np.float32))
        label = np.where(label, label, beside.astype(np.int32))
    return label


def _blurred(pixels: Pixels) -> Pixels:
    """The mean of each pixel and its four neighbours."""
    padded = np.pad(pixels, 1, mode="edge")
    around = padded[2:, 1:-1] + padded[:-2, 1:-1] + padded[1:-1, 2:] + padded[1:-1, :-2]
    return (around + pixels) / np.float32(5)


def _lowest_beside(pixels: Pixels) -> Pixels:
    """The lowest of each pixel and its eight neighbours."""
    for axis in (0, 1):
        lines = np.moveaxis(pixels, axis, 0)
        lowest = lines.copy()
        np.minimum(lowest[1:], lines[:-1], out=lowest[1:])
        np.minimum(lowest[:-1], lines[1:], out=lowest[:-1])
        pixels = np.moveaxis(lowest, 0, axis)
    return pixels
