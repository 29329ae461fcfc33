"""The examples of an epoch, shuffled, distorted where the recipe says so, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from core.data.augmentation import Augmentation
from core.data.dataset import Dataset
from core.network.arrays import Array, aligned_zeros
from core.network.recipe import Recipe

AUGMENTED_BLOCK = 4096


class Batches:
    """Gathered as bytes, of `size` examples each, and made numbers only when they are needed."""

    def __init__(
        self,
        data: Dataset,
        recipe: Recipe,
        size: int,
        dtype: np.dtype[Any],
        shuffling: np.random.Generator,
        distorting: np.random.Generator,
    ) -> None:
        self._data = data
        self._labels = data.labels.astype(np.intp)
        self._size = size
        self._rng = shuffling
        self._scale = dtype.type(1 / 255)
        pixels = data.images.shape[1]
        self._augment: Augmentation | None = None
        self._block = size
        if recipe.augmentation != "none":
            self._augment = Augmentation(recipe.augmentation, rng=distorting)
            self._block = size * max(1, AUGMENTED_BLOCK // size)
        self._bytes = np.empty((min(self._block, len(data)), pixels), np.uint8)
        self._distorted = np.empty_like(self._bytes) if self._augment else self._bytes
        self._numbers = aligned_zeros(size * pixels, dtype).reshape(size, pixels)

    def epoch(self) -> Iterator[tuple[Array, Array]]:
        """(X (784, m), labels (m,)) until every example came by once. X is reused."""
        order = self._rng.permutation(len(self._data))
        for block_start in range(0, len(order), self._block):
            block = order[block_start : block_start + self._block]
            images = self._bytes[: len(block)]
            np.take(self._data.images, block, axis=0, out=images, mode="clip")
            if self._augment is not None:
                images = self._augment(images, self._distorted[: len(block)])
            labels = self._labels[block]
            for start in range(0, len(block), self._size):
                batch = images[start : start + self._size]
                X = self._numbers[: len(batch)]
                np.copyto(X, batch)
                X *= self._scale
                yield X.T, labels[start : start + self._size]
