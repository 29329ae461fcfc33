"""Reading the edges of a digit image: a second network beside the one that is shown its pixels.

It is told which way edges run and where (core.ink.edges). The two err on different images, so
together they read better than either: a product of experts (Hinton 2002), their probabilities
multiplied and raised to one power, like a temperature. `make model` chooses the power on MNIST's
validation images; it is a fact of the image network, and one without it reads alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelFileError
from core.files import model_file
from core.ink.digit_image import as_bytes
from core.ink.edges import NUMBERS, edge_numbers
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.calibration import at_temperature, temperature_of
from core.resources import EDGE_MODEL

EDGE_POWER = "edge_power"
MOST = 4.0
_LEAST = np.float32(1e-30)
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
        return self.read_bytes(as_bytes(images.T))

    def read_bytes(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """As read(), of images as bytes, a row each, (m, 784)."""
        P: NDArray[np.float32] = self.network.predict((edge_numbers(images) * _SCALE).T)
        return P


def read_images(
    network: Network,
    facts: Mapping[str, Any],
    images: NDArray[np.float32],
    edges: EdgeReader | None,
) -> NDArray[np.float32]:
    """What is made of images, (784, m) in [0, 1]: calibrated probabilities, float32 (10, m).

    By `network` at the temperature among its `facts`, and where these say how, by `edges`, too.
    """
    P = at_temperature(network.predict(images), temperature_of(facts))
    power = edge_power(facts)
    if edges is None or power is None:
        return P
    return with_edges(P, edges.read(images), power)


def with_edges(P: NDArray[np.float32], E: NDArray[np.float32], power: float) -> NDArray[np.float32]:
    """Probabilities by pixels and edges together: float32 (10, m). P, E: (10, m), by each."""
    product = (np.maximum(P, _LEAST) * np.maximum(E, _LEAST)) ** np.float32(power)
    product /= product.sum(axis=0)
    return product


def edge_power(facts: Mapping[str, Any]) -> float | None:
    """What a snapshot's facts tell of it; None where they do not."""
    power = facts.get(EDGE_POWER)
    return power if isinstance(power, float) and 0 < power <= MOST else None


@lru_cache(maxsize=1)
def shipped_edge_reader() -> EdgeReader | None:
    """The reader that comes with the app; None where its file is missing or damaged."""
    try:
        return EdgeReader.of(model_file.load(EDGE_MODEL, inputs=NUMBERS))
    except ModelFileError:
        return None
