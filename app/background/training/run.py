"""A run of core.network.training as a task: how it is followed, paused, watched and ended."""

from __future__ import annotations

import math
from time import monotonic as clock
from typing import Any

import numpy as np

from app.background.right_of_way import WINDOW
from app.background.tasks import Task
from app.background.training.gears import FULL_SPEED
from app.background.training.inspection_schedule import InspectionSchedule
from app.background.training.messages import (
    Finished,
    Held,
    Left,
    Paused,
    Progress,
    Resumed,
    StartRequest,
)
from app.background.training.pace import Pace
from app.background.training.priority import yield_to_window
from app.background.training.switches import Switches
from core.checkpoints import freeze, thaw
from core.errors import DivergenceError, ShapeError
from core.files.recipe_file import to_toml
from core.inspection.experiments import safer_rate
from core.inspection.guessing import guessing_share
from core.network.arrays import frozen
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.snapshots import Snapshot
from core.network.training import Training
from core.reading.calibration import network_temperature
from core.recipe_changes import changes_between, changes_text
from core.runs.frames import Frame, FramePlan
from core.runs.limits import RUN_BUDGET
from core.threads import blas_threads

HOLD_INTERVAL = 8.0  # seconds of work that a crash may cost, or one step if that takes longer
EACH_STEP = 10  # steps a second; up to that speed each is sent and shown
SNAPSHOT_INTERVAL = 0.1
SNAPSHOT_SHARE = 20  # copying the network may take one part in so many of the time


def run_training(request: StartRequest, switches: Switches, task: Task) -> Finished | Left:
    """The job of a run. Sends Progress, Paused, Resumed and Held.

    Raises what core raises, but for divergence, which ends a run with a network.
    """
    task.on_cancel(switches.end)
    yield_to_window()
    with blas_threads(spare=1):
        return Run(request, switches, task).train()


