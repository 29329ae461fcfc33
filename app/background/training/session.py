"""The session: what state training is in, and the runner of its tasks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from threading import Event
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import TaskRunner, close_all, failure_sentence
from app.background.training.examination import Examination
from app.background.training.history import History
from app.background.training.messages import (
    Failed,
    Finished,
    Held,
    Left,
    Paused,
    Progress,
    Resumed,
    StartRequest,
    Taught,
    TeachEnded,
    TeachProgress,
    TeachRequest,
)
from app.background.training.records import held_network, record_of, restored_run
from app.background.training.run import run_training
from app.background.training.switches import Switches
from app.background.training.teaching import teach
from core.data.dataset import Split
from core.files.run_file import Origin, RunRecord
from core.inspection.doctor import Alarm
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.snapshots import Snapshot
from core.recipe_form import FIELD

NO_MEMORY = (
    "There is not enough memory for this run, so it was ended. Try fewer units or a smaller batch."
)
BROKEN = "The run was ended by an error inside the app. The plot and the network in use were kept."

_log = logging.getLogger(__name__)


class State(StrEnum):
    """What the session does; views compare it with these words."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    TEACHING = "teaching"


_OF_A_RUN = (
    *("request", "history", "latest", "snapshot", "result"),
    *("replaced", "examination", "last_held"),
)


