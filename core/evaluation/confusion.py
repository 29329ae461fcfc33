"""Which class is taken for which, and the figures of each class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.answers import Answers


@dataclass(frozen=True)
class ClassFigures:
    """One class. count: examples of it. answered: how often it is the answer. right: how often it
    is both.

    A share of nothing is None: precision where it is never answered, recall where there is no
    example, F1 where there is neither. C. J. van Rijsbergen, "Information Retrieval" (1979),
    chapter 7: recall and precision, and F1, their harmonic mean.
    """

    name: str
    count: int
    answered: int
    right: int

    @property
    def precision(self) -> float | None:
        """Of the answers that name it, the share that is right."""
        return _share(self.right, self.answered)

    @property
    def recall(self) -> float | None:
        """Of its examples, the share that is read right."""
        return _share(self.right, self.count)

    @property
    def f1(self) -> float | None:
        """2 right / (examples + answers): the harmonic mean of precision and recall."""
        return _share(2 * self.right, self.count + self.answered)


@dataclass(frozen=True)
class Confused:
    """`count` of the `of` examples of class number `truth` are taken for class number `answer`."""

    truth: int
    answer: int
    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, eq=False)
class Confusion:
    """counts: int64 (n, n), read-only; row the true class, column the answer."""

    class_names: tuple[str, ...]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, answers: Answers) -> Confusion:
        n = len(answers.class_names)
        cells = answers.dataset.labels.astype(np.intp) * n + answers.answers
        counts = np.bincount(cells, minlength=n * n).astype(np.int64).reshape(n, n)
        counts.flags.writeable = False
        return cls(answers.class_names, counts)

    @property
    def count(self) -> int:
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        return int(np.trace(self.counts))

    @property
    def shares(self) -> NDArray[np.float64]:
        """(n, n) of the examples of each true class; 0 in the row of a class that has none."""
        totals = self.counts.sum(axis=1, keepdims=True)
        return np.asarray(self.counts / np.maximum(totals, 1))

    def cell(self, truth: int, answer: int) -> Confused:
        row = self.counts[truth]
        return Confused(truth, answer, int(row[answer]), int(row.sum()))

    def mistakes(self) -> list[Confused]:
        """What is taken for what, the most frequent first."""
        wrong = self.counts.copy()
        np.fill_diagonal(wrong, 0)
        order = np.argsort(-wrong, axis=None, kind="stable")[: np.count_nonzero(wrong)]
        truths, answers = np.unravel_index(order, wrong.shape)
        return [self.cell(*each) for each in zip(truths.tolist(), answers.tolist(), strict=True)]

    def classes(self) -> list[ClassFigures]:
        counts, answered = self.counts.sum(axis=1), self.counts.sum(axis=0)
        right = self.counts.diagonal()
        numbers = zip(counts.tolist(), answered.tolist(), right.tolist(), strict=True)
        return [
            ClassFigures(name, *each) for name, each in zip(self.class_names, numbers, strict=True)
        ]

    def macro(self, name: str) -> float | None:
        """The plain mean of "precision", "recall" or "f1" over the classes that have examples or
        are answered; None where none has.

        A share of nothing counts as 0 in it, so that a class that is never answered is not left
        out. Sokolova and Lapalme, "A systematic analysis of performance measures for
        classification tasks" (2009), table 3.
        """
        present = [each for each in self.classes() if each.count or each.answered]
        return _share(sum(getattr(each, name) or 0.0 for each in present), len(present))


def examples_of(
    answers: Answers, truth: int | None = None, answer: int | None = None
) -> NDArray[np.intp]:
    """Indices of the examples of class `truth` that are taken for `answer`, the surest first.

    Without `answer` those of the class that are misread, without both all that are.
    """
    chosen = ~answers.right if answer is None else answers.answers == answer
    if truth is not None:
        chosen = chosen & (answers.dataset.labels == truth)
    indices = np.flatnonzero(chosen)
    return indices[np.argsort(-answers.confidences[indices], kind="stable")]


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
