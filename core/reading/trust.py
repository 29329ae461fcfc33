"""Several readers and one answer: how much edges and the way of the pen count beside a network.

Their probabilities are multiplied, a product of experts (Hinton 2002), and raised to powers, like
temperatures. First pixels and edges of an image, both to one power, chosen by `make model` on
validation images; then what is made of the image, and the pen, each to its own, chosen on writers
that none learned from. The powers are facts of the network of pixels. One without them reads alone:
nobody measured how far the others are to be trusted beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES

EDGE_POWER = "edge_power"
IMAGE_POWER, PEN_POWER, PEN_LIMIT = "image_power", "pen_power", "pen_limit"
MOST = 4.0
_LEAST = np.float32(1e-30)
_NEVER = np.float32(1e-6)


@dataclass(frozen=True)
class Trust:
    """image, pen: the powers of the image network's probabilities and of the pen's, 0 to MOST.
    limit: answers by both that are less sure than this are not to be trusted."""

    image: float
    pen: float
    limit: float

    @property
    def facts(self) -> dict[str, float]:
        """As a snapshot's facts tell it."""
        return {IMAGE_POWER: self.image, PEN_POWER: self.pen, PEN_LIMIT: self.limit}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Trust | None:
        """What a snapshot's facts tell; None where they do not."""
        image, pen, limit = map(facts.get, (IMAGE_POWER, PEN_POWER, PEN_LIMIT))
        if isinstance(image, float) and isinstance(pen, float) and isinstance(limit, float):
            return cls(image, pen, limit)
        return None


def with_edges(P: NDArray[np.float32], E: NDArray[np.float32], power: float) -> NDArray[np.float32]:
    """Probabilities by pixels and edges together: float32 (10, m). P, E: (10, m), by each."""
    product = (np.maximum(P, _LEAST) * np.maximum(E, _LEAST)) ** np.float32(power)
    product /= product.sum(axis=0)
    return product


def edge_power(facts: Mapping[str, Any]) -> float | None:
    """What a snapshot's facts tell of it; None where they do not."""
    power = facts.get(EDGE_POWER)
    return power if isinstance(power, float) and 0 < power <= MOST else None


def together(P: NDArray[np.float32], S: NDArray[np.float32], trust: Trust) -> NDArray[np.float32]:
    """Probabilities of the digits by both readers: float32 (10, m).

    P: by the image, calibrated, (10, m). S: by the pen, (10, m) or with more rows below.
    """
    both = np.maximum(P, _LEAST) ** np.float32(trust.image)
    both *= np.maximum(S[:CLASSES], _LEAST) ** np.float32(trust.pen)
    both /= both.sum(axis=0)
    return both


def digit_shares(shares: NDArray[np.float32], none: NDArray[np.float32]) -> NDArray[np.float32]:
    """How likely each drawing is a digit, by both: float32 (m,).

    shares: by the network that sees it. none: the pen's probability that it is none, (m,).
    """
    seen, drawn = (np.clip(each, _NEVER, 1 - _NEVER) for each in (shares, none))
    odds = seen / (1 - seen) * (1 - drawn) / drawn
    likely: NDArray[np.float32] = odds / (1 + odds)
    return likely
