"""What is on the map: examples, where they lie, and which of them are seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.views.data.images.words import sureness
from core.data.dataset import Dataset
from core.network.arrays import Array
from core.projection.maps import MapFrame
from core.projection.neighbourhoods import class_centres


@dataclass(frozen=True, eq=False)
class Shown:
    """One frame of a map, with the classes that are seen of it.

    frame: the map. indices: of its examples in the data set they were chosen from. hidden: classes
    that are switched off. only_wrong: whether what the network reads right is switched off.
    """

    frame: MapFrame
    indices: NDArray[np.intp]
    hidden: frozenset[int] = field(default_factory=frozenset)
    only_wrong: bool = False

    @property
    def dataset(self) -> Dataset:
        return self.frame.question.dataset

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """(m,): what the network reads as another class; nothing without one that knows them."""
        answers = self.frame.answers
        return np.zeros(len(self.dataset), bool) if answers is None else ~answers.right

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """What is seen, in the order of painting: what is wrong comes last, on top."""
        seen = ~np.isin(self.dataset.labels, list(self.hidden))
        right = np.flatnonzero(seen & ~self.wrong)
        wrong = np.flatnonzero(seen & self.wrong)
        return wrong if self.only_wrong else np.concatenate([right, wrong])

    @cached_property
    def cells(self) -> NDArray[np.intp]:
        """Of what is seen: twice the class, plus 1 where it is wrong."""
        cells: NDArray[np.intp] = 2 * self.dataset.labels[self.order].astype(np.intp)
        return cells + self.wrong[self.order]

    @cached_property
    def centres(self) -> Array:
        """(2, classes): the middle of each class; NaN where it has no point."""
        dataset = self.dataset
        return class_centres(self.frame.positions, dataset.labels, dataset.classes)

    @cached_property
    def seen_classes(self) -> tuple[int, ...]:
        """Those that any point is seen of."""
        return tuple(np.unique(self.dataset.labels[self.order]).tolist())

    def class_name(self, number: int) -> str:
        """What example `number` is."""
        return self.dataset.class_names[int(self.dataset.labels[number])]

    def answer_name(self, number: int) -> str:
        """What example `number` is read as; "" where no network knows the classes."""
        answers = self.frame.answers
        return "" if answers is None else answers.class_names[int(answers.answers[number])]

    def answer_words(self, number: int) -> str:
        """“read as 7, 98 %”, or ""."""
        answers = self.frame.answers
        if answers is None:
            return ""
        return f"read as {self.answer_name(number)}, {sureness(float(answers.confidences[number]))}"


def nearest_to(pixels: Array, x: float, y: float, within: float) -> int | None:
    """Which of (2, m) lies nearest to (x, y), at most `within` away."""
    if not pixels.shape[1]:
        return None
    apart = np.square(pixels[0] - x) + np.square(pixels[1] - y)
    found = int(apart.argmin())
    return found if apart[found] <= within**2 else None


def nearest_towards(pixels: Array, start: Array, right: int, down: int) -> int | None:
    """Which of (2, m) is the next one from `start` (2,) in a direction, at most 45° beside it."""
    way = pixels - start.reshape(2, 1)
    ahead = way[0] * right + way[1] * down
    aside = np.abs(way[0] * down) + np.abs(way[1] * right)
    distance = np.where((ahead > 0.5) & (aside <= ahead), ahead + 2 * aside, np.inf)
    if not len(distance) or not np.isfinite(distance).any():
        return None
    return int(distance.argmin())
