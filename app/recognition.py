"""Latest snapshot + drawing -> prediction. No Qt; quick enough for every move of the pen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.ink.digit_image import digit_image
from core.ink.strokes import Drawing
from core.network import Network
from core.snapshots import Snapshot


@dataclass(frozen=True, eq=False)
class Prediction:
    """How a network reads a drawing.

    digit: 0 to 9. probabilities: float32 (10,). image: float32 (784, 1), what it was shown.
    """

    digit: int
    probabilities: NDArray[np.float32]
    image: NDArray[np.float32]

    @property
    def probability(self) -> float:
        return float(self.probabilities[self.digit])


def recognise(drawing: Drawing, snapshot: Snapshot) -> Prediction | None:
    """None for a blank drawing: nothing is read where nothing is drawn."""
    if drawing.is_blank:
        return None
    image = digit_image(drawing)
    probabilities = _network_of(snapshot).predict(image)[:, 0]
    return Prediction(int(probabilities.argmax()), probabilities, image)


@lru_cache(maxsize=2)
def _network_of(snapshot: Snapshot) -> Network:
    """Kept for the network in use and the one in training; never trained itself."""
    return Network.from_snapshot(snapshot)
