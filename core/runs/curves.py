"""The curves of a run for other programs: CSV, and JSON with what else is known of it."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from core.files.run_file import RunRecord
from core.network.reports import EpochReport

_OF_EPOCH = tuple(name for name in EpochReport._fields if name != "step")


def curves_csv(record: RunRecord) -> str:
    """A row a step, or of a very long run a row a block of `steps` steps, whose loss is their mean;
    the figures of an epoch stand in the row that holds its last step, and what was changed of the
    recipe in that of the first step with it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["step", "loss", "steps", *_OF_EPOCH, "changes"])
    rows.writerows(_rows(record))
    return text.getvalue()


def curves_json(record: RunRecord) -> str:
    """One object: recipe, data, circumstances, losses, epochs, changes, end. What is not finite is
    null."""
    values = {
        "recipe": asdict(record.recipe),
        "data": asdict(record.origin),
        "circumstances": asdict(record.circumstances),
        "steps": record.steps,
        "steps_of_a_loss": record.block,
        "losses": [_finite(each) for each in record.losses.tolist()],
        "epochs": [
            {name: _finite(value) for name, value in each._asdict().items()}
            for each in record.epochs
        ],
        "changes": [asdict(each) for each in record.changes],
        "seconds": record.seconds,
        "reason": record.reason,
        "sentence": record.sentence,
        "test_accuracy": record.test_accuracy,
    }
    return json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _rows(record: RunRecord) -> Iterator[list[Any]]:
    block = record.block
    epochs = {-(-each.step // block): each for each in record.epochs}
    for number, loss in enumerate(record.losses.tolist(), 1):
        step = min(number * block, record.steps)
        epoch = epochs.get(number)
        of_epoch = [getattr(epoch, name) if epoch else "" for name in _OF_EPOCH]
        changes = [each.text for each in record.changes if -(-each.step // block) == number]
        steps = step - (number - 1) * block
        yield [step, f"{loss:.7g}", steps, *map(_plain, of_epoch), "; ".join(changes)]


def _plain(value: Any) -> Any:
    return f"{value:.7g}" if isinstance(value, float) else value


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
