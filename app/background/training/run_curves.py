"""The curves of one run, and where its steps lie on an axis of steps, epochs or seconds. No Qt."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.background.training.history import History
from app.background.training.shown_run import ShownRun
from core.files.run_file import RunRecord
from core.network.recipe import Recipe
from core.network.training import epoch_steps

MOST = 8  # runs that can be told apart on one plot
UNITS = {"step": "Steps", "epoch": "Epochs", "second": "Seconds"}
_FAR = 1e6  # epochs beyond the last that has ended


@dataclass(frozen=True, eq=False)
class RunCurves:
    """name: for the user. seconds: of the run so far, without pauses. epochs: steps of the first
    and of each later one by its recipe, for what lies beyond the last that has ended. expected: how
    many steps it will have, where it goes on."""

    name: str
    history: History
    seconds: float
    epochs: tuple[float, float]
    expected: int = 0

    @classmethod
    def of_record(cls, record: RunRecord, name: str) -> RunCurves:
        history = ShownRun.of_record(record, "").history
        return cls.of_history(name, history, record.seconds, record.recipe, record.origin.train)

    @classmethod
    def of_history(
        cls,
        name: str,
        history: History,
        seconds: float,
        recipe: Recipe,
        examples: int,
        expected: int = 0,
    ) -> RunCurves:
        """examples: to learn from."""
        first, later = (epoch_steps(recipe, max(examples, 1), epoch) for epoch in (1, 2))
        return cls(name, history, seconds, (first, later), expected)

    @property
    def steps(self) -> int:
        return len(self.history)

    @cached_property
    def _ends(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Steps and epochs between which a straight line goes."""
        steps, epochs = self.history.of_epochs("step"), self.history.of_epochs("epoch")
        first, later = self.epochs
        if not len(steps):
            steps, epochs = np.array([first]), np.ones(1)
        beyond = steps[-1] + _FAR * later, epochs[-1] + _FAR
        return np.array([0, *steps, beyond[0]]), np.array([0, *epochs, beyond[1]])

    def place(self, steps: Any, unit: str) -> Any:
        """Where these steps, a number or an array, lie on the axis of `unit`, one of UNITS. Seconds
        are those of its mean pace."""
        if unit == "epoch":
            return np.interp(steps, *self._ends)
        return steps * self._pace if unit == "second" else steps * 1.0

    def step_at(self, x: float, unit: str) -> float:
        """The step that lies at x."""
        if unit == "epoch":
            return float(np.interp(x, *self._ends[::-1]))
        return x / self._pace if unit == "second" else x

    @property
    def _pace(self) -> float:
        """Seconds a step."""
        return max(self.seconds, 1e-9) / max(self.steps, 1)


@dataclass(frozen=True)
class CurveReading:
    """What a run had at a step: the smoothed loss, and the validation figures of the epoch whose
    end lies nearest, NaN where there is none. is_over: the run had ended before."""

    step: int
    loss: float
    validation_loss: float
    validation_accuracy: float
    is_over: bool


def reading_at(run: RunCurves, step: float) -> CurveReading | None:
    """None for a run without a step."""
    if not run.steps:
        return None
    history, at = run.history, int(np.clip(round(step), 1, run.steps))
    loss = history.smoothed.at(at - 1)
    validation = accuracy = float("nan")
    if history.epoch_count:
        nearest = int(np.abs(history.of_epochs("step") - at).argmin())
        epoch = history.epoch(nearest)
        validation, accuracy = epoch.validation_loss, epoch.validation_accuracy
    return CurveReading(at, loss, validation, accuracy, step > run.steps + 1)


def csv_of(runs: Sequence[RunCurves]) -> str:
    """The numbers of all runs, each as History.to_csv() has them, with the run's name before."""
    tables = [list(csv.reader(io.StringIO(run.history.to_csv()))) for run in runs]
    names = list(dict.fromkeys(name for table in tables for name in table[0]))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["run", *names])
    for run, (head, *body) in zip(runs, tables, strict=True):
        places = [head.index(name) if name in head else len(head) for name in names]
        rows.writerows([run.name, *([*row, ""][place] for place in places)] for row in body)
    return text.getvalue()
