"""Latest snapshot + drawing or picture -> readings. No Qt; quick enough for every move."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.files.finite import stays_finite
from core.ink.areas import Box
from core.ink.digit_image import digit_image
from core.ink.picture import FoundDigit
from core.ink.segmentation import segments
from core.ink.stages import BRUSH, Stages, picture_stages, stages
from core.ink.strokes import Drawing
from core.network.parameters import unpack
from core.network.snapshots import Snapshot
from core.reading.numbers import NumberReader, PlacedReading, read_found

UNKNOWN = "?"
STEPS = ("fit", "pen", "centre")


def can_read(snapshot: Snapshot) -> bool:
    """Whether the network answers at all: one whose training went wrong may hold no numbers."""
    return stays_finite(*unpack(snapshot.theta, snapshot.dimensions), snapshot.activation)


def unread_images(drawing: Drawing) -> list[NDArray[np.float32]]:
    """The image of each digit of a drawing, parted by their places alone, (784, 1) each; none for
    more digits than can be read."""
    try:
        return [digit_image(each) for each in segments(drawing)]
    except DataError:
        return []


def recognise_number(
    drawing: Drawing, reader: NumberReader, *, settled: bool = True
) -> tuple[PlacedReading, ...]:
    """The digits of a drawing in the unit square, in the order of reading; none for a blank one.

    settled: False while a stroke goes on. Raises DataError when there are more than can be read.
    """
    return tuple(reader.read(drawing, settled=settled))


def recognise_found(
    found: Sequence[FoundDigit], size: tuple[int, int], snapshot: Snapshot
) -> tuple[PlacedReading, ...]:
    """The digits of a picture of `size` (width, height), their boxes on the canvas, in whose
    middle it lies."""
    return tuple(
        replace(each, box=on_canvas(each.box, size)) for each in read_found(snapshot, found)
    )


def on_canvas(box: Sequence[float], size: tuple[int, int]) -> Box:
    """A box in pixels of a picture of `size`, fitted into the unit square, its aspect kept."""
    longer = max(size)
    x, y = ((longer - side) / 2 for side in size)
    left, top, right, bottom = box
    return (left + x) / longer, (top + y) / longer, (right + x) / longer, (bottom + y) / longer


def steps_of(
    digit: PlacedReading, *, brush: float = BRUSH, left_out: Collection[str] = ()
) -> Stages:
    """How the digit became the image that the network was shown, without some of STEPS.

    brush: as a share of the canvas, for a drawing. A picture has no step "pen", and one of 28 by 28
    pixels may have been taken as it is.
    """
    taken = {step: step not in left_out for step in STEPS}
    if digit.drawing is not None:
        return stages(digit.drawing, brush=brush, **taken)
    assert digit.ink is not None
    del taken["pen"]
    if (
        digit.ink.size == digit.reading.image.size
        and (digit.ink.ravel() == digit.reading.image.ravel()).all()
    ):
        taken = dict.fromkeys(taken, False)  # it was shown to the network as it is
    return picture_stages(digit.ink, digit.box, **taken)
