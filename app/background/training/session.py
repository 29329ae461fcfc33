"""The session: what state training is in, and the only owner of the worker's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from app.background.training.examination import Examination
from app.background.training.history import History
from app.background.training.messages import (
    Failed,
    Finished,
    Message,
    Paused,
    Progress,
    Resumed,
    StartRequest,
    Taught,
    TeachEnded,
    TeachProgress,
    TeachRequest,
)
from app.background.training.switches import Switches
from app.background.training.worker import TrainingWorker
from core.data.dataset import Split
from core.ink.strokes import Drawing
from core.inspection.doctor import Alarm
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.snapshots import Snapshot
from core.recipe_form import FIELD

CLOSE_MILLISECONDS = 2000

_log = logging.getLogger(__name__)


class State(StrEnum):
    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    TEACHING = "teaching"


class Session(QObject):
    """Starts, steers and ends runs. Lives in the GUI thread; every call returns at once.

    A command that makes no sense in the present state (Run while running, Stop while idle) does
    nothing. Messages of any run but the present one are dropped.
    """

    state_changed = Signal(str)
    started = Signal(object)  # StartRequest
    progress = Signal(object)  # Progress; history already holds it
    snapshot_changed = Signal(object)  # Snapshot of the network in training
    finished = Signal(object)  # Finished
    failed = Signal(object)  # Failed
    learning_rate_changed = Signal(float)
    inspected = Signal(object)  # Inspection of a step; the examination already holds it
    alarms_changed = Signal(object)  # tuple of Alarm
    cleared = Signal()  # the curves are empty again
    teach_progress = Signal(object)  # TeachProgress
    taught = Signal(object)  # Taught
    teach_ended = Signal(object)  # TeachEnded

    _start = Signal(object, object)
    _teach = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = State.IDLE
        self.history = History()
        self.replaced: History | None = None  # of the run that this one was begun instead of
        self.examination: Examination | None = None
        self.request: StartRequest | None = None
        self.latest: Progress | None = None
        self.snapshot: Snapshot | None = None
        self.result: Finished | None = None
        self._run_id = 0
        self._clear_at_end = False
        self._next_recipe: Recipe | None = None
        self._viewers: set[int] = set()
        self._inspected = False
        self._switches = Switches()
        self._handlers: dict[type, Callable[[Any], None]] = {
            Progress: self._on_progress,
            Paused: self._on_paused,
            Resumed: self._on_resumed,
            Finished: self._on_finished,
            Failed: self._on_failed,
            TeachProgress: self._on_teach_progress,
            Taught: self._on_taught,
            TeachEnded: self._on_taught,
        }
        self._thread = QThread()
        self._thread.setObjectName("training")
        self._worker = TrainingWorker()
        self._worker.moveToThread(self._thread)
        self._start.connect(self._worker.start, Qt.ConnectionType.QueuedConnection)
        self._teach.connect(self._worker.teach, Qt.ConnectionType.QueuedConnection)
        self._worker.message.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def is_active(self) -> bool:
        """Whether a run goes on; teaching is none."""
        return self.state not in (State.IDLE, State.TEACHING)

    def run(self, recipe: Recipe, split: Split, start_from: Snapshot | None = None) -> None:
        """Start a run, or go on with a paused one."""
        if self.state is State.PAUSED:
            self.resume()
        elif self.state is State.IDLE:
            self._begin(recipe, split, start_from, until=None, paused=False)

    def pause(self) -> None:
        if self.state is State.RUNNING:
            self._switches.pause()
            self._set_state(State.PAUSED)

    def resume(self) -> None:
        if self.state is State.PAUSED:
            self._switches.resume()
            self._set_state(State.RUNNING)

    def step_batch(self, recipe: Recipe, split: Split) -> None:
        """One update, then pause; starts a run when there is none."""
        self._step(recipe, split, StepReport)

    def step_epoch(self, recipe: Recipe, split: Split) -> None:
        """To the end of the epoch, then pause; starts a run when there is none."""
        self._step(recipe, split, EpochReport)

    def stop(self) -> None:
        """End the run and keep its network: Finished follows."""
        if self.state in (State.RUNNING, State.PAUSED):
            self._switches.end()
            self._set_state(State.STOPPING)

    def reset(self) -> None:
        """Forget the curves and the network in training; a run is stopped first."""
        self._next_recipe = None
        if self.is_active:
            self._clear_at_end = True
            self.stop()
        else:
            self._clear()

    def run_instead(self, recipe: Recipe) -> None:
        """A new run on the same digits; the present one, if there is one, is ended for it."""
        if self.request is None or self.state is State.TEACHING:
            return
        if self.is_active:
            self._next_recipe = recipe
            self._switches.end(abandon=True)
            self._set_state(State.STOPPING)
        else:
            self._begin_instead(recipe, self.request.split)

    def teach(
        self,
        network: Snapshot,
        drawings: tuple[Drawing, ...],
        digits: NDArray[np.uint8],
        others: Split | None,
        name: str,
    ) -> None:
        """Teach a copy of `network` (see TeachRequest), beside the curves of the last run."""
        if self.state is State.IDLE:
            self._run_id += 1
            self._switches = Switches()
            self._set_state(State.TEACHING)
            request = TeachRequest(self._run_id, network, drawings, digits, others, name)
            self._teach.emit(request, self._switches)

    def cancel_teaching(self) -> None:
        """TeachEnded follows, unless it has just ended."""
        if self.state is State.TEACHING:
            self._switches.end()

    def set_learning_rate(self, rate: float) -> None:
        """From the next step on. Raises RecipeError when it is out of range."""
        FIELD["learning_rate"].check(rate)
        if self.is_active and self._switches.controls.learning_rate != rate:
            self._switches.controls.learning_rate = rate
            self.learning_rate_changed.emit(rate)

    def set_watched(self, viewer: object, watched: bool) -> None:
        """Whether `viewer` looks at the network in training; if nobody does, it is not copied."""
        (self._viewers.add if watched else self._viewers.discard)(id(viewer))
        _switch(self._switches.watched, bool(self._viewers))

    def set_inspected(self, inspected: bool) -> None:
        """Whether anybody looks at the gradients; if not, a step is frozen once in a while."""
        self._inspected = inspected
        _switch(self._switches.inspected, inspected)

    def close(self) -> bool:
        """End everything in silence. False when it is still busy after CLOSE_MILLISECONDS."""
        self._run_id += 1
        self._switches.end(abandon=True)
        self._thread.quit()
        return self._thread.wait(CLOSE_MILLISECONDS)

    def _step(self, recipe: Recipe, split: Split, until: type[TrainingReport]) -> None:
        if self.state is State.IDLE:
            self._begin(recipe, split, None, until=until, paused=True)
        elif self.state in (State.RUNNING, State.PAUSED):
            self._switches.resume(until)
            self._set_state(State.RUNNING)

    def _begin(
        self,
        recipe: Recipe,
        split: Split,
        start_from: Snapshot | None,
        *,
        until: type[TrainingReport] | None,
        paused: bool,
    ) -> None:
        self._clear()
        self._run_id += 1
        self.request = StartRequest(self._run_id, recipe, split, start_from, paused)
        self.examination = Examination(recipe)
        self._switches = Switches(
            paused=paused, watched=bool(self._viewers), inspected=self._inspected
        )
        if until is not None:
            self._switches.resume(until)
        self._set_state(State.RUNNING)
        _log.debug("Run %d begins on %s: %s", self._run_id, split.name, recipe)
        self.started.emit(self.request)
        self._start.emit(self.request, self._switches)

    def _begin_instead(self, recipe: Recipe, split: Split) -> None:
        replaced = self.history
        self._begin(recipe, split, None, until=None, paused=False)
        self.replaced = replaced

    def _clear(self) -> None:
        self.history = History()
        self.latest = self.snapshot = self.result = self.replaced = self.examination = None
        self.cleared.emit()

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state.value)

    @Slot(object)
    def _receive(self, message: Message) -> None:
        if message.run_id == self._run_id and self.state is not State.IDLE:
            self._handlers[type(message)](message)

    def _on_progress(self, message: Progress) -> None:
        self._switches.taken.set()
        if self.latest is None:
            self.history = History(message.total_steps)
        self.latest = message
        self.history.extend(message.steps, message.losses, message.epochs)
        self.progress.emit(message)
        if message.snapshot is not None:
            self.snapshot = message.snapshot
            self.snapshot_changed.emit(message.snapshot)
        if self.examination is not None:
            alarms = self.examination.alarms
            self.examination.see(message)
            if message.inspection is not None:
                self.inspected.emit(message.inspection)
            self._tell_alarms(alarms)

    def _tell_alarms(self, before: tuple[Alarm, ...]) -> None:
        if self.examination is not None and self.examination.alarms != before:
            self.alarms_changed.emit(self.examination.alarms)

    def _on_paused(self, message: Paused) -> None:
        if self.state is State.RUNNING:
            self._set_state(State.PAUSED)

    def _on_resumed(self, message: Resumed) -> None:
        if self.state is State.PAUSED and not self._switches.paused:
            self._set_state(State.RUNNING)

    def _on_finished(self, message: Finished) -> None:
        _log.debug("Run %d ended after %.1f s: %s", message.run_id, message.seconds, message.reason)
        self.result = message
        self.snapshot = message.snapshot
        self._set_state(State.IDLE)
        self.snapshot_changed.emit(message.snapshot)
        self.finished.emit(message)
        if self.examination is not None:
            alarms = self.examination.alarms
            self.examination.see_end(message)
            self._tell_alarms(alarms)
        self._go_on()

    def _on_failed(self, message: Failed) -> None:
        _log.debug("Run %d failed: %s", message.run_id, message.sentence)
        self._set_state(State.IDLE)
        self.failed.emit(message)
        self._go_on()

    def _on_teach_progress(self, message: TeachProgress) -> None:
        self._switches.taken.set()
        self.teach_progress.emit(message)

    def _on_taught(self, message: Taught | TeachEnded) -> None:
        self._set_state(State.IDLE)
        (self.taught if isinstance(message, Taught) else self.teach_ended).emit(message)

    def _go_on(self) -> None:
        """What was asked for while the run was ending."""
        recipe, self._next_recipe = self._next_recipe, None
        if recipe is not None and self.request is not None:
            self._begin_instead(recipe, self.request.split)
        elif self._clear_at_end:
            self._clear_at_end = False
            self._clear()


def _switch(event: Event, on: bool) -> None:
    (event.set if on else event.clear)()
