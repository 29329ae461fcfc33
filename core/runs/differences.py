"""What differs between runs: their recipes, what was changed on the way, data, start, versions and
results. Pure; words for the user."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.files.run_file import RunRecord
from core.recipe_changes import changes_text
from core.recipe_form import FIELDS

NOTHING = "–"
RECIPE, CHANGES, DATA, START, RESULTS, VERSIONS = (
    *("Recipe", "Changed on the way", "Data", "Start", "Results", "Versions"),
)
ENDS = {
    "completed": "all epochs",
    "early": "early stopping",
    "stopped": "stopped",
    "diverged": "diverged",
    "": "cut off",
}


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """parent: how the user knows the run that it was branched from, where it was."""

    record: RunRecord
    parent: str = ""

    @property
    def versions(self) -> Mapping[str, str]:
        return self.record.circumstances.versions

    @property
    def start(self) -> str:
        """What it began with."""
        about = self.record.circumstances
        if not about.parent:
            return "drawn by its seed"
        return f"{self.parent or about.parent}, step {about.parent_step:,}"


@dataclass(frozen=True)
class DifferenceRow:
    """One thing, as each of the runs has it. group: RECIPE, ..., VERSIONS."""

    group: str
    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def difference_rows(runs: Sequence[ComparedRun]) -> tuple[DifferenceRow, ...]:
    """Everything there is to compare, the same or not, in the order that it is read in."""
    rows = [
        DifferenceRow(group, label, tuple(say(run) for run in runs)) for group, label, say in _PARTS
    ]
    names = dict.fromkeys(name for run in runs for name in run.versions)
    rows += [
        DifferenceRow(VERSIONS, name, tuple(run.versions.get(name, NOTHING) for run in runs))
        for name in names
    ]
    return tuple(rows)


def differing(rows: Sequence[DifferenceRow]) -> tuple[DifferenceRow, ...]:
    """Those whose values are not all the same."""
    return tuple(row for row in rows if row.differs)


Say = Callable[[ComparedRun], str]


def _of_recipe(name: str, words: Callable[[object], str]) -> Say:
    return lambda run: words(getattr(run.record.recipe, name)) or "none"


def _best(name: str, pick: Callable[[Sequence[float]], float]) -> Say:
    def say(run: ComparedRun) -> str:
        known = [getattr(each, name) for each in run.record.epochs]
        finite = [value for value in known if math.isfinite(value)]
        return _figure(name, pick(finite)) if finite else NOTHING

    return say


def _figure(name: str, value: float) -> str:
    return f"{100 * value:.2f} %" if name.endswith("accuracy") else f"{value:.4g}"


def _test_accuracy(run: ComparedRun) -> str:
    accuracy = run.record.test_accuracy
    return NOTHING if accuracy is None else _figure("accuracy", accuracy)


_PARTS: tuple[tuple[str, str, Say], ...] = (
    *((RECIPE, each.label, _of_recipe(each.name, each.words)) for each in FIELDS),
    (CHANGES, "Changes", lambda run: changes_text(run.record.changes) or "none"),
    (DATA, "Data", lambda run: run.record.origin.name),
    (DATA, "Training examples", lambda run: f"{run.record.origin.train:,}"),
    (DATA, "Test examples", lambda run: f"{run.record.origin.test:,}"),
    (DATA, "Classes", lambda run: f"{len(run.record.origin.class_names)}"),
    (DATA, "Hash of the data", lambda run: run.record.circumstances.data_hash[:12] or NOTHING),
    (START, "First network", lambda run: run.start),
    (RESULTS, "Ended by", lambda run: ENDS.get(run.record.reason, run.record.reason)),
    (RESULTS, "Steps", lambda run: f"{run.record.steps:,}"),
    (RESULTS, "Epochs", lambda run: f"{len(run.record.epochs):,}"),
    (RESULTS, "Seconds", lambda run: f"{run.record.seconds:,.3g}"),
    (RESULTS, "Lowest validation loss", _best("validation_loss", min)),
    (RESULTS, "Best validation accuracy", _best("validation_accuracy", max)),
    (RESULTS, "Test accuracy", _test_accuracy),
)
