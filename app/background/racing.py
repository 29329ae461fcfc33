"""Trains with a learner's functions beside the window, and with the reference on the same batches.

The learner's code runs in a child process (core.checking).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, close_all, failure_sentence
from core.checking.learners_run import LearnersRunError, start_learners_run
from core.data.dataset import Dataset, Split
from core.network.recipe import Recipe
from core.network.training import total_steps

RECIPE = Recipe(
    hidden=(32,),
    optimizer="sgd",
    learning_rate=0.1,
    schedule="constant",
    batch_size=64,
    epochs=1,
    l2=0.0,
)
FEWEST_STEPS = 400
IN_WORDS = (
    "784 → 32 → 10 with ReLU, gradient descent, learning rate 0.1, batches of 64. The reference "
    "starts from the same weights and sees the same batches."
)


@dataclass(frozen=True, eq=False)
class RaceLosses:
    """Losses of the next steps: float32 (k,) each, read-only."""

    mine: NDArray[np.float32]
    reference: NDArray[np.float32]


@dataclass(frozen=True)
class RaceEnd:
    """How a run ended.

    stopped: by the user. problem, traceback, line: why the learner's code could not go on.
    """

    stopped: bool = False
    problem: str = ""
    traceback: str = ""
    line: int | None = None


def recipe_for(split: Split) -> Recipe:
    """RECIPE, with epochs enough to see something of a small data set."""
    steps = total_steps(RECIPE, len(split.train))
    return replace(RECIPE, epochs=max(-(-FEWEST_STEPS // max(steps, 1)), 1))


class Race(QObject):
    """One run at a time: `started`, laps, then `ended`."""

    started = Signal(int)  # steps at most
    lap = Signal(object)  # RaceLosses
    ended = Signal(object)  # RaceEnd

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = TaskRunner("race", self)
        self.runners = (self._runner,)
        self._runner.message.connect(self.lap)
        self._runner.done.connect(self.ended)
        self._runner.failed.connect(self._on_failed)
        self._runner.cancelled.connect(self._on_cancelled)

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self._runner.is_running

    @property
    def in_words(self) -> str:
        """What is trained, and how."""
        return IN_WORDS

    def start(self, path: Path, split: Split) -> None:
        """From the first step; a run that is under way is given up."""
        recipe = recipe_for(split)
        self._runner.run(partial(_race, path, recipe, split.train))
        self.started.emit(total_steps(recipe, len(split.train)))

    @Slot()
    def stop(self) -> None:
        """Give up the run, if there is one; `ended` is emitted at once."""
        self._runner.cancel()

    def close(self) -> bool:
        """End everything. False when something is still busy after CLOSE_MILLISECONDS."""
        return close_all(self.runners)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        sentence = failure_sentence(
            error,
            without_memory="There is not enough memory for this run. Choose the starter digits.",
            otherwise="The training was ended by an error inside the app.",
        )
        where = (error.traceback, error.line) if isinstance(error, LearnersRunError) else ("", None)
        self.ended.emit(RaceEnd(False, sentence, *where))

    @Slot()
    def _on_cancelled(self) -> None:
        self.ended.emit(RaceEnd(stopped=True))


def _race(path: Path, recipe: Recipe, data: Dataset, task: Task) -> RaceEnd:
    """Sends RaceLosses. Raises LearnersRunError for what the learner's code does."""
    run = start_learners_run(path, recipe, data)
    task.on_cancel(run.stop)
    pairs: list[tuple[float, float]] = []
    try:
        for step in run:
            pairs.append((step.loss, step.reference))
            if task.is_due():
                task.send(_losses(pairs))
                pairs.clear()
    finally:
        if pairs:
            task.send(_losses(pairs))
    return RaceEnd()


def _losses(pairs: list[tuple[float, float]]) -> RaceLosses:
    with np.errstate(over="ignore"):  # a learner's loss may be any number
        losses = np.array(pairs, np.float32).T
    losses.flags.writeable = False
    return RaceLosses(losses[0], losses[1])
