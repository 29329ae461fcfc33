"""How a run ended, in words. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.background.training.messages import Finished
from app.look import figures
from core.data.dataset import DIGITS
from core.inspection.guessing import chance
from core.inspection.verdict import RunVerdict, verdict_on

ROLES = {RunVerdict.GOOD: "good", RunVerdict.UNKNOWN: "note"}
WORDS = {
    RunVerdict.GUESSING: "It learned nothing: {right} of {tested} test {things} are read right, "
    "and {guess} is guessing.",
    RunVerdict.LITTLE: "It learned little: {right} of {tested} test {things} are read right, "
    "and {guess} is guessing.",
    RunVerdict.WORSE: "It got worse: {right} of {tested} test {things} are read right, after "
    "{best} in validation (epoch {epoch}).",
}
PLAIN = "It reads {right} of {tested} test {things} right."


@dataclass(frozen=True)
class Ending:
    """sentence, role: as Outcome shows them. is_bad: whether there is something for the Doctor.
    doubt: why the network had better not be used; "" where nothing is said against it."""

    sentence: str
    role: str
    is_bad: bool
    doubt: str

    @classmethod
    def of(cls, finished: Finished, epochs: NDArray[np.float64]) -> Ending:
        """epochs: the validation accuracy after each."""
        accuracy, tested = finished.test_accuracy, finished.tested
        names = finished.snapshot.class_names
        share = finished.snapshot.facts.get("guessing_share", chance(len(names)))
        verdict = verdict_on(accuracy, tested, share, epochs.tolist())
        known = {k + 1: each for k, each in enumerate(epochs.tolist()) if not math.isnan(each)}
        best = max(known, key=known.__getitem__, default=0)
        measured = (
            ""
            if accuracy is None
            else WORDS.get(verdict, PLAIN).format(
                things="digits" if names == DIGITS else "images",
                right=figures.percent(accuracy),
                tested=figures.count(tested),
                guess=figures.percent(share),
                best=figures.percent(known.get(best, 0.0)),
                epoch=figures.count(best),
            )
        )
        has_diverged, is_guessing = finished.reason == "diverged", verdict is RunVerdict.GUESSING
        words = [finished.sentence]
        if measured and (is_guessing or not has_diverged):
            words.append(measured)
        role = "warning" if has_diverged else ROLES.get(verdict, "warning")
        return cls(" ".join(words), role, role == "warning", measured if is_guessing else "")
