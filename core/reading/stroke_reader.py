"""Reading how the pen went: a small network beside the one that reads the image.

It is told where the pen was and where it was going at places along the strokes (core.ink.traces),
and tells ten digits and what is none. It errs on other drawings than a network that sees the image,
so the two together read better than either, and where they disagree neither is sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES as DIGITS
from core.errors import ModelFileError
from core.files import model_file
from core.ink.strokes import Drawing
from core.ink.traces import NUMBERS, pen_numbers
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.resources import STROKE_MODEL

# Rows of the network's output, as its file calls them.
CLASSES = (*map(str, range(DIGITS)), "no digit")
NONE = DIGITS
_SCALE = np.float32(1 / 255)


@dataclass(frozen=True, eq=False)
class StrokeReader:
    """network: from NUMBERS inputs to len(CLASSES)."""

    network: Network

    @classmethod
    def of(cls, snapshot: Snapshot) -> StrokeReader:
        """The reader that was saved as this snapshot."""
        return cls(Network.from_snapshot(snapshot))

    def read(self, drawings: Sequence[Drawing]) -> NDArray[np.float32]:
        """Probabilities of CLASSES for each drawing, none blank: float32 (11, m)."""
        return self.read_numbers(pen_numbers(drawings))

    def read_numbers(self, numbers: NDArray[np.uint8]) -> NDArray[np.float32]:
        """As read(), of pen_numbers (m, NUMBERS)."""
        P: NDArray[np.float32] = self.network.predict((numbers * _SCALE).T)
        return P


@lru_cache(maxsize=1)
def shipped_stroke_reader() -> StrokeReader | None:
    """The reader that comes with the app; None where its file is missing or damaged."""
    try:
        return StrokeReader.of(model_file.load(STROKE_MODEL, classes=CLASSES, inputs=NUMBERS))
    except ModelFileError:
        return None