class Session(QObject):
    """Starts, steers and ends runs and lessons.

    Lives in the window's thread; every call returns at once. A command that makes no sense in the
    present state (Run while running, Stop while idle) does nothing.
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
    held = Signal(object)  # Held: the run can go on from there
    left = Signal()  # the run was left, as leave() wants it
    cleared = Signal()  # the curves are empty again
    restored = Signal()  # curves and network of an earlier run are back; `result` says how it ended
    teach_progress = Signal(object)  # TeachProgress
    taught = Signal(object)  # Taught
    teach_ended = Signal(object)  # TeachEnded

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
        self.last_held: Held | None = None
        self._before_reset: dict[str, Any] = {}
        self._viewers: set[int] = set()
        self._inspected = False
        self._switches = Switches()
        self._handlers: dict[type, Callable[[Any], None]] = {
            Progress: self._on_progress,
            Held: self._on_held,
            Left: self._on_left,
            Paused: self._on_paused,
            Resumed: self._on_resumed,
            TeachProgress: self.teach_progress.emit,
            Finished: self._on_finished,
            Taught: self._on_taught,
        }
        self._runner = TaskRunner("training", self)
        self.runners = (self._runner,)
        self._runner.message.connect(self._receive)
        self._runner.done.connect(self._receive)
        self._runner.failed.connect(self._on_failed)

    @property
    def is_active(self) -> bool:
        """Whether a run goes on; teaching is none."""
        return self.state not in (State.IDLE, State.TEACHING)

    def run(self, recipe: Recipe, split: Split, start_from: Snapshot | None = None) -> None:
        """Start a run, or go on with a paused one."""
        if self.state is State.PAUSED:
            self.resume()
        elif self.state is State.IDLE:
            self._begin(StartRequest(recipe, split, start_from))

    def pause(self) -> None:
        """Hold the run after the step that is being taken."""
        if self.state is State.RUNNING:
            self._switches.pause()
            self._set_state(State.PAUSED)

    def resume(self) -> None:
        """Go on with a paused run."""
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
        """Forget the curves and the network in training, and the run, if one goes on.

        undo_reset() brings them back until the next run begins.
        """
        before = {name: getattr(self, name) for name in _OF_A_RUN}
        if self.is_active:
            before["result"] = self._as_it_stands()
            self._runner.cancel()
            self._set_state(State.IDLE)
        self._clear(before if len(before["history"]) else {})

    @property
    def can_undo_reset(self) -> bool:
        return bool(self._before_reset)

    def undo_reset(self) -> None:
        """Curves and network as they were before the last reset(); a run that went on then is
        shown as one that was stopped."""
        if self._before_reset and self.state is State.IDLE:
            self._restore(self._before_reset)

    def restore(self, record: RunRecord) -> None:
        """Show a run that was kept, as if it had just ended. Nothing happens while one goes on."""
        if self.state is State.IDLE:
            self._clear()
            self._restore(restored_run(record))

    def go_on(self, record: RunRecord, split: Split) -> None:
        """Go on with a run that was kept before it ended, on the same digits."""
        if self.state is State.IDLE and record.checkpoint is not None:
            held = Held(record.checkpoint, record.seconds)
            self._begin(StartRequest(record.recipe, split, held=held))
            restored = restored_run(record)
            self.history, self.latest = restored["history"], restored["latest"]

    def record(self, origin: Origin) -> RunRecord | None:
        """The run that is shown, as it was held last or has ended; None while there is neither."""
        return record_of(self.request, self.history, self.last_held or self.result, origin)

    def leave(self) -> None:
        """Hold the run after its present step and end it, measuring nothing: `left` follows, after
        the last `held`. For a window that closes."""
        if self.is_active:
            self._switches.leave.set()
            self._switches.resume()
            self._set_state(State.STOPPING)

    def run_instead(self, recipe: Recipe) -> None:
        """A new run on the same digits; it supersedes the one that goes on, if one does."""
        if self.request is not None and self.state is not State.TEACHING:
            replaced = self.history
            self._begin(StartRequest(recipe, self.request.split))
            self.replaced = replaced

    def teach(self, request: TeachRequest) -> None:
        """Teach a copy of a network, beside the curves of the last run."""
        if self.state is State.IDLE:
            self._set_state(State.TEACHING)
            self._runner.run(partial(teach, request))

    def cancel_teaching(self) -> None:
        """TeachEnded follows at once."""
        if self.state is State.TEACHING:
            self._runner.cancel()
            self._end_teaching(TeachEnded())

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
        return close_all(self.runners)

    def _step(self, recipe: Recipe, split: Split, until: type[TrainingReport]) -> None:
        if self.state is State.IDLE:
            self._begin(StartRequest(recipe, split), until=until)
        elif self.state in (State.RUNNING, State.PAUSED):
            self._switches.resume(until)
            self._set_state(State.RUNNING)

    def _begin(self, request: StartRequest, until: type[TrainingReport] | None = None) -> None:
        """until: pause after the first report of this type."""
        self._clear()
        self.request = request
        self.examination = Examination(request.recipe)
        self._switches = Switches(watched=bool(self._viewers), inspected=self._inspected)
        self._switches.resume(until)
        self._set_state(State.RUNNING)
        _log.debug("A run begins on %s: %s", request.split.name, request.recipe)
        self.started.emit(request)
        self._runner.run(partial(run_training, request, self._switches))

    def _clear(self, before_reset: Mapping[str, Any] = MappingProxyType({})) -> None:
        self._before_reset = dict(before_reset)
        self.history = History()
        self.latest = self.snapshot = self.result = self.replaced = self.examination = None
        self.last_held = None
        self.cleared.emit()

    def _restore(self, run: dict[str, Any]) -> None:
        for name in _OF_A_RUN:
            setattr(self, name, run[name])
        self._before_reset = {}
        if self.snapshot is not None:
            self.snapshot_changed.emit(self.snapshot)
        self.restored.emit()

    def _as_it_stands(self) -> Finished | None:
        """The run that goes on, as if it had been stopped; None before its first step."""
        latest, snapshot = self.latest, self.snapshot
        if latest is None or self.request is None:
            return None
        if snapshot is None and self.last_held is not None:  # nobody watches
            snapshot = held_network(self.request.recipe, self.last_held.checkpoint)
        if snapshot is None:
            return None
        sentence = f"Reset at step {latest.step:,} of {latest.total_steps:,}."
        seconds = self.last_held.seconds if self.last_held else 0.0
        return Finished("stopped", sentence, snapshot, None, seconds)

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state.value)

    @Slot(object)
    def _receive(self, message: object) -> None:
        self._handlers[type(message)](message)

    def _on_progress(self, message: Progress) -> None:
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
            self.examination.add(message)
            if message.inspection is not None:
                self.inspected.emit(message.inspection)
            self._emit_alarms(alarms)

    def _emit_alarms(self, before: tuple[Alarm, ...]) -> None:
        if self.examination is not None and self.examination.alarms != before:
            self.alarms_changed.emit(self.examination.alarms)

    def _on_held(self, message: Held) -> None:
        self.last_held = message
        self.held.emit(message)

    def _on_left(self, message: Left) -> None:
        self._set_state(State.IDLE)
        self.left.emit()

    def _on_paused(self, message: Paused) -> None:
        if self.state is State.RUNNING:
            self._set_state(State.PAUSED)

    def _on_resumed(self, message: Resumed) -> None:
        if self.state is State.PAUSED and not self._switches.paused:
            self._set_state(State.RUNNING)

    def _on_finished(self, message: Finished) -> None:
        _log.debug("The run ended after %.1f s: %s", message.seconds, message.reason)
        self.result = message
        self.last_held = None
        self.snapshot = message.snapshot
        self._set_state(State.IDLE)
        self.snapshot_changed.emit(message.snapshot)
        self.finished.emit(message)
        if self.examination is not None:
            alarms = self.examination.alarms
            self.examination.add_end(message)
            self._emit_alarms(alarms)

    def _on_taught(self, message: Taught) -> None:
        self._set_state(State.IDLE)
        self.taught.emit(message)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        sentence = failure_sentence(error, without_memory=NO_MEMORY, otherwise=BROKEN)
        if self.state is State.TEACHING:
            self._end_teaching(TeachEnded(sentence))
        else:
            self._set_state(State.IDLE)
            self.failed.emit(Failed(sentence))

    def _end_teaching(self, ended: TeachEnded) -> None:
        self._set_state(State.IDLE)
        self.teach_ended.emit(ended)


def _switch(event: Event, on: bool) -> None:
    (event.set if on else event.clear)()
