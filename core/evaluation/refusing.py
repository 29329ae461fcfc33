"""How much is still answered, and how much of that is right, when unsure answers are refused.

The two shares against each other are the risk-coverage curve of R. El-Yaniv and Y. Wiener, "On the
foundations of noise-free selective classification" (2010); refusing below a confidence is the
softmax response of Y. Geifman and R. El-Yaniv, "Selective classification for deep neural networks"
(2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.answers import Answers

LIMITS = 201  # of confidence, from 0 to 1


@dataclass(frozen=True)
class Refusing:
    """With a limit, `answered` of `count` examples are answered, and `right` of these right."""

    limit: float
    count: int
    answered: int
    right: int

    @property
    def answered_share(self) -> float:
        """0 where there are no examples."""
        return self.answered / self.count if self.count else 0.0

    @property
    def right_share(self) -> float | None:
        """Of the answers; None where none is given."""
        return self.right / self.answered if self.answered else None


class RefusalCurve:
    """What any limit does to the answers of one set. What is no number is always refused."""

    def __init__(self, answers: Answers) -> None:
        confidences = np.nan_to_num(answers.confidences, nan=-1.0)
        order = np.argsort(confidences, kind="stable")
        self._confidences: NDArray[np.float32] = confidences[order]
        self._right_below = np.concatenate([[0], np.cumsum(answers.right[order])])

    def at(self, limit: float) -> Refusing:
        """Answers of at least this confidence are given."""
        count = len(self._confidences)
        refused = int(np.searchsorted(self._confidences, np.float32(limit)))
        right = int(self._right_below[-1] - self._right_below[refused])
        return Refusing(limit, count, count - refused, right)

    def curve(self) -> list[Refusing]:
        return [self.at(limit) for limit in np.linspace(0, 1, LIMITS).tolist()]
