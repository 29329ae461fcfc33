"""The session: what state training is in, and the runner of its tasks."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import TaskRunner, close_all, failure_sentence
from app.background.training.examination import Examination
from app.background.training.gears import FASTEST, GEARS
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
from app.background.training.run import run_training
from app.background.training.shown_run import ShownRun
from app.background.training.switches import Switches
from app.background.training.teaching import teach
from core.data.dataset import DIGITS, Split
from core.files.run_file import Circumstances, RunRecord
from core.inspection.doctor import Alarm
from core.inspection.guessing import guessing_share
from core.network.recipe import CHANGEABLE, Recipe, check_field
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.snapshots import Snapshot

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
    LENT = "lent"


class Session(QObject):
    """Starts, steers and ends runs and lessons.

    shown: the run that the window shows. gear: how fast runs go, of GEARS.

    Lives in the window's thread; every call returns at once. A command that makes no sense in the
    present state (Run while running, Stop while idle) does nothing.
    """

    state_changed = Signal(str)
    started = Signal(object)  # StartRequest
    progress = Signal(object)  # Progress; history already holds it
    snapshot_changed = Signal(object)  # Snapshot of the network in training
    finished = Signal(object)  # Finished
    failed = Signal(object)  # Failed
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
        self.shown = ShownRun()
        self._before_reset: ShownRun | None = None
        self._viewers: set[int] = set()
        self._inspected = False
        self.gear = FASTEST
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
        """Whether a run goes on; teaching is none, nor is what it is lent for."""
        return self.state not in (State.IDLE, State.TEACHING, State.LENT)

    def run(
        self,
        recipe: Recipe,
        split: Split,
        start_from: Snapshot | None = None,
        *,
        parent: tuple[str, int] = ("", 0),
    ) -> None:
        """Start a run, or go on with a paused one. parent: the run that it is branched from, as the
        library calls it, and after which step."""
        if self.state is State.PAUSED:
            self.resume()
        elif self.state is State.IDLE:
            self._begin(_new(recipe, split, start_from, parent))

    def pause(self) -> None:
        """Hold the run after the step that is being taken."""
        if self.state is State.RUNNING:
            self._switches.pause()
            self._set_state(State.PAUSED)

    def resume(self) -> None:
        """Go on with a paused run."""
        if self.state is State.PAUSED:
            self._switches.resume(self._until)
            self._set_state(State.RUNNING)

    def step_batch(
        self,
        recipe: Recipe,
        split: Split,
        start_from: Snapshot | None = None,
        *,
        parent: tuple[str, int] = ("", 0),
    ) -> None:
        """One update, then pause; starts a run, as run() does, when there is none."""
        self._step(_new(recipe, split, start_from, parent), StepReport)

    def step_epoch(
        self,
        recipe: Recipe,
        split: Split,
        start_from: Snapshot | None = None,
        *,
        parent: tuple[str, int] = ("", 0),
    ) -> None:
        """To the end of the epoch, then pause; starts a run, as run() does, when there is none."""
        self._step(_new(recipe, split, start_from, parent), EpochReport)

    def stop(self) -> None:
        """End the run and keep its network: Finished follows."""
        if self.state in (State.RUNNING, State.PAUSED):
            self._switches.end()
            self._set_state(State.STOPPING)

    def reset(self) -> None:
        """Forget the curves and the network in training, and the run, if one goes on.

        undo_reset() brings them back until the next run begins.
        """
        before = self.shown
        if self.is_active:
            before = before.stopped_here()
            self._runner.cancel()
            self._set_state(State.IDLE)
        self._clear(before if len(before.history) else None)

    @property
    def can_undo_reset(self) -> bool:
        return self._before_reset is not None

    def undo_reset(self) -> None:
        """Curves and network as they were before the last reset(); a run that went on then is
        shown as one that was stopped."""
        if self._before_reset is not None and self.state is State.IDLE:
            self._restore(self._before_reset)

    def restore(self, record: RunRecord, run_id: str) -> None:
        """Show a run of the library, as if it had just ended. Nothing happens while one goes on."""
        if self.state is State.IDLE:
            self._clear()
            self._restore(ShownRun.of_record(record, run_id))

    def go_on(self, record: RunRecord, split: Split, run_id: str) -> None:
        """Go on with a run of the library that was kept before its end, on the same digits."""
        if self.state is State.IDLE and record.checkpoint is not None:
            held = Held(record.checkpoint, record.seconds, record.changes)
            about = record.circumstances
            request = StartRequest(record.recipe, split, held=held, run_id=run_id, about=about)
            self._begin(request)
            before = ShownRun.of_record(record, run_id)
            self.shown.history, self.shown.latest = before.history, before.latest

    def leave(self) -> None:
        """Hold the run after its present step and end it, measuring nothing: `left` follows, after
        the last `held`. For a window that closes."""
        if self.is_active:
            self._switches.leave.set()
            self._switches.resume()
            self._set_state(State.STOPPING)

    def run_instead(self, recipe: Recipe) -> None:
        """A new run on the same digits; it supersedes the one that goes on, if one does."""
        request, replaced = self.shown.request, self.shown.history
        if request is not None and self.state not in (State.TEACHING, State.LENT):
            self._begin(_new(recipe, request.split))
            self.shown.replaced = replaced

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

    def change(self, field: str, value: Any) -> None:
        """Have the run that goes on follow a recipe with another value from its next step on.

        field: one that is CHANGEABLE. Raises RecipeError for a value out of range.
        """
        check_field(field, value)
        controls = self._switches.controls
        if self.is_active and controls.recipe is not None and field in CHANGEABLE:
            controls.recipe = replace(controls.recipe, **{field: value})

    def lend(self) -> bool:
        """Begin no run and no lesson while something else trains. False where one goes on."""
        if self.state is not State.IDLE:
            return False
        self._set_state(State.LENT)
        return True

    def take_back(self) -> None:
        """What it was lent for has ended."""
        if self.state is State.LENT:
            self._set_state(State.IDLE)

    def set_gear(self, gear: str) -> None:
        """How fast this run and the next ones go: a key of GEARS."""
        self.gear = gear
        self._switches.set_speed(GEARS[gear].speed)
        if GEARS[gear].is_single:
            self.pause()

    @property
    def _until(self) -> type[TrainingReport] | None:
        """How far Run goes in this gear."""
        return StepReport if GEARS[self.gear].is_single else None

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

    def _step(self, request: StartRequest, until: type[TrainingReport]) -> None:
        """request: for a new run, when there is none."""
        if self.state is State.IDLE:
            self._begin(request, until=until)
        elif self.state in (State.RUNNING, State.PAUSED):
            self._switches.resume(until)
            self._set_state(State.RUNNING)

    def _begin(self, request: StartRequest, until: type[TrainingReport] | None = None) -> None:
        """until: pause after the first report of this type."""
        self._clear()
        self.shown.request, self.shown.run_id = request, request.run_id
        share = guessing_share(request.split.train.labels, request.split.train.classes)
        self.shown.examination = Examination(request.recipe, share)
        self._switches = Switches(
            watched=bool(self._viewers), inspected=self._inspected, speed=GEARS[self.gear].speed
        )
        self._switches.controls.recipe = request.recipe_now
        self._switches.resume(until or self._until)
        self._set_state(State.RUNNING)
        _log.debug("A run begins on %s: %s", request.split.name, request.recipe)
        self.started.emit(request)
        self._runner.run(partial(run_training, request, self._switches))

    def _clear(self, before_reset: ShownRun | None = None) -> None:
        self._before_reset = before_reset
        self.shown = ShownRun()
        self.cleared.emit()

    def _restore(self, run: ShownRun) -> None:
        self.shown, self._before_reset = run, None
        if run.snapshot is not None:
            self.snapshot_changed.emit(run.snapshot)
        self.restored.emit()

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state.value)

    @Slot(object)
    def _receive(self, message: object) -> None:
        self._handlers[type(message)](message)

    def _on_progress(self, message: Progress) -> None:
        shown = self.shown
        if shown.latest is None:
            asked = shown.request
            classes = len(asked.split.class_names) if asked else len(DIGITS)
            hardest = asked.recipe.hardest if asked else 1.0
            shown.history = History(message.total_steps, classes, hardest)
        shown.latest = message
        shown.history.extend(message.steps, message.losses, message.epochs)
        shown.history.changes = message.changes
        self.progress.emit(message)
        if message.snapshot is not None:
            shown.snapshot = message.snapshot
            self.snapshot_changed.emit(message.snapshot)
        if shown.examination is not None:
            alarms = shown.examination.alarms
            shown.examination.add(message)
            if message.inspections:
                self.inspected.emit(message.inspections[-1])
            self._emit_alarms(alarms)

    def _emit_alarms(self, before: tuple[Alarm, ...]) -> None:
        examination = self.shown.examination
        if examination is not None and examination.alarms != before:
            self.alarms_changed.emit(examination.alarms)

    def _on_held(self, message: Held) -> None:
        self.shown.last_held = message
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
        shown = self.shown
        shown.result, shown.snapshot = message, message.snapshot
        if message.reason != "stopped":
            shown.last_held = None
        self._set_state(State.IDLE)
        self.snapshot_changed.emit(message.snapshot)
        self.finished.emit(message)
        if shown.examination is not None:
            alarms = shown.examination.alarms
            shown.examination.add_end(message)
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


def _new(
    recipe: Recipe,
    split: Split,
    start_from: Snapshot | None = None,
    parent: tuple[str, int] = ("", 0),
) -> StartRequest:
    about = Circumstances(time.time(), parent=parent[0], parent_step=parent[1])
    return StartRequest(recipe, split, start_from, about=about)


def _switch(event: Event, on: bool) -> None:
    (event.set if on else event.clear)()
