"""Readings as a network might give them, and drawings of so many digits."""

from __future__ import annotations

import numpy as np

from core.ink.strokes import Drawing
from core.reading.reading import Reading


def reading(digit: int, share: float = 0.9, second: int | None = None) -> Reading:
    """Sure of `digit`; what is left goes to the `second` guess, or to all others."""
    rest = (1 - share) / 9 if second is None else 0.0
    probabilities = np.full(10, rest, np.float32)
    probabilities[digit] = share
    if second is not None:
        probabilities[second] = 1 - share
    image = np.zeros((784, 1), np.float32)
    image[300:320] = 0.8
    return Reading(digit, probabilities, image, False, "", True, (digit,))


def doubtful(*rivals: int) -> Reading:
    """In question: one of `rivals`; none: no digit at all."""
    first = rivals[0] if rivals else 3
    told = " or ".join(f"a {digit}" for digit in rivals)
    reason = f"This looks like {told}." if rivals else "This is no digit that I know."
    made = reading(first, 0.5, None if len(rivals) < 2 else rivals[1])
    return Reading(
        first, made.probabilities, made.image, True, reason, bool(rivals), rivals or (first,)
    )


def stroke(left: float) -> Drawing:
    """A 1, upright, in the unit square."""
    return Drawing.from_lists([[[left + 0.05, 0.4], [left + 0.05, 0.6]]])


def number(count: int) -> Drawing:
    """So many strokes side by side, far enough to be as many digits."""
    return Drawing(tuple(stroke(0.02 + 0.18 * k).strokes[0] for k in range(count)))
