"""What is said of one image of a data set: its class, and what a network reads."""

from __future__ import annotations

import math

from app.look.figures import NOT_FINITE
from app.views.widgets.probability_bars import whole_percent
from core.data.dataset import Dataset
from core.evaluation.answers import Answers


def description(dataset: Dataset, index: int, answers: Answers | None = None) -> str:
    """“7, read as 1, 93 %”, or only “7” without answers.

    answers: to the examples of `dataset`, in their order.
    """
    name = dataset.class_names[int(dataset.labels[index])]
    if answers is None:
        return name
    answer = answers.class_names[int(answers.answers[index])]
    return f"{name}, read as {answer}, {sureness(float(answers.confidences[index]))}"


def sureness(confidence: float) -> str:
    """A network's confidence, “93 %”, or that it gave no number."""
    return whole_percent(confidence) if math.isfinite(confidence) else NOT_FINITE
