"""Is it a digit at all? A small network that answers this beside any reading network.

It sees the ink alone, so it serves every reading network. `make model` trains it on digits and on
what is none (model.nondigits).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelFileError
from core.files import model_file
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.resources import REFUSAL_MODEL

# Rows of the network's output, as its file calls them, and what is said when one of the last
# three is the likeliest.
CLASSES = ("digit", "no digit", "two digits on top of each other", "digits side by side")
DIGIT = 0
REASONS = (
    "",
    "This is no digit that I know.",
    "Two digits seem to lie on top of each other.",
    "Several digits seem to stand side by side.",
)
# The network saw many more drawings that are no digits than people make.
DIGITS_TO_OTHERS = 9.0
DEFAULT_LIMIT = 0.5


@dataclass(frozen=True, eq=False)
class Refusal:
    """network: from 784 numbers to len(REASONS). limit: answers less sure than this are not to be
    trusted."""

    network: Network
    limit: float

    @classmethod
    def of(cls, snapshot: Snapshot) -> Refusal:
        """The refusing network that was saved as this snapshot."""
        return cls(Network.from_snapshot(snapshot), limit_of(snapshot.facts))

    def look(self, images: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """For each column of `images`, float32 (784, m): how likely it is a digit, float32 (m,),
        and which of REASONS fits best if it is none, intp (m,)."""
        P = self.network.predict(images)
        likely = DIGITS_TO_OTHERS * P[DIGIT]
        return likely / (likely + P[DIGIT + 1 :].sum(axis=0)), 1 + P[DIGIT + 1 :].argmax(axis=0)


def limit_of(facts: dict[str, Any]) -> float:
    """The limit among a snapshot's facts; DEFAULT_LIMIT when there is no usable one."""
    fact = facts.get("limit")
    return float(fact) if isinstance(fact, float) and 0 < fact < 1 else DEFAULT_LIMIT


@lru_cache(maxsize=1)
def shipped_refusal() -> Refusal | None:
    """The refusing network that comes with the app; None where its file is missing or damaged."""
    try:
        return Refusal.of(model_file.load(REFUSAL_MODEL, classes=CLASSES))
    except ModelFileError:
        return None
