"""The examples of an epoch, shuffled, distorted where that is wanted, batch by batch.

An epoch may take the hardest examples alone: those to whose class the network gave the least
probability when it last saw them (Jiang and others, 2019, "Accelerating deep learning by focusing
on the biggest losers"). The first epoch takes all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.ahead import Ahead
from core.data.augmentation import Augmentation
from core.data.dataset import Dataset

# Gathering and distorting are quicker for many images at once.
_BLOCK = 4096


def epoch_size(examples: int, hardest: float, epoch: int) -> int:
    """How many of the `examples` an epoch takes, from 1 on, where `hardest` is the share."""
    return examples if epoch == 1 else max(1, round(hardest * examples))


@dataclass(frozen=True)
class _Block:
    """Examples that were gathered together: those of an epoch from `start` on."""

    start: int
    images: NDArray[np.uint8]
    labels: NDArray[np.intp]


class Batches:
    """Examples gathered as bytes, and made numbers from 0 to 1 only when they are needed.

    They are gathered, and distorted, a block ahead, by a thread of their own: the same, to the
    bit, as if that were done when they are needed. cut() comes before the first batch. shuffling,
    distorting: what either draws from. hardest: the share of the examples that each epoch but the
    first takes; below 1, saw() comes after each batch. taken: how many examples of this epoch came
    by; 0 between two epochs.
    """

    def __init__(
        self,
        data: Dataset,
        *,
        shuffling: np.random.Generator,
        distorting: np.random.Generator,
        hardest: float = 1.0,
    ) -> None:
        self._data, self._hardest = data, hardest
        self._labels = data.labels.astype(np.intp)
        self._shuffling, self._distorting = shuffling, distorting
        self.taken = 0
        self._cut_at = 0  # the example of this epoch that the present cut began with
        self._block_end = 0  # the examples before it were gathered
        self._order: NDArray[np.intp] | None = None
        # States of what draws: before this epoch's order, this block and the one ahead were drawn.
        self._before_order = self._before_block = shuffling.bit_generator.state
        self._before_ahead = distorting.bit_generator.state
        self._ahead: Ahead[_Block] | None = None
        # The probability of each example's class when it was last seen, -1 if it was not: as it was
        # when this epoch began, and as it is.
        count = len(data) if hardest < 1 else 0
        self._given, self._latest = (np.full(count, -1, np.float32) for _ in range(2))
        self._rows = np.empty(0, np.intp)  # of the last batch

    def cut(self, room: NDArray[Any], kind: str) -> None:
        """From the next batch on: as many examples as room (size, pixels) has rows, or what is left
        of the epoch; distorted as `kind` of core.data.augmentation says, or "none".

        Batches are written to the room, floats, again and again.
        """
        self._forget_ahead()
        size, pixels = room.shape
        self._room, self._scale = room, room.dtype.type(1 / 255)
        self._augmentation = None if kind == "none" else Augmentation(kind, rng=self._distorting)
        self._block_size = size * max(1, _BLOCK // size)
        examples = min(self._block_size, len(self._data))
        # One is read while the other is filled, where an epoch has more than one block.
        rooms = 1 if examples == len(self._data) else 2
        self._rooms = [np.empty((examples, pixels), np.uint8) for _ in range(rooms)]
        self._cut_at = self._block_end = self.taken

    def take(self) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """The next batch: X (pixels, m), labels (m,). X lies in the room."""
        if self._order is None:
            if not self.taken:
                self._given[:] = self._latest
            self._before_order = self._shuffling.bit_generator.state
            self._order = self._drawn()
        if self.taken >= self._block_end:
            self._gather(self._order)
        start = self.taken - self._block.start
        rows = slice(start, start + len(self._room))
        batch, labels = self._block.images[rows], self._block.labels[rows]
        X = self._room[: len(batch)]
        np.copyto(X, batch)
        X *= self._scale
        self._rows = self._order[self.taken : self.taken + len(batch)]
        self.taken += len(batch)
        if self.taken == len(self._order):
            self._begin_epoch()
        return X.T, labels

    def saw(self, probabilities: NDArray[Any]) -> None:
        """What the network gave the classes of the last batch's examples, (m,), before it learned
        from them."""
        self._latest[self._rows] = probabilities

    def _drawn(self) -> NDArray[np.intp]:
        """The examples of an epoch that begins, shuffled."""
        size, given = self._size, self._given
        if size == len(self._data):
            return self._shuffling.permutation(size)
        # As a stable sort of all would have it, whatever the processor, in a quarter of the time.
        low = np.flatnonzero(given <= np.partition(given, size - 1)[size - 1])
        hardest = low[np.argsort(given[low], kind="stable")[:size]]
        return self._shuffling.permutation(hardest)

    @property
    def _size(self) -> int:
        """How many examples this epoch takes, or the next one between two. The first sees all."""
        given = self._given if self.taken else self._latest
        is_first = (given[:1] < 0).any()
        return epoch_size(len(self._data), self._hardest, 1 if is_first else 2)

    @property
    def next_is_short(self) -> bool:
        """Whether the next batch is what is left of the epoch, and smaller than its others."""
        size = self._size
        return size - self.taken < min(len(self._room), size)

    def _begin_epoch(self) -> None:
        self.taken = self._cut_at = self._block_end = 0
        self._order = None

    def _gather(self, order: NDArray[np.intp]) -> None:
        """The block that the next example lies in; then the one after it, ahead."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            self._before_block, self._block = self._before_ahead, ahead.result()
        else:
            self._before_block = self._distorting.bit_generator.state
            start = self.taken - (self.taken - self._cut_at) % self._block_size
            self._block = self._made(order, start)
        self._block_end = self._block.start + len(self._block.labels)
        if self._block_end < len(order):
            end = self._block_end
            self._before_ahead = self._distorting.bit_generator.state
            self._ahead = Ahead(lambda: self._made(order, end))

    def _made(self, order: NDArray[np.intp], start: int) -> _Block:
        """The block from `start` on, in the room whose block was used up."""
        chosen = order[start : start + self._block_size]
        self._rooms.reverse()
        images = self._rooms[0][: len(chosen)]
        np.take(self._data.images, chosen, axis=0, out=images, mode="clip")
        if self._augmentation is not None:
            self._augmentation(images, images)
        return _Block(start, images, self._labels[chosen])

    def _forget_ahead(self) -> None:
        """As if nothing had been made ahead."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.result()
            self._distorting.bit_generator.state = self._before_ahead

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands, between two batches; plain JSON values."""
        shuffling, distorting = self._before_order, self._before_block
        if self._order is None:
            shuffling = self._shuffling.bit_generator.state
        if self.taken >= self._block_end:
            distorting = self._before_ahead
            if self._ahead is None:
                distorting = self._distorting.bit_generator.state
        return {
            "examples": self.taken,
            "cut_at": self._cut_at,
            "shuffling": shuffling,
            "distorting": distorting,
        }

    @property
    def memory(self) -> tuple[NDArray[np.float32], ...]:
        """What else there is of where it stands: the probability of each example's class when it
        was last seen, as this epoch began and now. Empty where every epoch takes all."""
        return (self._given, self._latest) if self._hardest < 1 else ()

    def go_to(self, place: dict[str, Any]) -> None:
        """Go on, to the bit, as the batches of the same data and cut whose `place` this was; their
        memory comes before.

        Raises KeyError, TypeError or ValueError for what is none.
        """
        taken, cut_at = int(place["examples"]), int(place["cut_at"])
        self._forget_ahead()
        self._begin_epoch()
        self.taken, self._cut_at = taken, cut_at
        if not 0 <= cut_at <= taken < self._size:
            raise ValueError(f"There is no batch after {taken} examples, cut at {cut_at}.")
        self._shuffling.bit_generator.state = place["shuffling"]
        self._distorting.bit_generator.state = place["distorting"]
