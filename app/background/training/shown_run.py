"""What the window knows of one run: while it goes on, after its end, and brought back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from app.background.training.examination import Examination
from app.background.training.history import History
from app.background.training.messages import Finished, Held, Progress, StartRequest
from core.checkpoints import THETA
from core.files.recipe_file import to_toml
from core.files.run_file import Origin, RunRecord
from core.network.snapshots import Snapshot
from core.network.training import total_steps
from core.recipe_changes import RecipeChange, changed, changes_text


@dataclass
class ShownRun:
    """One run, or none yet.

    history: its curves. latest: the last Progress, which they hold. snapshot: its network, as last
    seen. result: how it ended. replaced: the curves of the run that this one was begun instead of.
    last_held: where it can go on from; None when it came to an end by itself. request: None for a
    run from a file. run_id: what the library calls it, or "".
    """

    request: StartRequest | None = None
    run_id: str = ""
    history: History = field(default_factory=History)
    latest: Progress | None = None
    snapshot: Snapshot | None = None
    result: Finished | None = None
    replaced: History | None = None
    examination: Examination | None = None
    last_held: Held | None = None

    @property
    def changes(self) -> tuple[RecipeChange, ...]:
        """What was changed of its recipe while it went on, in the order of the steps."""
        return self.history.changes

    @classmethod
    def of_record(cls, record: RunRecord, run_id: str) -> ShownRun:
        """A run that was kept, as if it had just ended."""
        recipe, steps, held = record.recipe, record.steps, record.checkpoint
        total = held.last_step if held else max(total_steps(recipe, record.origin.train), steps)
        history = History(total, len(record.network.class_names), recipe.hardest)
        history.restore(record.losses, record.block, steps, record.epochs)
        history.changes = record.changes
        latest = Progress(
            steps=np.empty(0, np.int64),
            losses=np.empty(0, np.float32),
            epochs=(),
            step=steps,
            total_steps=total,
            epoch=held.epoch if held else len(record.epochs),
            total_epochs=recipe.epochs,
            learning_rate=changed(recipe, record.changes).learning_rate,
            images_per_second=0.0,
            seconds_left=0.0,
            snapshot=None,
            seconds=record.seconds,
            changes=record.changes,
        )
        result = Finished(
            reason=record.reason or "stopped",
            sentence=record.sentence or f"This run was cut off after step {steps:,} of {total:,}.",
            snapshot=record.network,
            test_accuracy=record.test_accuracy,
            seconds=record.seconds,
            tested=record.origin.test,
        )
        shown = cls(history=history, latest=latest, snapshot=record.network, result=result)
        shown.run_id = run_id
        return shown

    def record(self, origin: Origin) -> RunRecord | None:
        """For its file, as it was held last or has ended; None while there is neither."""
        if self.request is None:
            return None
        recipe, history, held, end = self.request.recipe, self.history, self.last_held, self.result
        losses, block = history.loss.values, history.loss.size
        about = self.request.about
        if held is not None:
            checkpoint = held.checkpoint
            record = RunRecord(
                recipe,
                origin,
                losses[: -(-checkpoint.step // block)],
                tuple(each for each in history.epochs if each.epoch < checkpoint.epoch),
                held.seconds,
                _held_network(self.request, held, origin.name),
                checkpoint,
                block=block,
                changes=held.changes,
                circumstances=about,
            )
            is_ended = end is not None and len(history) == checkpoint.step
            return _ended(record, end) if end and is_ended else record
        if end is None:
            return None
        record = RunRecord(
            recipe,
            origin,
            losses,
            history.epochs,
            end.seconds,
            end.snapshot,
            block=block,
            changes=self.changes,
            circumstances=about,
        )
        return _ended(record, end)

    def stopped_here(self) -> ShownRun:
        """The run that goes on, as if it had been stopped; without a result before its first
        step."""
        latest, held, network = self.latest, self.last_held, self.snapshot
        if network is None and held is not None and self.request is not None:  # nobody watches
            network = _held_network(self.request, held)
        if latest is None or network is None:
            return self
        sentence = f"Reset at step {latest.step:,} of {latest.total_steps:,}."
        return replace(self, result=Finished("stopped", sentence, network, None, latest.seconds))


def _ended(record: RunRecord, end: Finished) -> RunRecord:
    return replace(
        record,
        network=end.snapshot,
        seconds=end.seconds,
        reason=end.reason,
        sentence=end.sentence,
        test_accuracy=end.test_accuracy,
    )


def _held_network(request: StartRequest, held: Held, data: str = "") -> Snapshot:
    """The network of a run that was held."""
    recipe, names, checkpoint = request.recipe, request.split.class_names, held.checkpoint
    facts: dict[str, Any] = {"steps": checkpoint.step, "recipe": to_toml(recipe)}
    if held.changes:
        facts["changes"] = changes_text(held.changes)
    if data:
        facts["data"] = data
    name = f"epoch {checkpoint.epoch}"
    shape = recipe.dimensions(len(names)), recipe.activation
    return Snapshot(*shape, checkpoint.arrays[THETA], name, facts, names)
