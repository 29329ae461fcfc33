"""What is kept of a run on the disk, made from a session, and back again."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.background.training.history import History
from app.background.training.messages import Finished, Held, Progress, StartRequest
from core.checkpoints import THETA, Checkpoint
from core.files.recipe_file import to_toml
from core.files.run_file import Origin, RunRecord
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.network.training import batches_per_epoch


def record_of(
    request: StartRequest | None, history: History, end: Held | Finished | None, origin: Origin
) -> RunRecord | None:
    """A run of which `end` is the last that was heard; None while there is nothing to keep."""
    if request is None or end is None:
        return None
    recipe = request.recipe
    if isinstance(end, Finished):
        return RunRecord(
            recipe,
            origin,
            history.loss.values,
            tuple(history.epochs),
            end.seconds,
            end.snapshot,
            reason=end.reason,
            sentence=end.sentence,
            test_accuracy=end.test_accuracy,
            block=history.loss.size,
        )
    checkpoint = end.checkpoint
    epochs = tuple(each for each in history.epochs if each.epoch < checkpoint.epoch)
    network = held_network(recipe, checkpoint, origin.name)
    block = history.loss.size
    losses = history.loss.values[: -(-checkpoint.step // block)]
    done = epochs, end.seconds, network, checkpoint
    return RunRecord(recipe, origin, losses, *done, block=block)


def held_network(recipe: Recipe, checkpoint: Checkpoint, data: str = "") -> Snapshot:
    """The network of a run that was held."""
    facts: dict[str, Any] = {"steps": checkpoint.step, "recipe": to_toml(recipe)}
    if data:
        facts["data"] = data
    name = f"epoch {checkpoint.epoch}"
    return Snapshot(recipe.dimensions, recipe.activation, checkpoint.arrays[THETA], name, facts)


def restored_run(record: RunRecord) -> dict[str, Any]:
    """The attributes of a session that shows the run."""
    recipe, steps = record.recipe, record.steps
    total = recipe.epochs * batches_per_epoch(recipe, record.origin.train)
    history = History(total)
    history.restore(record.losses, record.block, steps, record.epochs)
    epoch = record.checkpoint.epoch if record.checkpoint else len(record.epochs)
    sentence = record.sentence or f"This run was cut off after step {steps:,} of {total:,}."
    latest = Progress(
        steps=np.empty(0, np.int64),
        losses=np.empty(0, np.float32),
        epochs=(),
        step=steps,
        total_steps=total,
        epoch=epoch,
        total_epochs=recipe.epochs,
        learning_rate=recipe.learning_rate,
        images_per_second=0.0,
        seconds_left=0.0,
        snapshot=None,
    )
    return {
        "request": None,
        "history": history,
        "latest": latest,
        "snapshot": record.network,
        "result": Finished(
            reason=record.reason or "stopped",
            sentence=sentence,
            snapshot=record.network,
            test_accuracy=record.test_accuracy,
            seconds=record.seconds,
            tested=record.origin.test,
        ),
        "replaced": None,
        "examination": None,
        "last_held": None,
    }
