"""The examples of an epoch, shuffled, distorted where that is wanted, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.augmentation import Augmentation
from core.data.dataset import Dataset

# Distorting is quicker for many images at once.
_AUGMENTED_BLOCK = 4096


class Batches:
    """Examples gathered as bytes, and made numbers from 0 to 1 only when they are needed.

    room: (size, pixels) of floats, where a batch of at most `size` examples is written to, again
    and again. rng: shuffles. taken: how many batches of this epoch came by.
    """

    def __init__(
        self,
        data: Dataset,
        room: NDArray[Any],
        augmentation: Augmentation | None,
        rng: np.random.Generator,
    ) -> None:
        self._data = data
        self._labels = data.labels.astype(np.intp)
        self._room = room
        self._augmentation = augmentation
        self._rng = rng
        self.taken = 0
        self._before_order: Any = None
        self._before_block: Any = None
        self._scale = room.dtype.type(1 / 255)
        size, pixels = room.shape
        self._block = size * max(1, _AUGMENTED_BLOCK // size) if augmentation else size
        self._bytes = np.empty((min(self._block, len(data)), pixels), np.uint8)
        self._distorted = np.empty_like(self._bytes) if augmentation else self._bytes

    def epoch(self) -> Iterator[tuple[NDArray[Any], NDArray[np.intp]]]:
        """(X (pixels, m), labels (m,)) until every example came by once. X lies in the room.

        After go_to(), the rest of that epoch.
        """
        size = len(self._room)
        done = self.taken * size
        self._before_order = self._rng.bit_generator.state
        order = self._rng.permutation(len(self._data))
        for block_start in range(done // self._block * self._block, len(order), self._block):
            block = order[block_start : block_start + self._block]
            images = self._bytes[: len(block)]
            np.take(self._data.images, block, axis=0, out=images, mode="clip")
            if self._augmentation is not None:
                self._before_block = self._augmentation.rng.bit_generator.state
                images = self._augmentation(images, self._distorted[: len(block)])
            labels = self._labels[block]
            for start in range(max(done - block_start, 0), len(block), size):
                batch = images[start : start + size]
                X = self._room[: len(batch)]
                np.copyto(X, batch)
                X *= self._scale
                self.taken += 1
                yield X.T, labels[start : start + size]
        self.taken = 0

    @property
    def place(self) -> dict[str, Any]:
        """Where epoch() is, between two of its batches or two epochs; plain JSON values."""
        shuffling, distorting = self._before_order, self._before_block
        if not self.taken:
            shuffling = self._rng.bit_generator.state
        if self._augmentation and self.taken * len(self._room) % self._block == 0:
            distorting = self._augmentation.rng.bit_generator.state
        return {"taken": self.taken, "shuffling": shuffling, "distorting": distorting}

    def go_to(self, place: dict[str, Any]) -> None:
        """Go on, to the bit, as the batches of the same data whose `place` this was.

        Raises KeyError, TypeError or ValueError for what is none.
        """
        taken = int(place["taken"])
        if not 0 <= taken * len(self._room) < len(self._data):
            raise ValueError(f"There is no batch after {taken} of them.")
        self.taken = taken
        self._rng.bit_generator.state = place["shuffling"]
        if self._augmentation:
            self._augmentation.rng.bit_generator.state = place["distorting"]
