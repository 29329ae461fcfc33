"""The images of a data set that look most like a given one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import PIXELS, Dataset
from core.errors import ShapeError

CHUNK = 1000


@dataclass(frozen=True)
class Neighbour:
    """index: of the example in its data set. distance: Euclidean, in [0, 28] for grey in [0, 1]."""

    index: int
    label: int
    distance: float


class NearestDigits:
    """Looks through a data set in slices, so that whoever draws can go on meanwhile."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._squares = np.full(len(dataset), np.nan, dtype=np.float32)

    def slices(self, image: NDArray[np.float32], count: int = 3) -> Iterator[list[Neighbour]]:
        """The `count` nearest so far, the nearest first, after each slice of CHUNK examples.

        image: float32 (784, 1) in [0, 1]. ‖t - x‖² = ‖t‖² - 2 t·x + ‖x‖², where the first is kept
        from one search to the next. Raises ShapeError.
        """
        if image.shape != (PIXELS, 1):
            raise ShapeError(f"A digit image is (784, 1); this one is {image.shape}.")
        x = image[:, 0].astype(np.float32)
        own = float(x @ x)
        found: list[Neighbour] = []
        for start in range(0, len(self.dataset), CHUNK):
            squared = self._squared(start, x) + own
            best = np.argsort(squared, kind="stable")[:count]
            found += [self._neighbour(start + int(k), float(squared[k])) for k in best]
            found = sorted(found, key=lambda each: each.distance)[:count]
            yield found

    def _squared(self, start: int, x: NDArray[np.float32]) -> NDArray[np.float32]:
        images = self.dataset.X(start, start + CHUNK).T
        squares = self._squares[start : start + CHUNK]
        if np.isnan(squares[:1]).any():
            np.einsum("ij,ij->i", images, images, out=squares)
        products: NDArray[np.float32] = images @ x
        squared: NDArray[np.float32] = np.subtract(squares, np.float32(2) * products)
        return squared

    def _neighbour(self, index: int, squared: float) -> Neighbour:
        return Neighbour(index, int(self.dataset.labels[index]), max(squared, 0.0) ** 0.5)
