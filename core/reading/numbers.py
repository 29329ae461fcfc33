"""From a number, drawn or pictured, to the reading of each of its digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never
from core.data.dataset import DIGITS
from core.ink.areas import Box
from core.ink.picture import FoundDigit, ImageJudge, picture_digits, picture_whole
from core.ink.segmentation import segments
from core.ink.strokes import Drawing, Stroke
from core.network.snapshots import Snapshot
from core.reading.reading import Reading, read_drawings, read_many

# A single stroke like a taught one says little: half a 4 is like many a 1.
_HAND_COUNTS = 2.5
# What the pen says of several strokes: sure of a digit, it holds them together (segments' _KNOWN).
# Without it, of drawings by writers left out 12 of 371 of several strokes and 2 of 150 of dots were
# cut, with it 10 and none; 7 of 250 numbers either way.
_PEN_COUNTS = 1.0


@dataclass(frozen=True, eq=False)
class PlacedReading:
    """One digit of a number: how it was read, where it is, and what it is made of.

    box: left, top, right, bottom in the drawing's own unit, or in pixels of a picture, the last
    two just beyond. drawing: its strokes; None when it was found in a picture, and then ink is
    what of the picture in the box is its own: float32 (h, w), 0 to 1.
    """

    reading: Reading
    box: Box
    drawing: Drawing | None = None
    ink: NDArray[np.float32] | None = None


def judge_of(snapshot: Snapshot) -> ImageJudge:
    """How sure a network reads images (784, m): float32 (m,) from 0 to 1; 0 where it refuses."""

    def judge(images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.array([_sureness(each) for each in read_many(snapshot, images)], np.float32)

    return judge


class NumberReader:
    """Reads drawings of numbers with one network.

    The network has a say in which strokes belong together, and so has its hand. While a drawing
    grows, no group of strokes is read twice. A network of other classes than digits takes all that
    is drawn for one thing.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._known: dict[tuple[Stroke, ...], Reading] = {}

    def read(self, drawing: Drawing, *, settled: bool = True) -> list[PlacedReading]:
        """The digits of a drawing, in the order of reading; [] for a blank one.

        settled: False while a stroke goes on; then the network is not asked which strokes go
        together. Raises DataError, see segments.
        """
        drawn = set(drawing.strokes)
        self._known = {each: made for each, made in self._known.items() if drawn.issuperset(each)}
        if self.snapshot.class_names == DIGITS:
            parts = segments(drawing, judge=self._judge if settled else None)
        else:
            parts = [drawing] if drawing.strokes else []
        return [
            PlacedReading(reading, _box(part), part)
            for part, reading in zip(parts, self._read(parts), strict=True)
        ]

    def _read(self, drawings: Sequence[Drawing]) -> list[Reading]:
        new = [each for each in drawings if each.strokes not in self._known]
        for drawing, reading in zip(new, read_drawings(self.snapshot, new), strict=True):
            self._known[drawing.strokes] = reading
        return [self._known[each.strokes] for each in drawings]

    def _judge(self, drawings: Sequence[Drawing]) -> NDArray[np.float32]:
        """How sure each is one digit, 0 to 1; above for strokes that the hand or the way of the pen
        hold together."""
        sureness = [
            _sureness(each) * math.exp(_held_together(each) if len(drawing.strokes) > 1 else 0.0)
            for each, drawing in zip(self._read(drawings), drawings, strict=True)
        ]
        return np.array(sureness, np.float32)


def read_number(snapshot: Snapshot, drawing: Drawing) -> list[PlacedReading]:
    """The digits of a drawing, in the order of reading; [] for a blank one.

    Raises DataError, see segments.
    """
    return NumberReader(snapshot).read(drawing)


def read_found(snapshot: Snapshot, found: Sequence[FoundDigit]) -> list[PlacedReading]:
    """The digits that were found in a picture, in their order, their boxes in its pixels."""
    if not found:
        return []
    readings = read_many(snapshot, np.concatenate([each.image for each in found], axis=1))
    return [
        PlacedReading(reading, each.box, ink=each.ink)
        for reading, each in zip(readings, found, strict=True)
    ]


def found_in(
    snapshot: Snapshot | None, grey: NDArray[np.uint8], cancelled: IsCancelled = never
) -> list[FoundDigit]:
    """What a network is to read of a grey picture (h, w): digits, parted with its help, or for one
    of other classes all of it. Without a network digits, parted by their places.

    Raises as picture_digits.
    """
    if snapshot is None or snapshot.class_names == DIGITS:
        judge = None if snapshot is None else judge_of(snapshot)
        return picture_digits(grey, judge=judge, cancelled=cancelled)
    return [picture_whole(grey, cancelled)]


def read_pictured_number(snapshot: Snapshot, grey: NDArray[np.uint8]) -> list[PlacedReading]:
    """The digits of a grey picture (h, w), in the order of reading.

    Raises DataError, see picture_digits.
    """
    return read_found(snapshot, found_in(snapshot, grey))


def _sureness(reading: Reading) -> float:
    return reading.probability * reading.is_digit


def _box(drawing: Drawing) -> Box:
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


def _held_together(reading: Reading) -> float:
    """How much the hand and the pen speak for several strokes being one digit: 0 or more."""
    by_pen = 0.0 if reading.by_pen is None else float(reading.by_pen[reading.digit])
    return _HAND_COUNTS * reading.nearness + _PEN_COUNTS * by_pen
