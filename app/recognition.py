"""Latest snapshot + drawing -> reading. No Qt; quick enough for every move of the pen."""

from __future__ import annotations

from core.ink.digit_image import digit_image
from core.ink.strokes import Drawing
from core.reading import Reading, read
from core.snapshots import Snapshot


def recognise(drawing: Drawing, snapshot: Snapshot) -> Reading | None:
    """None for a blank drawing: nothing is read where nothing is drawn."""
    return None if drawing.is_blank else read(snapshot, digit_image(drawing))
