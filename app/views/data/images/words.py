"""What is said of one image of a data set: its class, and what a network reads."""

from __future__ import annotations

from app.look.figures import NOT_FINITE, THIN
from core.data.dataset import Dataset
from core.evaluation.answers import Answers


def share(value: float) -> str:
    """0.934 -> “93 %”; short of certain is never “100 %”."""
    if not 0 <= value <= 1:
        return NOT_FINITE
    whole = round(100 * value)
    if whole == 100 and value < 0.9995:
        return f"{100 * value:.1f}{THIN}%"
    return f"{whole}{THIN}%"


def description(dataset: Dataset, index: int, answers: Answers | None = None) -> str:
    """“7, read as 1, 93 %”, or only “7” without answers.

    answers: to the examples of `dataset`, in their order.
    """
    name = dataset.class_names[int(dataset.labels[index])]
    if answers is None:
        return name
    answer = answers.class_names[int(answers.answers[index])]
    return f"{name}, read as {answer}, {share(float(answers.confidences[index]))}"
