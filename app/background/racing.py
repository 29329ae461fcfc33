"""Train with my code: a learner's functions drive a run, beside the reference on the same batches.

The learner's code runs in a child process (core.checking).
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.background.tasks import Request, Tasks, TaskWorker
from core.checking.learners_run import LearnersRun, LearnersRunError, start_learners_run
from core.data.dataset import Split
from core.network.recipe import Recipe
from core.network.training import total_steps

LAP_SECONDS = 1 / 30
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
    """stopped: by the user. problem, traceback, line: why the learner's code could not go on."""

    stopped: bool = False
    problem: str = ""
    traceback: str = ""
    line: int | None = None


@dataclass(frozen=True, eq=False)
class RaceRequest:
    number: int
    path: Path
    split: Split
    recipe: Recipe
    given_up: threading.Event


def recipe_for(split: Split) -> Recipe:
    """RECIPE, with epochs enough to see something of a small data set."""
    steps = total_steps(RECIPE, len(split.train))
    return replace(RECIPE, epochs=max(-(-FEWEST_STEPS // max(steps, 1)), 1))


class RaceWorker(TaskWorker):
    lap = Signal(int, object)  # number, Lap
    ended = Signal(int, object)  # number, RaceEnd

    def __init__(self) -> None:
        super().__init__()
        self._run: LearnersRun | None = None

    @Slot(object)
    def run(self, request: RaceRequest) -> None:
        """Laps, LAP_SECONDS apart; then the end, whatever happens."""
        end = RaceEnd()
        try:
            self._race(request)
        except LearnersRunError as failed:
            end = RaceEnd(False, str(failed), failed.traceback, failed.line)
        self._run = None
        self.ended.emit(request.number, end)

    def give_up(self, request: Request) -> None:
        super().give_up(request)
        run = self._run
        if run is not None:
            run.stop()

    def _race(self, request: RaceRequest) -> None:
        run = self._run = start_learners_run(request.path, request.recipe, request.split.train)
        pairs: list[tuple[float, float]] = []
        due = 0.0
        if request.given_up.is_set():
            return
        try:
            for step in run:
                pairs.append((step.loss, step.reference))
                if time.monotonic() >= due:
                    due = time.monotonic() + LAP_SECONDS
                    self._tell(request.number, pairs)
        finally:
            self._tell(request.number, pairs)

    def _tell(self, number: int, pairs: list[tuple[float, float]]) -> None:
        if pairs:
            losses = np.array(pairs, np.float32).T
            losses.flags.writeable = False
            self.lap.emit(number, RaceLosses(losses[0], losses[1]))
            pairs.clear()


class Race(Tasks):
    """started, laps, then ended."""

    started = Signal(int)  # steps at most
    lap = Signal(object)  # Lap
    ended = Signal(object)  # RaceEnd

    def __init__(self, parent: QObject | None = None) -> None:
        worker = RaceWorker()
        super().__init__("race", worker, worker.run, parent)
        worker.lap.connect(self._on_lap, Qt.ConnectionType.QueuedConnection)
        worker.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def in_words(self) -> str:
        """What is trained, and how."""
        return IN_WORDS

    def start(self, path: Path, split: Split) -> None:
        """From the first step; a run that is under way is given up."""
        recipe = recipe_for(split)
        number = self._next_number()
        self._begin(RaceRequest(number, path, split, recipe, threading.Event()))
        self.started.emit(total_steps(recipe, len(split.train)))

    @Slot()
    def stop(self) -> None:
        if self._give_up():
            self.ended.emit(RaceEnd(stopped=True))

    @Slot(int, object)
    def _on_lap(self, number: int, lap: RaceLosses) -> None:
        if self._is_wanted(number):
            self.lap.emit(lap)

    @Slot(int, object)
    def _on_ended(self, number: int, end: RaceEnd) -> None:
        if self._end(number):
            self.ended.emit(end)
