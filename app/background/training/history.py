"""The curves of a run: every step, the smoothed line, the epochs. No Qt."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from app.background.training.series import Growing, Series
from core.data.dataset import DIGITS
from core.network.reports import EpochReport
from core.recipe_changes import RecipeChange

SMOOTHED_SHARE = 100  # the smoothed line looks back on one step in so many of the run
LONGEST_LOOK_BACK = 400
_KINDS = tuple(get_type_hints(EpochReport).values())


class History:
    """All steps and epochs of one run; of a very long one, as much as its Series keep.

    total_steps sets how far back the smoothed line looks: a hundredth of the run. changes: what was
    changed of its recipe on the way. classes: how many the network tells apart. hardest: the share
    of the examples that its epochs take after the first.
    """

    def __init__(
        self, total_steps: int = 0, classes: int = len(DIGITS), hardest: float = 1.0
    ) -> None:
        self.classes, self.hardest = classes, hardest
        span = min(max(total_steps / SMOOTHED_SHARE, 1.0), LONGEST_LOOK_BACK)
        self._keep = 1 - 2 / (span + 1)
        self._average = 0.0
        self._weight = 0.0
        self.loss = Series()
        self.smoothed = Series()
        self._columns = {name: Growing(np.float64) for name in EpochReport._fields}
        self.changes: tuple[RecipeChange, ...] = ()

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
        for name, column in self._columns.items():
            column.extend(np.array([getattr(each, name) for each in epochs], np.float64))

    def restore(
        self, losses: NDArray[np.float32], block: int, steps: int, epochs: Sequence[EpochReport]
    ) -> None:
        """Have `steps` steps in an empty history; each of `losses` is the mean of `block` steps."""
        self.loss = Series.of_blocks(losses, block, steps)
        self.smoothed = Series.of_blocks(self._smooth(losses, block), block, steps)
        self.extend(np.empty(0, np.int64), np.empty(0, np.float32), epochs)

    @property
    def epoch_count(self) -> int:
        """How many epochs have ended."""
        return len(self._columns["epoch"])

    @property
    def epochs(self) -> tuple[EpochReport, ...]:
        """The reports of all of them, made anew."""
        rows = zip(*(column.values.tolist() for column in self._columns.values()), strict=True)
        return tuple(map(_report, rows))

    def epoch(self, index: int) -> EpochReport:
        """The report of one epoch, from 0, or from the end as -1."""
        return _report(tuple(column.values[index] for column in self._columns.values()))

    @property
    def hardest_from(self) -> int | None:
        """The first step with the hardest examples alone, if it came so far."""
        if self.hardest == 1 or not self.epoch_count:
            return None
        step = int(self.of_epochs("step")[0]) + 1
        return step if step <= len(self) else None

    def of_epochs(self, name: str) -> NDArray[np.float64]:
        """One field of EpochReport for every epoch so far."""
        return self._columns[name].values

    def _smooth(self, losses: NDArray[np.float32], block: int = 1) -> NDArray[np.float32]:
        """Exponential moving average without its start’s bias (Kingma & Ba 2015, section 3)."""
        keep, average, weight = self._keep**block, self._average, self._weight
        smoothed = []
        for loss in losses.tolist():
            average = keep * average + (1 - keep) * loss
            weight = keep * weight + (1 - keep)
            smoothed.append(average / weight)
        self._average, self._weight = average, weight
        return np.array(smoothed, np.float32)

    def to_csv(self) -> str:
        """A row a step; the figures of an epoch stand in the row of its last step, and what was
        changed of the recipe in that of the first step with it.

        Of more than MOST steps, a row stands for as many as its column `steps` says, and `loss`
        is their mean.
        """
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        of_epoch = [name for name in EpochReport._fields if name not in ("epoch", "step")]
        size = self.loss.size
        blocks: list[NDArray[Any]] = [self.loss.values, self.smoothed.values]
        names = ["step", "loss", "smoothed_loss"]
        if size > 1:
            blocks += [self.loss.least, self.loss.greatest]
            names += ["least_loss", "greatest_loss", "steps"]
        rows.writerow([*names, "epoch", *of_epoch, *(["changes"] if self.changes else [])])
        ends = {-(-int(step) // size): k for k, step in enumerate(self.of_epochs("step"))}
        for block, losses in enumerate(zip(*map(np.ndarray.tolist, blocks), strict=True), 1):
            step = min(block * size, len(self))
            row: list[Any] = [step, *(f"{loss:.7g}" for loss in losses)]
            if size > 1:
                row.append(step - (block - 1) * size)
            if block in ends:
                epoch = self.epoch(ends[block])
                row += [epoch.epoch, *(_plain(getattr(epoch, name)) for name in of_epoch)]
            else:
                row += [""] * (1 + len(of_epoch))
            if self.changes:
                here = [each.text for each in self.changes if -(-each.step // size) == block]
                row.append("; ".join(here))
            rows.writerow(row)
        return text.getvalue()


def _report(row: tuple[float, ...]) -> EpochReport:
    return EpochReport(*(kind(value) for kind, value in zip(_KINDS, row, strict=True)))


def _plain(value: Any) -> Any:
    return f"{value:.7g}" if isinstance(value, float) else int(value)
