"""From a picture of digits, scanned, photographed or made elsewhere, to 28×28 digit images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.errors import DataError
from core.ink.areas import fit_in_box
from core.ink.components import Components, components, pixels_of
from core.ink.cuts import cut
from core.ink.dark_boxes import without_dark_boxes
from core.ink.form_lines import without_form_lines
from core.ink.frame import SIDE, place_by_mass
from core.ink.ground import FAINTEST, find_ink
from core.ink.grouping import Group, group_parts
from core.ink.layout import layout_of_parts, typical_length
from core.ink.parts import MOST_PARTS, digit_parts, too_many_things
from core.ink.ruled_paper import without_ruled_lines
from core.ink.sheet import WHITE, PaperSheet, find_sheet
from core.ink.turning import Turn

SMALLEST, LARGEST = 4, 20_000
_WORKING = 1200  # pixels along the longer side; more are averaged
_TRACE, _TRACE_IN_NOISE = 0.015, 0.3
_FAINT, _STAINED = 0.15, 0.08
_SAMPLES = 48
_LIGHT = 127  # a grey above it is light
_ASKEW = 2.0  # degrees by which a sheet is turned, at least, to be turned back
_SKETCHED = 240  # pixels along the longer side of what a judge is shown

ImageJudge = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""From digit images (784, m) to how much each looks like one digit: (m,), from 0 to 1."""


