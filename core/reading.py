"""What a network makes of a digit image, and whether to trust it. Quick enough for every move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.network import Network
from core.snapshots import Snapshot

# Below this probability the answer is put as a question.
SURE_FROM = 0.6
# A digit is in question when it is at least this likely beside the likeliest.
RIVAL_FROM = 0.25
NO_DIGIT = "This is no digit that I know."


@dataclass(frozen=True, eq=False)
class Reading:
    """How a network reads one digit image.

    digit: 0 to 9, the likeliest. probabilities: float32 (10,), calibrated. image: float32 (784, 1),
    what the network was shown. unsure: do not trust the answer; `reason` then says why in a plain
    sentence, and is "" otherwise. is_digit: False when it is refused as no digit at all, and then
    unsure as well. rivals: the digits in question, the likeliest first; (digit,) when sure.
    """

    digit: int
    probabilities: NDArray[np.float32]
    image: NDArray[np.float32]
    unsure: bool
    reason: str
    is_digit: bool
    rivals: tuple[int, ...]

    @property
    def probability(self) -> float:
        return float(self.probabilities[self.digit])


def read(snapshot: Snapshot, image: NDArray[np.float32]) -> Reading:
    """The reading of one digit image, float32 (784, 1) in [0, 1]."""
    return read_many(snapshot, image)[0]


def read_many(snapshot: Snapshot, images: NDArray[np.float32]) -> list[Reading]:
    """A reading of each column of `images`, float32 (784, m) in [0, 1]."""
    probabilities = np.ascontiguousarray(_network_of(snapshot).predict(images).T)
    return [
        _reading(of_image, images[:, number : number + 1])
        for number, of_image in enumerate(probabilities)
    ]


def _reading(probabilities: NDArray[np.float32], image: NDArray[np.float32]) -> Reading:
    order = [int(digit) for digit in np.argsort(-probabilities, kind="stable")]
    best = float(probabilities[order[0]])
    if best >= SURE_FROM:
        return Reading(order[0], probabilities, image, False, "", True, (order[0],))
    rivals = tuple(digit for digit in order if probabilities[digit] >= RIVAL_FROM * best)
    return Reading(order[0], probabilities, image, True, _question(rivals), True, rivals)


def _question(rivals: tuple[int, ...]) -> str:
    if not 2 <= len(rivals) <= 3:
        return NO_DIGIT
    *others, last = (f"{'an' if digit == 8 else 'a'} {digit}" for digit in rivals)
    return f"This looks like {', '.join(others)} or {last}."


@lru_cache(maxsize=2)
def _network_of(snapshot: Snapshot) -> Network:
    """Kept for the network in use and the one in training; never trained itself."""
    return Network.from_snapshot(snapshot)
