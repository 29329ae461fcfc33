"""What is on the map: examples, what a network answers, where they lie, and which of them are seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.network.arrays import Array
from core.projection.maps import MapFrame


@dataclass(frozen=True, eq=False)
class Shown:
    """One frame of a map, with the classes that are seen of it.

    frame: the map. indices: of its examples in the data set they were chosen from. answer_names:
    what the network calls its classes. hidden: classes that are switched off. only_wrong: whether
    what the network reads right is switched off.
    """

    frame: MapFrame
    indices: NDArray[np.intp]
    hidden: frozenset[int] = field(default_factory=frozenset)
    only_wrong: bool = False

    @property
    def dataset(self) -> Dataset:
        return self.frame.question.dataset

    @property
    def answer_names(self) -> tuple[str, ...]:
        """What the network calls its classes; () without one."""
        snapshot = self.frame.question.snapshot
        return snapshot.class_names if snapshot is not None else ()

    @property
    def is_judged(self) -> bool:
        """Whether there is a network that knows the classes of the data set."""
        return self.answer_names == self.dataset.class_names

    @cached_property
    def answers(self) -> NDArray[np.intp] | None:
        """(m,): the most probable class of each; None without a network."""
        found = self.frame.probabilities
        return None if found is None else np.nan_to_num(found, nan=-1).argmax(axis=0)

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """(m,): what the network reads as another class. Nothing, where it is not judged."""
        if self.answers is None or not self.is_judged:
            return np.zeros(len(self.dataset), bool)
        return self.answers != self.dataset.labels

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

    def confidence(self, number: int) -> float | None:
        """Of the answer to example `number`; None without a network."""
        found = self.frame.probabilities
        return None if found is None else float(found[:, number].max())

    def answer_name(self, number: int) -> str:
        """What example `number` is read as; "" without a network."""
        if self.answers is None:
            return ""
        answer = int(self.answers[number])
        names = self.answer_names
        return names[answer] if answer < len(names) else str(answer)


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