class Run:
    """One run: pulls reports, collects them, sends a Progress when one is due."""

    def __init__(self, request: StartRequest, switches: Switches, task: Task) -> None:
        self._request = request
        self._switches = switches
        self._task = task
        self._recipe = request.recipe
        self._network = self._make_network()
        self._pace = Pace(clock, request.held.seconds if request.held else 0.0)
        self._steps: list[int] = []
        self._losses: list[float] = []
        self._epochs: list[EpochReport] = []
        self._training = Training(
            self._network, self._recipe, request.split, controls=switches.controls
        )
        self._changes = request.held.changes if request.held else ()
        if request.held is not None:
            thaw(self._training, request.held.checkpoint)
        self._schedule = InspectionSchedule(switches, clock)
        at, epoch = self._training.step, self._training.epoch
        self._last_step = StepReport(at, epoch, float("nan"), self._recipe.learning_rate, 0)
        self._epochs_done = epoch - 1
        self._began_step = -math.inf
        self._next_snapshot = 0.0
        self._next_hold = 0.0
        parameters = self._network.theta.size
        self._plan = FramePlan.within(RUN_BUDGET, parameters, self._training.advance.last)
        self._next_frame = self._plan.next_after(at) if request.held else 0
        self._frames: list[Frame] = []

    def train(self) -> Finished | Left:
        """Run to the end. Raises as run_training()."""
        reports: Any = self._training.reports()
        what = ""
        self._frame_if_due()
        diverged: DivergenceError | None = None
        try:
            reason = self._follow(reports)
        except DivergenceError as error:
            reason, what = "diverged", self._divergence_sentence(error)
            diverged = error.with_traceback(None)
        finally:
            reports.close()
        self._pace.pause()
        if reason in ("left", "stopped"):
            self._take_frame()
        self._tell(final=True)
        if reason in ("left", "stopped"):
            self._hold()
        if reason == "left":
            return Left()
        return self._finish(reason, what, diverged)

    def _make_network(self) -> Network:
        start_from, names = self._request.start_from, self._request.split.class_names
        if start_from is None:
            return Network.from_recipe(self._recipe, class_names=names)
        if start_from.class_names != names:
            raise ShapeError(
                "The network to go on from tells other classes than the data have. Choose the data "
                "it was trained on, or begin with a new network."
            )
        if tuple(start_from.dimensions) != self._recipe.dimensions(len(names)):
            raise ShapeError(
                f"The network to go on from has layers {_arrows(start_from.dimensions)}, the "
                f"recipe says {_arrows(self._recipe.dimensions(len(names)))}. "
                f"Change “Hidden layers”."
            )
        return Network.from_snapshot(start_from)

    def _follow(self, reports: Any) -> str:
        switches, is_between = self._switches, False
        while True:
            WINDOW.wait()
            if not is_between:
                if switches.paused:
                    self._wait()
                if switches.leave.is_set():
                    return "left"
                self._hold_if_due()
                if switches.stop.is_set():
                    return "stopped"
            if not is_between and not self._is_turn():
                continue
            self._schedule.before_step(
                self._last_step.step + 1,
                self._training.advance.last,
                is_short=self._training.batches.next_is_short,
            )
            recipe = self._training.recipe
            report = next(reports, None)
            if report is None:
                return "completed" if self._epochs_done >= self._recipe.epochs else "early"
            if self._training.recipe is not recipe:
                self._changes += changes_between(report.step, recipe, self._training.recipe)
            self._collect(report)
            is_between = self._is_between(report)
            if not is_between:
                switches.reached(report)
            if self._task.is_due() or (self._shows_each and not is_between):
                self._tell()

    @property
    def _shows_each(self) -> bool:
        return self._switches.speed <= EACH_STEP

    def _is_turn(self) -> bool:
        """Wait for the next step's turn. False when something else is asked for first."""
        if self._switches.speed == FULL_SPEED:
            return True
        if self._steps and self._shows_each:
            self._tell()
        began = clock()
        is_turn = self._switches.wait_for_turn(self._began_step, clock)
        now = clock()
        self._pace.wait(now - began)
        if is_turn:
            self._began_step = now
            if self._shows_each:
                self._schedule.hurry()
        return is_turn

    def _collect(self, report: TrainingReport) -> None:
        if isinstance(report, StepReport):
            self._steps.append(report.step)
            self._losses.append(report.loss)
            self._pace.count(report.examples)
            self._last_step = report
            self._frame_if_due()
            if report.snapshot is not None:
                self._schedule.measure(report.snapshot)
        else:
            self._epochs.append(report)
            self._epochs_done = report.epoch

    def _is_between(self, report: TrainingReport) -> bool:
        """Whether the next report belongs to this one, so that no pause may come between."""
        if isinstance(report, StepReport):
            return not self._training.batches.taken
        return report.epoch >= self._recipe.epochs

    def _frame_if_due(self) -> None:
        step = self._last_step.step
        if step >= self._next_frame or step == self._training.advance.last:
            self._take_frame()

    def _take_frame(self) -> None:
        step = self._last_step.step
        self._next_frame = self._plan.next_after(step)
        self._frames.append(Frame(step, frozen(self._network.theta)))

    def _hold_if_due(self) -> None:
        if clock() >= self._next_hold:
            if self._steps or self._epochs:
                self._tell()
            self._hold()

    def _hold(self) -> None:
        """Send what the run needs to go on from here. Every step was sent."""
        self._next_hold = clock() + HOLD_INTERVAL
        self._task.send(Held(freeze(self._training), self._pace.seconds, self._changes))

    def _wait(self) -> None:
        self._pace.pause()
        self._tell(final=True)
        self._hold_if_due()
        self._task.send(Paused(self._last_step.step))
        self._switches.wait_until_released()
        self._schedule.hurry()
        self._pace.resume()
        self._task.send(Resumed())

    def _tell(self, *, final: bool = False) -> None:
        """Send what was collected; `final` when nothing follows for now."""
        step, total = self._last_step, self._training.advance.last
        self._task.send(
            Progress(
                steps=_frozen(self._steps, np.int64),
                losses=_frozen(self._losses, np.float32),
                epochs=tuple(self._epochs),
                step=step.step,
                total_steps=total,
                epoch=step.epoch,
                total_epochs=self._recipe.epochs,
                learning_rate=step.learning_rate,
                images_per_second=self._pace.images_per_second(),
                seconds_left=self._pace.seconds_left(step.step, total, self._switches.speed),
                snapshot=self._snapshot(now=final or self._switches.speed < FULL_SPEED),
                inspections=self._schedule.take(),
                seconds=self._pace.seconds,
                changes=self._changes,
                frames=tuple(self._frames),
            )
        )
        self._steps, self._losses, self._epochs, self._frames = [], [], [], []

    def _snapshot(self, *, now: bool) -> Snapshot | None:
        began = clock()
        if not self._switches.watched.is_set() or not (now or began >= self._next_snapshot):
            return None
        snapshot = self._network.snapshot(
            name=f"epoch {self._last_step.epoch}", facts={"data": self._request.split.name}
        )
        cost = clock() - began
        self._next_snapshot = began + max(SNAPSHOT_INTERVAL, SNAPSHOT_SHARE * cost)
        return snapshot

    def _finish(self, reason: str, what: str, error: DivergenceError | None) -> Finished:
        accuracy = loss = None
        validation, test = self._request.split.validation, self._request.split.test
        hurry = self._task.cancelled.is_set() or self._switches.leave.is_set()
        if len(test) and not hurry:
            measured = evaluate(self._network, test)
            accuracy, loss = float(measured.accuracy), float(measured.loss)
        facts: dict[str, Any] = {
            "data": self._request.split.name,
            "epochs": self._epochs_done,
            "steps": self._last_step.step,
            "seconds": round(self._pace.seconds, 3),
            "recipe": to_toml(self._recipe),
        }
        if self._changes:
            facts["changes"] = changes_text(self._changes)
        if accuracy is not None:
            facts |= {"test_accuracy": accuracy, "test_loss": loss}
            facts["guessing_share"] = guessing_share(test.labels, test.classes)
            facts["temperature"] = network_temperature(self._network, validation)
        return Finished(
            reason=reason,
            sentence=what or self._end_sentence(reason),
            snapshot=self._network.snapshot(
                name=f"trained on {self._request.split.name}", facts=facts
            ),
            test_accuracy=accuracy,
            seconds=self._pace.seconds,
            tested=len(test),
            error=error,
        )

    def _end_sentence(self, reason: str) -> str:
        step, epochs = self._last_step.step, self._epochs_done
        sentence = {
            "completed": f"Done: {_count(epochs, 'epoch')}.",
            "early": f"Ended early after {_count(epochs, 'epoch')}: the validation loss got no "
            "better. The best network was kept.",
            "stopped": f"Stopped after {_count(step, 'step')}. The network so far was kept.",
        }[reason]
        times = len(self._changes)
        often = "once" if times == 1 else f"{times:,} times"
        return f"{sentence} Its recipe was changed {often}." if times else sentence

    def _divergence_sentence(self, error: DivergenceError) -> str:
        rate = self._training.recipe.learning_rate
        return (
            f"The loss was no longer finite at step {error.step:,}, so the run ended. The network "
            f"from before was kept. Try a smaller learning rate, such as {safer_rate(rate):g}."
        )


def _frozen(values: list[Any], dtype: Any) -> np.ndarray[Any, Any]:
    array = np.array(values, dtype=dtype)
    array.flags.writeable = False
    return array


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def _arrows(dimensions: tuple[int, ...]) -> str:
    return " → ".join(map(str, dimensions))
