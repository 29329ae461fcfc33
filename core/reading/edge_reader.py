"""Reading the edges of a digit image: a second network beside the one that is shown its pixels.

It is told which way edges run and where (core.ink.edges). The two err on different images, so
together (trust.py) they read better than either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import DIGITS
from core.errors import ModelFileError
from core.files import model_file
from core.ink.digit_image import as_bytes
from core.ink.edges import NUMBERS, edge_numbers
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.calibration import at_temperature, temperature_of
from core.reading.trust import edge_power, with_edges
from core.resources import EDGE_MODEL

_SCALE = np.float32(1 / 255)


@dataclass(frozen=True, eq=False)
class EdgeReader:
    """network: from NUMBERS inputs to the ten digits."""

    network: Network

    @classmethod
    def of(cls, snapshot: Snapshot) -> EdgeReader:
        """The reader that was saved as this snapshot."""
        return cls(Network.from_snapshot(snapshot))

    def read(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities of the digits for each column of `images`, (784, m) in [0, 1]: (10, m)."""
        return self.read_rows(as_bytes(images.T))

    def read_rows(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """As read(), of images as bytes, a row each, (m, 784)."""
        P: NDArray[np.float32] = self.network.predict((edge_numbers(images) * _SCALE).T)
        return P


def read_images(
    network: Network,
    facts: Mapping[str, Any],
    images: NDArray[np.float32],
    edges: EdgeReader | None,
) -> NDArray[np.float32]:
    """What is made of images, (784, m) in [0, 1]: calibrated probabilities, float32 (classes, m).

    By `network` at the temperature among its `facts`, and where these say how, by `edges`, too.
    """
    P = at_temperature(network.predict(images), temperature_of(facts))
    power = edge_power(facts)
    if edges is None or power is None:
        return P
    return with_edges(P, edges.read(images), power)


@lru_cache(maxsize=1)
def shipped_edge_reader() -> EdgeReader | None:
    """The reader that comes with the app; None where its file is missing or damaged."""
    try:
        return EdgeReader.of(model_file.load(EDGE_MODEL, inputs=NUMBERS, classes=DIGITS))
    except ModelFileError:
        return None
