"""What is to be thought of a run that has ended."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto

from core.inspection.guessing import could_be_guessed

LITTLE = 0.5  # of the test digits: less, after a whole epoch, is little
WORSE = 0.05  # of the digits: so much less than in its best epoch is no chance


class RunVerdict(Enum):
    """UNKNOWN: nothing was tested, or not a whole epoch was learned from. GUESSING: no better than
    naming the most frequent digit. LITTLE: better, but not much. WORSE: it was better before. GOOD:
    none of these."""

    UNKNOWN = auto()
    GUESSING = auto()
    LITTLE = auto()
    WORSE = auto()
    GOOD = auto()


def verdict_on(
    accuracy: float | None, tested: int, share: float, epochs: Sequence[float]
) -> RunVerdict:
    """accuracy: of `tested` digits, None where there are none; share: what a guess gets right of
    them. epochs: the validation accuracy after each epoch, not a number where there is none."""
    if accuracy is None or not tested:
        return RunVerdict.UNKNOWN
    if could_be_guessed(round(accuracy * tested), tested, share):
        return RunVerdict.GUESSING
    if accuracy < LITTLE:
        return RunVerdict.LITTLE if len(epochs) else RunVerdict.UNKNOWN
    # The network may be the best epoch's, and the test digits may be harder.
    known = [each for each in epochs if not math.isnan(each)]
    if known and max(accuracy, known[-1]) < max(known) - WORSE:
        return RunVerdict.WORSE
    return RunVerdict.GOOD
