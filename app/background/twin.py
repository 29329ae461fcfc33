"""Trains twins beside the window: two runs that differ in one thing, step by step."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from time import monotonic as clock
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.background.right_of_way import WINDOW
from app.background.tasks import Task, TaskRunner, close_all, failure_sentence
from app.background.training.history import History
from app.background.training.messages import Finished, Held, Progress, StartRequest
from app.background.training.pace import Pace
from app.background.training.priority import yield_to_window
from app.background.training.session import BROKEN, NO_MEMORY, Session, State
from app.background.training.shown_run import ShownRun
from app.background.training.switches import Switches
from core.checkpoints import freeze
from core.data.dataset import Split
from core.files.recipe_file import to_toml
from core.files.run_file import Circumstances
from core.inspection.guessing import guessing_share
from core.network.arrays import frozen
from core.network.evaluation import evaluate
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.reading.calibration import network_temperature
from core.runs.frames import Frame, FramePlan
from core.runs.limits import RUN_BUDGET
from core.runs.twins import TwinRecipes, TwinRun, Twins
from core.threads import blas_threads

HOLD_INTERVAL = 8.0  # seconds of work that a crash may cost
BUSY = "Train is busy with a run or a lesson. Wait for its end or stop it, then start the twins."


@dataclass(frozen=True)
class TwinProgress:
    """What both took since the last one: the first run's, and the second's."""

    both: tuple[Progress, Progress]


@dataclass(frozen=True)
class TwinHeld:
    """Where both can go on from; what came before was sent."""

    both: tuple[Held, Held]


@dataclass(frozen=True)
class TwinsFinished:
    """How both ended."""

    both: tuple[Finished, Finished]


class TwinTrainer(QObject):
    """One pair at a time, and none beside a run of the session, which is lent meanwhile.

    shown: both runs, as the session shows its own. Lives in the window's thread; calls return at
    once. state: "idle", "running", "paused" or "stopping".
    """

    state_changed = Signal(str)
    started = Signal(object)  # TwinRecipes
    progress = Signal(object)  # TwinProgress; the histories already hold it
    held = Signal(object)  # TwinHeld
    finished = Signal(object)  # TwinsFinished
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = State.IDLE
        self.recipes: TwinRecipes | None = None
        self.shown = ShownRun(), ShownRun()
        self._switches = Switches()
        self._runner = TaskRunner("twins", self)
        self.runners = (self._runner,)
        self._handlers: dict[type, Any] = {
            TwinProgress: self._on_progress,
            TwinHeld: self._on_held,
        }
        self._runner.message.connect(self._receive)
        self._runner.done.connect(self._on_finished)
        self._runner.failed.connect(self._on_failed)

    @property
    def can_start(self) -> bool:
        """Whether nothing trains, here or in the session."""
        return self.state is State.IDLE and self._session.state is State.IDLE

    def start(self, recipes: TwinRecipes, split: Split) -> None:
        """Train both from their first step; `failed` says so where the session is busy."""
        if self.state is not State.IDLE:
            return
        if not self._session.lend():
            self.failed.emit(BUSY)
            return
        self.recipes = recipes
        began = Circumstances(time.time())
        requests = (StartRequest(each, split, about=began) for each in recipes.both)
        first, second = (ShownRun(each, each.run_id) for each in requests)
        self.shown = first, second
        self._switches = Switches(watched=False)
        self._set_state(State.RUNNING)
        self.started.emit(recipes)
        self._runner.run(partial(train_twins, recipes, split, self._switches))

    def pause(self) -> None:
        """Hold both after the step that is being taken."""
        if self.state is State.RUNNING:
            self._switches.pause()
            self._set_state(State.PAUSED)

    def resume(self) -> None:
        if self.state is State.PAUSED:
            self._switches.resume()
            self._set_state(State.RUNNING)

    def stop(self) -> None:
        """End both and keep their networks: `finished` follows."""
        if self.state in (State.RUNNING, State.PAUSED):
            self._switches.end()
            self._set_state(State.STOPPING)

    def close(self) -> bool:
        """End everything in silence. False when it is still busy after CLOSE_MILLISECONDS."""
        return close_all(self.runners)

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state.value)
            if state is State.IDLE:
                self._session.take_back()

    @Slot(object)
    def _receive(self, message: object) -> None:
        self._handlers[type(message)](message)

    def _on_progress(self, message: TwinProgress) -> None:
        for shown, progress in zip(self.shown, message.both, strict=True):
            if shown.latest is None:
                assert shown.request is not None
                classes, recipe = shown.request.split.train.classes, shown.request.recipe
                shown.history = History(progress.total_steps, classes, recipe.hardest)
            shown.latest = progress
            shown.history.extend(progress.steps, progress.losses, progress.epochs)
        self.progress.emit(message)

    def _on_held(self, message: TwinHeld) -> None:
        for shown, held in zip(self.shown, message.both, strict=True):
            shown.last_held = held
        self.held.emit(message)

    @Slot(object)
    def _on_finished(self, message: TwinsFinished) -> None:
        for shown, finished in zip(self.shown, message.both, strict=True):
            shown.result, shown.snapshot = finished, finished.snapshot
            if finished.reason != "stopped":
                shown.last_held = None
        self._set_state(State.IDLE)
        self.finished.emit(message)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._set_state(State.IDLE)
        self.failed.emit(failure_sentence(error, without_memory=NO_MEMORY, otherwise=BROKEN))


def train_twins(
    recipes: TwinRecipes, split: Split, switches: Switches, task: Task
) -> TwinsFinished:
    """The job. Sends TwinProgress and TwinHeld. Raises what core raises, but for divergence."""
    task.on_cancel(switches.end)
    yield_to_window()
    with blas_threads(spare=1):
        return _TwinTask(recipes, split, switches, task).train()


class _Teller:
    """What is told of one of the two."""

    def __init__(self, run: TwinRun, split: Split) -> None:
        self.run, self._split = run, split
        self.pace = Pace(clock)
        self._steps: list[int] = []
        self._losses: list[float] = []
        self._epochs: list[EpochReport] = []
        self._last = StepReport(0, 1, float("nan"), run.recipe.learning_rate, 0)
        last, parameters = run.training.advance.last, run.network.theta.size
        self._plan = FramePlan.within(RUN_BUDGET, parameters, last)
        self._frames = [Frame(0, frozen(run.network.theta))]
        self._next_frame = self._plan.next_after(0)

    def collect(self, reports: list[TrainingReport]) -> None:
        for report in reports:
            if isinstance(report, EpochReport):
                self._epochs.append(report)
            else:
                self._steps.append(report.step)
                self._losses.append(report.loss)
                self.pace.count(report.examples)
                self._last = report
                if report.step in (self._next_frame, self.run.training.advance.last):
                    self.take_frame()

    def take_frame(self) -> None:
        """Keep the network as it is after its last step."""
        step = self._last.step
        self._next_frame = self._plan.next_after(step)
        self._frames.append(Frame(step, frozen(self.run.network.theta)))

    def progress(self) -> Progress:
        training, last = self.run.training, self._last
        told = Progress(
            steps=_frozen(self._steps, np.int64),
            losses=_frozen(self._losses, np.float32),
            epochs=tuple(self._epochs),
            step=last.step,
            total_steps=training.advance.last,
            epoch=last.epoch,
            total_epochs=self.run.recipe.epochs,
            learning_rate=last.learning_rate,
            images_per_second=self.pace.images_per_second(),
            seconds_left=self.pace.seconds_left(last.step, training.advance.last),
            snapshot=None,
            seconds=self.run.seconds,
            frames=tuple(self._frames),
        )
        self._steps, self._losses, self._epochs, self._frames = [], [], [], []
        return told

    def held(self) -> Held:
        return Held(freeze(self.run.training), self.run.seconds)

    def finished(self, *, is_hurried: bool) -> Finished:
        """is_hurried: nobody waits for how well it reads the test digits."""
        run, split = self.run, self._split
        facts: dict[str, Any] = {
            "data": split.name,
            "epochs": run.epochs_done,
            "steps": run.training.step,
            "seconds": round(run.seconds, 3),
            "recipe": to_toml(run.recipe),
        }
        accuracy = None
        if len(split.test) and not is_hurried:
            measured = evaluate(run.network, split.test)
            accuracy = float(measured.accuracy)
            facts |= {"test_accuracy": accuracy, "test_loss": float(measured.loss)}
            facts["guessing_share"] = guessing_share(split.test.labels, split.test.classes)
            facts["temperature"] = network_temperature(run.network, split.validation)
        network = run.network.snapshot(name=f"trained on {split.name}", facts=facts)
        return Finished(
            run.reason,
            _end_sentence(run),
            network,
            accuracy,
            run.seconds,
            len(split.test),
            run.error,
        )


class _TwinTask:
    """Takes the steps in turn, and tells of them when it is due."""

    def __init__(self, recipes: TwinRecipes, split: Split, switches: Switches, task: Task) -> None:
        self._switches, self._task = switches, task
        self._twins = Twins(recipes, split)
        first, second = (_Teller(run, split) for run in self._twins.runs)
        self._tellers = first, second
        self._next_hold = 0.0  # so that they are kept from their first step on

    def train(self) -> TwinsFinished:
        switches = self._switches
        while not (self._twins.has_ended or switches.stop.is_set()):
            WINDOW.wait()
            if switches.paused:
                self._wait()
                continue
            which, reports = self._twins.advance()
            self._tellers[which].collect(reports)
            if self._task.is_due():
                self._tell()
            if clock() >= self._next_hold:
                self._hold()
        self._twins.close()
        for each in self._tellers:
            each.take_frame()
        if switches.stop.is_set():
            self._hold()
        else:
            self._tell()
        is_hurried = self._task.cancelled.is_set()
        first, second = (each.finished(is_hurried=is_hurried) for each in self._tellers)
        return TwinsFinished((first, second))

    def _wait(self) -> None:
        for each in self._tellers:
            each.pace.pause()
        self._hold()
        self._switches.wait_until_released()
        for each in self._tellers:
            each.pace.resume()

    def _tell(self) -> None:
        first, second = (each.progress() for each in self._tellers)
        self._task.send(TwinProgress((first, second)))

    def _hold(self) -> None:
        self._tell()
        self._next_hold = clock() + HOLD_INTERVAL
        first, second = (each.held() for each in self._tellers)
        self._task.send(TwinHeld((first, second)))


def _end_sentence(run: TwinRun) -> str:
    step, epochs = f"{run.training.step:,}", f"{run.epochs_done:,}"
    return {
        "completed": f"Done after {epochs} epochs.",
        "early": f"Ended early after {epochs} epochs: the validation loss got no better.",
        "stopped": f"Stopped after {step} steps. The network so far was kept.",
        "diverged": f"The loss was no longer finite after {step} steps. The network from before "
        "was kept.",
    }[run.reason]


def _frozen(values: list[Any], dtype: Any) -> np.ndarray[Any, Any]:
    array = np.array(values, dtype=dtype)
    array.flags.writeable = False
    return array
