"""From a number, drawn or pictured, to the reading of each of its digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.ink.picture import ImageJudge, picture_digits
from core.ink.segmentation import DrawingJudge, segments
from core.ink.strokes import Drawing
from core.reading import Reading, read_drawings, read_many
from core.snapshots import Snapshot

# A single stroke like a taught one says little: half a 4 is like many a 1.
_HAND_COUNTS = 2.5


@dataclass(frozen=True, eq=False)
class PlacedReading:
    """A digit's reading and its box: left, top, right and bottom in the drawing's own unit, or in
    pixels, the last two just beyond."""

    reading: Reading
    box: tuple[float, float, float, float]


def judge_of(snapshot: Snapshot) -> ImageJudge:
    """How sure a network reads images (784, m): float32 (m,) from 0 to 1; 0 where it refuses."""

    def judge(images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.array([_sureness(each) for each in read_many(snapshot, images)], np.float32)

    return judge


def judge_of_drawings(snapshot: Snapshot) -> DrawingJudge:
    """How sure a network reads drawings: (m,) from 0 to 1, and above for strokes that its hand
    holds together as one digit."""

    def judge(drawings: Sequence[Drawing]) -> NDArray[np.float32]:
        readings = read_drawings(snapshot, drawings)
        sureness = [
            _sureness(each) * math.exp(_HAND_COUNTS * each.nearness * (len(drawing.strokes) > 1))
            for each, drawing in zip(readings, drawings, strict=True)
        ]
        return np.array(sureness, np.float32)

    return judge


def read_number(snapshot: Snapshot, drawing: Drawing) -> list[PlacedReading]:
    """The digits of a drawing, left to right; none for a blank one. Raises DataError, see segments.

    The network has a say in which strokes belong together.
    """
    parts = segments(drawing, judge=judge_of_drawings(snapshot))
    if not parts:
        return []
    return _placed(read_drawings(snapshot, parts), [_box(part) for part in parts])


def read_pictured_number(snapshot: Snapshot, grey: NDArray[np.uint8]) -> list[PlacedReading]:
    """The digits of a grey picture (h, w), left to right. Raises DataError, see picture_digits."""
    found = picture_digits(grey, judge=judge_of(snapshot))
    readings = read_many(snapshot, np.concatenate([each.image for each in found], axis=1))
    return _placed(readings, [each.box for each in found])


def _sureness(reading: Reading) -> float:
    return reading.probability * reading.is_digit


def _placed(
    readings: Sequence[Reading], boxes: Sequence[tuple[float, float, float, float]]
) -> list[PlacedReading]:
    return [PlacedReading(*each) for each in zip(readings, boxes, strict=True)]


def _box(drawing: Drawing) -> tuple[float, float, float, float]:
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
