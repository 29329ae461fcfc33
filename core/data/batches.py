"""The examples of an epoch, shuffled, distorted where that is wanted, batch by batch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.augmentation import Augmentation
from core.data.dataset import Dataset

# Distorting is quicker for many images at once.
_AUGMENTED_BLOCK = 4096


class Batches:
    """Examples gathered as bytes, and made numbers from 0 to 1 only when they are needed.

    cut() comes before the first batch. shuffling, distorting: what either draws from. taken: how
    many examples of this epoch came by; 0 between two epochs.
    """

    def __init__(
        self, data: Dataset, *, shuffling: np.random.Generator, distorting: np.random.Generator
    ) -> None:
        self._data = data
        self._labels = data.labels.astype(np.intp)
        self._shuffling, self._distorting = shuffling, distorting
        self.taken = 0
        self._cut_at = 0  # the example of this epoch that the present cut began with
        self._block_end = 0  # the examples before it were gathered
        self._order: NDArray[np.intp] | None = None
        self._before_order = self._before_block = shuffling.bit_generator.state

    def cut(self, room: NDArray[Any], kind: str) -> None:
        """From the next batch on: as many examples as room (size, pixels) has rows, or what is left
        of the epoch; distorted as `kind` of core.data.augmentation says, or "none".

        Batches are written to the room, floats, again and again.
        """
        size, pixels = room.shape
        self._room, self._scale = room, room.dtype.type(1 / 255)
        self._augmentation = None if kind == "none" else Augmentation(kind, rng=self._distorting)
        self._block = size * max(1, _AUGMENTED_BLOCK // size) if self._augmentation else size
        self._bytes = np.empty((min(self._block, len(self._data)), pixels), np.uint8)
        self._distorted = np.empty_like(self._bytes) if self._augmentation else self._bytes
        self._cut_at = self._block_end = self.taken

    def take(self) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """The next batch: X (pixels, m), labels (m,). X lies in the room."""
        if self._order is None:
            self._before_order = self._shuffling.bit_generator.state
            self._order = self._shuffling.permutation(len(self._data))
        if self.taken >= self._block_end:
            self._gather(self._order)
        start = self.taken - self._block_start
        rows = slice(start, start + len(self._room))
        batch, labels = self._images[rows], self._block_labels[rows]
        X = self._room[: len(batch)]
        np.copyto(X, batch)
        X *= self._scale
        self.taken += len(batch)
        if self.taken == len(self._order):
            self._begin_epoch()
        return X.T, labels

    def _begin_epoch(self) -> None:
        self.taken = self._cut_at = self._block_end = 0
        self._order = None

    def _gather(self, order: NDArray[np.intp]) -> None:
        """The images and labels of the block that the next example lies in."""
        self._block_start = self.taken - (self.taken - self._cut_at) % self._block
        block = order[self._block_start : self._block_start + self._block]
        self._block_end = self._block_start + len(block)
        self._images = self._bytes[: len(block)]
        np.take(self._data.images, block, axis=0, out=self._images, mode="clip")
        if self._augmentation is not None:
            self._before_block = self._distorting.bit_generator.state
            self._images = self._augmentation(self._images, self._distorted[: len(block)])
        self._block_labels = self._labels[block]

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands, between two batches; plain JSON values."""
        shuffling, distorting = self._before_order, self._before_block
        if self._order is None:
            shuffling = self._shuffling.bit_generator.state
        if self._augmentation is None or self.taken >= self._block_end:
            distorting = self._distorting.bit_generator.state
        return {
            "examples": self.taken,
            "cut_at": self._cut_at,
            "shuffling": shuffling,
            "distorting": distorting,
        }

    def go_to(self, place: dict[str, Any]) -> None:
        """Go on, to the bit, as the batches of the same data and cut whose `place` this was.

        Raises KeyError, TypeError or ValueError for what is none.
        """
        taken, cut_at = int(place["examples"]), int(place["cut_at"])
        if not 0 <= cut_at <= taken < len(self._data):
            raise ValueError(f"There is no batch after {taken} examples, cut at {cut_at}.")
        self._begin_epoch()
        self.taken, self._cut_at = taken, cut_at
        self._shuffling.bit_generator.state = place["shuffling"]
        self._distorting.bit_generator.state = place["distorting"]
