"""All figures of a network on a set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.evaluation.answers import Answers
from core.evaluation.confusion import Confusion
from core.evaluation.refusing import RefusalCurve
from core.reading.calibration import Reliability, reliability

MACROS = ("precision", "recall", "f1")


@dataclass(frozen=True, eq=False)
class SetFigures:
    """loss: the mean cross-entropy; NaN where there are no examples, or no numbers.

    reliability: how often answers of each confidence are right.
    """

    confusion: Confusion
    loss: float
    reliability: Reliability
    refusing: RefusalCurve

    @classmethod
    def of(cls, answers: Answers) -> SetFigures:
        """Some milliseconds for 10,000 examples."""
        numbers = ~np.isnan(answers.confidences)
        P, labels = answers.probabilities, answers.dataset.labels
        if not numbers.all():
            P, labels = P[:, numbers], labels[numbers]
        loss = float(answers.losses.mean(dtype=np.float64)) if len(answers) else float("nan")
        return cls(Confusion.of(answers), loss, reliability(P, labels), RefusalCurve(answers))

    @property
    def count(self) -> int:
        return self.confusion.count

    @property
    def accuracy(self) -> float | None:
        """None where there are no examples."""
        return self.confusion.right / self.count if self.count else None

    def record(self) -> dict[str, Any]:
        """As values of JSON: what is no number is null."""
        bins = self.reliability
        return {
            "count": self.count,
            "accuracy": self.accuracy,
            "loss": _number(self.loss),
            "class_names": list(self.confusion.class_names),
            "confusion": self.confusion.counts.tolist(),
            "classes": [
                {
                    "name": each.name,
                    "count": each.count,
                    "answered": each.answered,
                    "right": each.right,
                    **{name: getattr(each, name) for name in MACROS},
                }
                for each in self.confusion.classes()
            ],
            "macro": {name: self.confusion.macro(name) for name in MACROS},
            "calibration_error": bins.error,
            "calibration": [
                {"count": count, "confidence": _number(sure), "accuracy": _number(right)}
                for count, sure, right in zip(
                    bins.counts.tolist(), bins.sureness.tolist(), bins.right.tolist(), strict=True
                )
            ],
            "refusing": [
                {
                    "limit": each.limit,
                    "answered": each.answered_share,
                    "right": each.right_share,
                }
                for each in self.refusing.curve()
            ],
        }


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
