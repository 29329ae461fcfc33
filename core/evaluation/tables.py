"""The figures as tables in UTF-8 that other programs read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.evaluation.answers import Answers
from core.evaluation.confusion import Confusion
from core.evaluation.figures import SetFigures
from core.evaluation.robustness import RobustnessPoint

CORNER = "class"
CLASS_COLUMNS = ("examples", "answered", "right", "precision", "recall", "F1")


def confusion_csv(confusion: Confusion) -> bytes:
    """A row a true class, a column an answer; then the figures of the class, as classes_csv."""
    rows = zip(confusion.counts.tolist(), _class_rows(confusion), strict=True)
    return _csv(
        (CORNER, *(f"as {name}" for name in confusion.class_names), *CLASS_COLUMNS),
        ((figures[0], *counts, *figures[1:]) for counts, figures in rows),
    )


def classes_csv(confusion: Confusion) -> bytes:
    """A row a class; a share of nothing is empty."""
    return _csv((CORNER, *CLASS_COLUMNS), _class_rows(confusion))


def calibration_csv(figures: SetFigures) -> bytes:
    """A row a range of confidence: how many answers, their mean confidence, the share right."""
    bins = figures.reliability
    n = len(bins.counts)
    return _csv(
        ("from", "to", "answers", "mean confidence", "share right"),
        (
            (k / n, (k + 1) / n, count, sure if count else "", right if count else "")
            for k, (count, sure, right) in enumerate(
                zip(bins.counts.tolist(), bins.sureness.tolist(), bins.right.tolist(), strict=True)
            )
        ),
    )


def refusing_csv(figures: SetFigures) -> bytes:
    """A row a limit: the share answered, and the share of the answers that is right."""
    return _csv(
        ("limit", "share answered", "share right"),
        ((each.limit, each.answered_share, each.right_share) for each in figures.refusing.curve()),
    )


def robustness_csv(measured: Iterable[RobustnessPoint]) -> bytes:
    """A row a level of a distortion, with the 95 % interval of its share."""
    return _csv(
        ("distortion", "level", "images", "right", "share right", "from", "to"),
        (
            (each.kind, each.level, each.count, each.right, each.share, *each.interval)
            for each in measured
        ),
    )


def examples_csv(
    dataset: Dataset, indices: NDArray[np.intp], answers: Answers | None = None
) -> bytes:
    """A row an example at `indices`, in their order. answers: to the examples of `dataset`."""
    labels = (dataset.class_names[label] for label in dataset.labels[indices].tolist())
    if answers is None:
        return _csv(("index", "label"), zip(indices.tolist(), labels, strict=True))
    return _csv(
        ("index", "label", "answer", "confidence", "loss"),
        zip(
            indices.tolist(),
            labels,
            (answers.class_names[answer] for answer in answers.answers[indices].tolist()),
            answers.confidences[indices].tolist(),
            answers.losses[indices].tolist(),
            strict=True,
        ),
    )


def _class_rows(confusion: Confusion) -> list[tuple[Any, ...]]:
    return [
        (each.name, each.count, each.answered, each.right, each.precision, each.recall, each.f1)
        for each in confusion.classes()
    ]


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode()
