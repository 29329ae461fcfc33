"""One curve: every value, or blocks of them once there are very many, and what draws it. No Qt."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 1 << 18  # values that a series keeps: one by one while it has no more


class Growing:
    """A one-dimensional array that can be extended at amortised constant cost."""

    def __init__(self, dtype: Any) -> None:
        self._room: NDArray[Any] = np.empty(1024, dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> NDArray[Any]:
        """Read-only view of what is there; not changed by later extensions."""
        view = self._room[: self._count]
        view.flags.writeable = False
        return view

    def extend(self, values: NDArray[Any]) -> None:
        needed = self._count + len(values)
        if needed > len(self._room):
            room = np.empty(max(needed, 2 * len(self._room)), self._room.dtype)
            room[: self._count] = self._room[: self._count]
            self._room = room
        self._room[self._count : needed] = values
        self._count = needed

    def replace(self, start: int, values: NDArray[Any]) -> None:
        """Have `values` instead of everything from `start` on. Changes a view of `values`."""
        self._count = start
        self.extend(values)


class Series:
    """Values one after another: all of them up to `most`, then least, greatest and mean of blocks.

    size: values in a block, a power of two, and the least with which `most` blocks are enough. The
    last block may have fewer. Memory, and the cost to draw, end there however many values come.
    """

    def __init__(self, most: int = MOST) -> None:
        self.size = 1
        self._most = most
        self._count = 0
        # While a block is one value, all three are the same.
        self._mean = self._least = self._greatest = Growing(np.float32)

    @classmethod
    def of_blocks(cls, means: NDArray[np.float32], size: int, count: int) -> Series:
        """`count` values of which the mean of each block of `size` is all that is known."""
        made = cls()
        made.size, made._count = size, count
        made._mean.extend(means)
        if size > 1:
            made._least, made._greatest = Growing(np.float32), Growing(np.float32)
            made._least.extend(means)
            made._greatest.extend(means)
        return made

    def __len__(self) -> int:
        """How many values came."""
        return self._count

    @property
    def values(self) -> NDArray[np.float32]:
        """The mean of every block, which is every value while `size` is 1; read-only."""
        return self._mean.values

    @property
    def least(self) -> NDArray[np.float32]:
        """The least of every block; read-only."""
        return self._least.values

    @property
    def greatest(self) -> NDArray[np.float32]:
        """The greatest of every block; read-only."""
        return self._greatest.values

    def at(self, index: int) -> float:
        """The value at `index`, or the mean of its block."""
        return float(self.values[index // self.size])

    def extend(self, values: NDArray[np.float32]) -> None:
        self._count += len(values)
        if self.size == 1:
            self._mean.extend(values)
        else:
            self._extend_blocks(values)
        while len(self._mean) > self._most:
            self._halve()

    def _extend_blocks(self, values: NDArray[np.float32]) -> None:
        """Blocks of the new values, the first together with the last block, unless that is full."""
        if not len(values):
            return
        whole, part = divmod(self._count - len(values), self.size)
        edges = np.maximum(np.arange(-part, len(values), self.size), 0)
        counts = np.diff(np.append(edges, len(values)))
        least = np.minimum.reduceat(values, edges)
        greatest = np.maximum.reduceat(values, edges)
        sums = np.add.reduceat(values, edges, dtype=np.float64)
        if part:
            least[0] = min(least[0], self.least[-1])
            greatest[0] = max(greatest[0], self.greatest[-1])
            sums[0] += float(self.values[-1]) * part
            counts[0] += part
        for kept, new in (
            (self._least, least),
            (self._greatest, greatest),
            (self._mean, (sums / counts).astype(np.float32)),
        ):
            kept.replace(whole, new)

    def _halve(self) -> None:
        """Make one block of two."""
        edges = np.arange(0, len(self._mean), 2)
        counts = np.full(len(self._mean), self.size, np.float64)
        counts[-1] = self._count - (len(counts) - 1) * self.size
        sums = np.add.reduceat(self.values * counts, edges)
        means = (sums / np.add.reduceat(counts, edges)).astype(np.float32)
        reduced = (
            np.minimum.reduceat(self.least, edges),
            np.maximum.reduceat(self.greatest, edges),
            means,
        )
        self._least, self._greatest, self._mean = (Growing(np.float32) for _ in reduced)
        for kept, new in zip((self._least, self._greatest, self._mean), reduced, strict=True):
            kept.extend(new)
        self.size *= 2

    def envelope(
        self, start: int, stop: int, columns: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Indices and values that draw values[start:stop] in `columns` pixels, no peak lost.

        Where there is more than one value to a column, each column gives its least and its
        greatest, one above the other.
        """
        if self.size == 1 and stop - start <= 2 * columns:
            return np.arange(start, stop, dtype=np.float64), self.values[start:stop]
        first, edges, ends = _columns(start, stop, self.size, columns)
        y = np.empty(2 * len(edges), np.float32)
        if len(edges):
            part = slice(first, int(ends[-1]))
            y[0::2] = np.minimum.reduceat(self.least[part], edges - first)
            y[1::2] = np.maximum.reduceat(self.greatest[part], edges - first)
        return np.repeat(self._centres(edges, ends), 2), y

    def means(
        self, start: int, stop: int, columns: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Indices and values of a thin line through values[start:stop]: the mean of each column."""
        if self.size == 1 and stop - start <= 2 * columns:
            return np.arange(start, stop, dtype=np.float64), self.values[start:stop]
        first, edges, ends = _columns(start, stop, self.size, columns)
        if not len(edges):
            return np.empty(0), np.empty(0, np.float32)
        part = self.values[first : int(ends[-1])]
        sums = np.add.reduceat(part, edges - first, dtype=np.float64)
        return self._centres(edges, ends), (sums / (ends - edges)).astype(np.float32)

    def _centres(self, edges: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.float64]:
        last = np.minimum(ends * self.size, self._count)
        return np.asarray((edges * self.size + last) / 2 - 0.5, np.float64)


def _columns(
    start: int, stop: int, size: int, columns: int
) -> tuple[int, NDArray[np.intp], NDArray[np.intp]]:
    """First block, and where each column begins and ends, when start:stop is cut evenly.

    Blocks stand for `size` values each. A column is a power of two blocks wide and begins at a
    multiple of that, so that it shows the same values while the curve grows.
    """
    first, last = start // size, -(-stop // size)
    width = 1 << max(math.ceil(math.log2(max(last - first, 1) / columns)), 0)
    edges = np.arange(first // width * width, last, width, dtype=np.intp)
    edges[:1] = first
    return first, edges, np.append(edges[1:], last)
