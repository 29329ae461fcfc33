"""Latest snapshot + drawing or picture -> readings. No Qt; quick enough for every move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.ink.digit_image import stages
from core.ink.frame import BOX, SIDE
from core.ink.picture import FoundDigit
from core.ink.segmentation import segments
from core.ink.strokes import Drawing
from core.number_reading import judge_of
from core.reading import Reading, read_drawings, read_many
from core.snapshots import Snapshot

UNKNOWN = "?"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class ReadDigit:
    """One digit of what is on the canvas, and how it was read.

    box: left, top, right, bottom on the canvas, whose sides go from 0 to 1. drawing: its strokes;
    None when it was found in a picture.
    """

    reading: Reading
    box: Box
    drawing: Drawing | None = None


def recognise(drawing: Drawing, snapshot: Snapshot) -> Reading | None:
    """None for a blank drawing: nothing is read where nothing is drawn."""
    return None if drawing.is_blank else read_drawings(snapshot, [drawing])[0]


def recognise_number(
    drawing: Drawing,
    snapshot: Snapshot,
    *,
    settled: bool = True,
    known: Sequence[ReadDigit] = (),
) -> tuple[ReadDigit, ...]:
    """The digits of a drawing in the unit square, left to right; none for a blank one.

    settled: False while a stroke goes on; then the network is not asked which strokes go together.
    known: digits that this network has read; those of the very same strokes are not read again.
    Raises DataError when there are more than can be read.
    """
    parts = segments(drawing, judge=judge_of(snapshot) if settled else None)
    found = {digit.drawing.strokes: digit for digit in known if digit.drawing is not None}
    new = [part for part in parts if part.strokes not in found]
    if new:
        for part, reading in zip(new, read_drawings(snapshot, new), strict=True):
            found[part.strokes] = ReadDigit(reading, _box(part), part)
    return tuple(found[part.strokes] for part in parts)


def recognise_found(
    found: Sequence[FoundDigit], size: tuple[int, int], snapshot: Snapshot
) -> tuple[ReadDigit, ...]:
    """The digits of a picture of `size` (width, height), which lies in the canvas's middle."""
    if not found:
        return ()
    readings = read_many(snapshot, np.concatenate([each.image for each in found], axis=1))
    return tuple(
        ReadDigit(reading, on_canvas(each.box, size))
        for each, reading in zip(found, readings, strict=True)
    )


def number(readings: Sequence[Reading]) -> str:
    """The digits that were read, left to right; UNKNOWN for what is in doubt."""
    return "".join(UNKNOWN if each.unsure else str(each.digit) for each in readings)


def together(readings: Sequence[Reading]) -> float:
    """How likely all of them are right, were they independent."""
    return math.prod(each.probability for each in readings)


def on_canvas(box: Sequence[float], size: tuple[int, int]) -> Box:
    """A box in pixels of a picture of `size`, fitted into the unit square, its aspect kept."""
    longer = max(size)
    x, y = ((longer - side) / 2 for side in size)
    left, top, right, bottom = box
    return (left + x) / longer, (top + y) / longer, (right + x) / longer, (bottom + y) / longer


def frame_of(digit: ReadDigit) -> tuple[float, float, float]:
    """Left, top, side on the canvas of the 28×28 pixels that the network was shown."""
    if digit.drawing is not None:
        return stages(digit.drawing).frame
    left, top, right, bottom = digit.box
    cell = max(right - left, bottom - top) / BOX
    inked = digit.reading.image.reshape(SIDE, SIDE) > 0
    row, column = int(inked.any(axis=1).argmax()), int(inked.any(axis=0).argmax())
    return left - column * cell, top - row * cell, SIDE * cell


def _box(drawing: Drawing) -> Box:
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