@dataclass(frozen=True, eq=False)
class FoundDigit:
    """A digit in a picture. box: left, top, right and bottom in pixels, the last two just beyond.
    image: float32 (784, 1) in [0, 1]. ink: float32 (h, w), what of the picture in the box is this
    digit's, 0 to 1; one pixel of it stands for one or more of the picture."""

    box: tuple[int, int, int, int]
    image: NDArray[np.float32]
    ink: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class _Scan:
    """The parts of digits in a picture, at 1 / block of its scale, and how strong the ink is.
    cells: float64 (n, 4), boxes for a digit each; see cut. turn: how it was turned upright, or
    None."""

    strength: NDArray[np.float32]
    parts: Components
    block: int
    cells: NDArray[np.float64]
    turn: Turn | None = None

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """The part of each pixel, numbered from 1; those around a part hold the faint edge of its
        ink and are its own. 0 where there is none: (h, w)."""
        return _grow(self.parts.labels)

    def ink(self, group: Group, step: int = 1) -> NDArray[np.float32]:
        """That of some parts, in their box. step: how far apart the pixels are that are taken."""
        left, top, right, bottom = self.box(group)
        box = slice(top, bottom, step), slice(left, right, step)
        wanted = np.zeros(len(self.parts) + 1, dtype=bool)
        wanted[np.array(group) + 1] = True
        ink: NDArray[np.float32] = self.strength[box] * wanted[self.owners[box]]
        return ink

    def sketch(self, group: Group) -> NDArray[np.float32]:
        """About the digit image of some parts, at little cost: float32 (784, 1)."""
        left, top, right, bottom = self.box(group)
        return _image(self.ink(group, -(-max(right - left, bottom - top) // _SKETCHED)))

    def box(self, group: Group) -> tuple[int, int, int, int]:
        """left, top, right, bottom of some parts, in pixels of the scan."""
        boxes = self.parts.boxes[list(group)]
        left, top = boxes[:, :2].min(axis=0).tolist()
        right, bottom = boxes[:, 2:].max(axis=0).tolist()
        return left, top, right, bottom


def picture_image(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """float32 (784, 1) in [0, 1], made as digit_image makes it, from a grey picture (h, w).

    Ink may be light on dark or dark on light, the light uneven, the paper ruled. The ink's box is
    fitted into 20×20 by averaging areas, and placed by its centre of mass, so that an image of
    MNIST comes out nearly as it was.
    Raises DataError for a picture that is empty, even, or of an absurd size.
    """
    scan = _scan(grey)
    return _image(scan.ink(tuple(range(len(scan.parts)))))


def picture_digits(
    grey: NDArray[np.uint8],
    *,
    judge: ImageJudge | None = None,
    cancelled: IsCancelled = never,
) -> list[FoundDigit]:
    """The digits in a grey picture (h, w), left to right and line by line.

    Without a judge, the places of the blots alone decide. Raises DataError as picture_image does,
    for more than MOST_PARTS parts and for more than MOST_DIGITS digits; and Cancelled.
    """
    scan = _scan(grey, cancelled)
    heights = scan.parts.boxes[:, 3] - scan.parts.boxes[:, 1]
    slant = _slant(_points(scan.parts))
    stop_if(cancelled)
    pieces, owners = cut(scan.parts, typical_length(heights), slant, scan.cells)
    if len(pieces) > MOST_PARTS:
        raise too_many_things(len(pieces))
    scan = replace(scan, parts=pieces)

    def of_groups(groups: Sequence[Group]) -> NDArray[np.float32]:
        assert judge is not None
        sketches = []
        for group in groups:
            stop_if(cancelled)
            sketches.append(scan.sketch(group))
        return judge(np.concatenate(sketches, axis=1))

    points = _points(scan.parts)
    points[..., 0] += slant * points[..., 1]
    layout = layout_of_parts(points)
    layout = layout.with_pieces(owners)
    groups = group_parts(layout, None if judge is None else of_groups, cancelled)
    return [_found(scan, group) for group in groups]


def picture_whole(grey: NDArray[np.uint8], cancelled: IsCancelled = never) -> FoundDigit:
    """All of a grey picture (h, w) as one thing, not parted.

    A picture of SIDE×SIDE pixels is taken as it is, but for light ground, which becomes dark. Of a
    larger one the ink, as picture_image() has it. Raises DataError as that does, and Cancelled.
    """
    if grey.shape == (SIDE, SIDE):
        rim = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
        ink = grey * np.float32(1 / 255)
        ink = 1 - ink if np.median(rim) > _LIGHT else ink
        return FoundDigit((0, 0, SIDE, SIDE), ink.reshape(SIDE * SIDE, 1), ink)
    scan = _scan(grey, cancelled)
    return _found(scan, tuple(range(len(scan.parts))))


def _found(scan: _Scan, group: Group) -> FoundDigit:
    box, ink = scan.box(group), scan.ink(group)
    image = _image(ink)
    if scan.turn is not None:
        box, ink = scan.turn.back(box, ink)
    left, top, right, bottom = (side * scan.block for side in box)
    return FoundDigit((left, top, right, bottom), image, ink)


def _image(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """The digit image of ink (h, w): float32 (784, 1)."""
    return place_by_mass(fit_in_box(ink)[None]).reshape(SIDE * SIDE, 1)


def _scan(grey: NDArray[np.uint8], cancelled: IsCancelled = never) -> _Scan:
    if grey.ndim != 2 or not all(SMALLEST <= side <= LARGEST for side in grey.shape):
        size = " × ".join(str(side) for side in grey.shape[::-1])
        raise DataError(
            f"A picture of {size} pixels cannot be read as digits. "
            f"Each side must have {SMALLEST} to {LARGEST:,} pixels."
        )
    block = -(-max(grey.shape) // _WORKING)
    if min(grey.shape) < SMALLEST * block:
        raise DataError(
            "This picture is too long and narrow to find a digit in it. Cut it shorter."
        )
    small = _average(grey, block)
    stop_if(cancelled)
    sheet = find_sheet(small, cancelled)
    turn = None
    if sheet is not None:
        small, turn = _upright(sheet)
    small = without_dark_boxes(small)
    stop_if(cancelled)
    ink = find_ink(small)
    stop_if(cancelled)
    if ink.contrast < FAINTEST:
        raise DataError(
            "No digit stands out in this picture. "
            "It must show dark ink on a light ground, or light ink on a dark one."
        )
    is_clean = (
        not ink.noise and not (sheet and sheet.noise) and _faint_share(ink.strength) < _STAINED
    )
    mask = ink.strength > (_TRACE if is_clean else _TRACE_IN_NOISE)
    kept, cells = without_form_lines(mask, ink.strength, cancelled)
    stop_if(cancelled)
    kept = without_ruled_lines(kept)
    stop_if(cancelled)
    ink = ink.without(mask & ~kept)
    parts = digit_parts(components(kept), ink)
    return _Scan(ink.strength, parts, block, cells, turn)


def _upright(sheet: PaperSheet) -> tuple[NDArray[np.uint8], Turn]:
    """The sheet alone, turned upright, and how it was turned."""
    height, width = sheet.grey.shape
    turn = Turn(sheet.angle if abs(sheet.angle) >= _ASKEW else 0.0, (height, width))
    grey = turn.upright(sheet.grey, WHITE)
    turn, kept = turn.cut_to(turn.upright(sheet.mask.view(np.uint8) * 255, 0) > 127)
    return np.ascontiguousarray(grey[kept]), turn


def _faint_share(strength: NDArray[np.float32]) -> float:
    """How much of the ground is a little darkened: 0.05 by soft edges, 0.1 and more by the blocks
    of a JPEG file around the ink."""
    ground = strength[strength < _FAINT]
    return float((ground > _TRACE).mean()) if ground.size else 0.0


def _grow(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Each part with the pixels around it."""
    for axis in (0, 1):
        before, after = (np.moveaxis(labels, axis, 0)[each] for each in (slice(-1), slice(1, None)))
        around = np.zeros_like(labels)
        beside = np.moveaxis(around, axis, 0)
        beside[1:] = before
        np.maximum(beside[:-1], after, out=beside[:-1])
        labels = np.where(labels, labels, around)
    return labels


def _average(grey: NDArray[np.uint8], block: int) -> NDArray[np.uint8]:
    if block == 1:
        return grey
    height, width = (length // block for length in grey.shape)
    whole = grey[: height * block, : width * block]
    rows: NDArray[np.uint16] = np.zeros((height, width * block), dtype=np.uint16)
    for first in range(block):
        rows += whole[first::block]
    total: NDArray[np.uint32] = np.zeros((height, width), dtype=np.uint32)
    for first in range(block):
        total += rows[:, first::block]
    mean: NDArray[np.uint8] = (total // (block * block)).astype(np.uint8)
    return mean


def _points(parts: Components) -> NDArray[np.float64]:
    """(n, _SAMPLES, 2): x and y of some pixels of each part, its box's sides among them."""
    points = np.empty((len(parts), _SAMPLES, 2))
    for number, (y, x) in enumerate(pixels_of(parts)):
        at = np.linspace(0, len(y) - 1, _SAMPLES - 4).round().astype(np.intp)
        at = np.concatenate([at, [x.argmin(), x.argmax(), y.argmin(), y.argmax()]])
        points[number] = np.column_stack([x[at], y[at]])
    return points


def _slant(points: NDArray[np.float64]) -> float:
    """How much the writing leans to the right: upright, its parts are narrowest."""
    slants = np.linspace(-0.6, 0.6, 25)
    widths = [np.ptp(points[..., 0] + slant * points[..., 1], axis=1).sum() for slant in slants]
    return float(slants[int(np.argmin(widths))])
