"""The curves of a run: every step, the smoothed line, the epochs. No Qt."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.network.reports import EpochReport

BLOCK = 64  # steps that a coarse point stands for, once there are many
SMOOTHED_SHARE = 100  # the smoothed line looks back on one step in so many of the run
LONGEST_LOOK_BACK = 400


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


class Series:
    """Values one after another, and least, greatest and mean of each full block of BLOCK."""

    def __init__(self) -> None:
        self._all = Growing(np.float32)
        self._least, self._greatest, self._mean = (Growing(np.float32) for _ in range(3))

    def __len__(self) -> int:
        return len(self._all)

    @property
    def values(self) -> NDArray[np.float32]:
        return self._all.values

    def extend(self, values: NDArray[np.float32]) -> None:
        self._all.extend(values)
        done, full = len(self._mean), len(self._all) // BLOCK
        if full > done:
            blocks = self.values[done * BLOCK : full * BLOCK].reshape(-1, BLOCK)
            self._least.extend(blocks.min(axis=1))
            self._greatest.extend(blocks.max(axis=1))
            self._mean.extend(blocks.mean(axis=1))

    def _size(self, start: int, stop: int, columns: int) -> int:
        """Values that one element of the cheapest sufficient level stands for."""
        return BLOCK if (stop - start) >= 2 * BLOCK * columns else 1

    def envelope(
        self, start: int, stop: int, columns: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Indices and values that draw values[start:stop] in `columns` pixels, no peak lost.

        Where there is more than one value to a column, each column gives its least and its
        greatest, one above the other.
        """
        if stop - start <= 2 * columns:
            return np.arange(start, stop, dtype=np.float64), self.values[start:stop]
        size = self._size(start, stop, columns)
        low, high = (self._least, self._greatest) if size > 1 else (self._all, self._all)
        first, edges, ends = _columns(start, min(stop, len(low) * size), size, columns)
        y = np.empty(2 * len(edges), np.float32)
        part = slice(first, int(ends[-1]))
        y[0::2] = np.minimum.reduceat(low.values[part], edges - first)
        y[1::2] = np.maximum.reduceat(high.values[part], edges - first)
        return np.repeat(_centres(edges, ends, size), 2), y

    def means(
        self, start: int, stop: int, columns: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Indices and values of a thin line through values[start:stop]: the mean of each column."""
        if stop - start <= 2 * columns:
            return np.arange(start, stop, dtype=np.float64), self.values[start:stop]
        size = self._size(start, stop, columns)
        source = self._mean if size > 1 else self._all
        first, edges, ends = _columns(start, min(stop, len(source) * size), size, columns)
        part = source.values[first : int(ends[-1])]
        sums = np.add.reduceat(part, edges - first, dtype=np.float64)
        return _centres(edges, ends, size), (sums / (ends - edges)).astype(np.float32)


def _columns(
    start: int, stop: int, size: int, columns: int
) -> tuple[int, NDArray[np.intp], NDArray[np.intp]]:
    """First element, and where each column begins and ends, when start:stop is cut evenly.

    Elements stand for `size` values each. A column is a power of two elements wide and begins at
    a multiple of that, so that it shows the same values while the curve grows.
    """
    first, last = start // size, -(-stop // size)
    width = 1 << max(math.ceil(math.log2((last - first) / columns)), 0)
    edges = np.arange(first // width * width, last, width, dtype=np.intp)
    edges[0] = first
    return first, edges, np.append(edges[1:], last)


def _centres(edges: NDArray[np.intp], ends: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    return np.asarray((edges + ends) * (size / 2) - 0.5, np.float64)


class History:
    """All steps and epochs of one run.

    total_steps sets how far back the smoothed line looks: a hundredth of the run.
    """

    def __init__(self, total_steps: int = 0) -> None:
        span = min(max(total_steps / SMOOTHED_SHARE, 1.0), LONGEST_LOOK_BACK)
        self._keep = 1 - 2 / (span + 1)
        self._average = 0.0
        self._weight = 0.0
        self.loss = Series()
        self.smoothed = Series()
        self.epochs: list[EpochReport] = []
        self._columns = {name: Growing(np.float64) for name in EpochReport._fields}

    def __len__(self) -> int:
        return len(self.loss)

    def extend(
        self,
        steps: NDArray[np.int64],
        losses: NDArray[np.float32],
        epochs: Sequence[EpochReport] = (),
    ) -> None:
        """Add what a Progress brought. Raises ValueError unless steps go on from the last one."""
        if len(steps):
            if steps[0] != len(self) + 1 or steps[-1] != len(self) + len(steps):
                raise ValueError(f"Step {steps[0]} does not follow step {len(self)}.")
            self.loss.extend(losses)
            self.smoothed.extend(self._smooth(losses))
        self.epochs.extend(epochs)
        for name, column in self._columns.items():
            column.extend(np.array([getattr(each, name) for each in epochs], np.float64))

    def of_epochs(self, name: str) -> NDArray[np.float64]:
        """One field of EpochReport for every epoch so far."""
        return self._columns[name].values

    def _smooth(self, losses: NDArray[np.float32]) -> NDArray[np.float32]:
        """Exponential moving average without its start’s bias (Kingma & Ba 2015, section 3)."""
        keep, average, weight = self._keep, self._average, self._weight
        smoothed = []
        for loss in losses.tolist():
            average = keep * average + (1 - keep) * loss
            weight = keep * weight + (1 - keep)
            smoothed.append(average / weight)
        self._average, self._weight = average, weight
        return np.array(smoothed, np.float32)

    def to_csv(self) -> str:
        """A row a step; the figures of an epoch stand in the row of its last step."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        epoch_names = EpochReport._fields
        of_epoch = [name for name in epoch_names if name not in ("epoch", "step")]
        rows.writerow(["step", "loss", "smoothed_loss", "epoch", *of_epoch])
        ends = {each.step: each for each in self.epochs}
        losses, smoothed = self.loss.values.tolist(), self.smoothed.values.tolist()
        for step, (loss, smooth) in enumerate(zip(losses, smoothed, strict=True), 1):
            row: list[Any] = [step, f"{loss:.7g}", f"{smooth:.7g}"]
            if step in ends:
                row += [ends[step].epoch, *(_plain(getattr(ends[step], n)) for n in of_epoch)]
            else:
                row += [""] * (1 + len(of_epoch))
            rows.writerow(row)
        return text.getvalue()


def _plain(value: Any) -> Any:
    return f"{value:.7g}" if isinstance(value, float) else int(value)
