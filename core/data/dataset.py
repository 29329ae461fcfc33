"""Images with labels, kept as bytes until a batch needs them, and their split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError

PIXELS = 784
DIGITS = tuple("0123456789")
CLASSES = len(DIGITS)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled images, of digits or of other things.

    images: uint8 (m, 784), C-contiguous, 0 is ground and 255 full ink.
    labels: uint8 (m,), numbers into `class_names`.
    class_names: what each class is called, in the order of the labels.
    Raises DataError when these do not fit together. A subclass may hold other examples: `inputs`
    bytes each.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    class_names: tuple[str, ...] = DIGITS
    inputs: ClassVar[int] = PIXELS

    def __post_init__(self) -> None:
        images, labels = self.images, self.labels
        if images.dtype != np.uint8 or images.ndim != 2 or images.shape[1] != self.inputs:
            raise DataError(
                f"Digit images must be bytes of shape (m, {self.inputs}); "
                f"these are {images.dtype} of shape {images.shape}."
            )
        if labels.dtype != np.uint8 or labels.shape != (len(images),):
            raise DataError(
                f"There are {len(images)} images but labels of shape {labels.shape} "
                f"({labels.dtype}). Each image needs one label."
            )
        if len(labels) and labels.max() >= self.classes:
            raise DataError(f"A label is {labels.max()}; labels must be 0 to {self.classes - 1}.")

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def classes(self) -> int:
        """How many there are, with or without examples."""
        return len(self.class_names)

    def take(self, indices: NDArray[np.intp]) -> Self:
        """The examples at `indices`, in that order (copied)."""
        return type(self)(self.images[indices], self.labels[indices], self.class_names)

    def X(self, start: int = 0, stop: int | None = None) -> NDArray[np.float32]:
        """Examples start:stop as columns: float32 (784, m) in [0, 1]."""
        return (self.images[start:stop] * np.float32(1 / 255)).T


@dataclass(frozen=True, eq=False)
class Split:
    """The three parts of a data set: to learn from, to choose by, and to judge by at the end.

    `name` is what the user sees, e.g. "MNIST" or "Starter digits".
    """

    name: str
    train: Dataset
    validation: Dataset
    test: Dataset

    @property
    def class_names(self) -> tuple[str, ...]:
        """Of all three parts."""
        return self.train.class_names


def stratified_split(
    labels: NDArray[np.uint8], held_out: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices (kept, held out), shuffled, each class held out in proportion to its frequency.

    The shares are rounded by largest remainder, so exactly `held_out` indices are held out.
    Raises DataError when fewer than `held_out` examples exist.
    """
    m = len(labels)
    if not 0 <= held_out <= m:
        raise DataError(f"Cannot hold out {held_out} of {m} examples.")
    counts = np.bincount(labels, minlength=CLASSES)
    exact = counts * (held_out / m) if m else counts * 0.0
    shares = np.floor(exact).astype(np.intp)
    remainder_first = np.argsort(shares - exact, kind="stable")
    shares[remainder_first[: held_out - shares.sum()]] += 1

    order = rng.permutation(m)
    rank_in_class = np.empty(m, dtype=np.intp)
    for digit in range(len(counts)):
        of_class = order[labels[order] == digit]
        rank_in_class[of_class] = np.arange(len(of_class))
    is_held_out = rank_in_class[order] < shares[labels[order]]
    return order[~is_held_out], order[is_held_out]
