"""Which examples of a set are wanted, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.evaluation.answers import Answers

Order = Literal["set", "loss", "sure", "unsure", "chance"]
ORDERS: tuple[Order, ...] = get_args(Order)
NEEDS_ANSWERS: frozenset[Order] = frozenset({"loss", "sure", "unsure"})
_CHUNK = 4096  # images that are added up at once


@dataclass(frozen=True)
class Selection:
    """label: a class of the set, answer: a class of the answers, right: whether the two agree; None
    for any. order: as in the set, the greatest loss first, the most or the least confident first,
    or by chance; seed: of chance.
    """

    label: int | None = None
    answer: int | None = None
    right: bool | None = None
    order: Order = "set"
    seed: int = 0

    @property
    def needs_answers(self) -> bool:
        """Whether it asks what a network reads."""
        return self.answer is not None or self.right is not None or self.order in NEEDS_ANSWERS


def selected(
    dataset: Dataset, selection: Selection, answers: Answers | None = None
) -> NDArray[np.intp]:
    """The indices of the examples that are wanted, (k,), in their order.

    answers: to the examples of `dataset`. Examples that are alike in the order stay as in the set;
    those for which a network gave no number come last. Raises ValueError for a selection that needs
    answers where there are none, or answers to another number of examples.
    """
    if answers is None and selection.needs_answers:
        raise ValueError("This selection needs answers.")
    if answers is not None and len(answers) != len(dataset):
        raise ValueError(f"There are {len(answers)} answers to {len(dataset)} examples.")
    wanted = np.ones(len(dataset), bool)
    if selection.label is not None:
        wanted &= dataset.labels == selection.label
    if answers is not None and selection.answer is not None:
        wanted &= answers.answers == selection.answer
    if answers is not None and selection.right is not None:
        wanted &= answers.right == selection.right
    indices = np.flatnonzero(wanted)
    if selection.order == "chance":
        return np.random.default_rng(selection.seed).permutation(indices)
    if answers is None or selection.order == "set":
        return indices
    key = {
        "loss": -answers.losses,
        "sure": -answers.confidences,
        "unsure": answers.confidences,
    }[selection.order]
    return indices[np.argsort(key[indices], kind="stable")]


def counts(dataset: Dataset) -> NDArray[np.intp]:
    """How many examples each class has: (classes,)."""
    return np.bincount(dataset.labels, minlength=dataset.classes)


def mean_image(dataset: Dataset, indices: NDArray[np.intp]) -> NDArray[np.float32] | None:
    """The average of those images: float32 (inputs, 1) in [0, 1]; None where there are none."""
    if not len(indices):
        return None
    total = np.zeros(dataset.inputs, np.int64)
    for start in range(0, len(indices), _CHUNK):
        total += dataset.images[indices[start : start + _CHUNK]].sum(axis=0, dtype=np.uint32)
    mean: NDArray[np.float32] = (total / (255 * len(indices))).astype(np.float32)
    return mean.reshape(-1, 1)
