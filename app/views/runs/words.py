"""What is said of a run in a table, a legend or a sentence."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from app.look import figures
from core.network.recipe import Recipe
from core.presets import DEFAULT, PRESETS
from core.recipe_changes import RecipeChange, changes_text
from core.recipe_form import Field, differing_fields
from core.runs.summary import RECENT_STEPS, RunSummary

NOTHING = "–"
ENDS = {
    "completed": "Done",
    "early": "Ended early",
    "stopped": "Stopped",
    "diverged": "Diverged",
    "": "Cut off",
}
RUNNING = "Running"
UNREADABLE = "Cannot be read"
DEFAULT_RECIPE = "As it comes"


def name_of(run: RunSummary) -> str:
    """The name that the user gave it, or when it began."""
    return run.marks.name or f"Run of {when(run)}"


def when(run: RunSummary) -> str:
    """Such as “2026-03-01 14:05”, in the time of this place."""
    seconds = run.began or run.written
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds)) if seconds else NOTHING
    except (OSError, OverflowError, ValueError):  # a time that this system does not know
        return NOTHING


def end_of(run: RunSummary) -> str:
    if run.problem:
        return UNREADABLE
    if run.is_written:
        return RUNNING
    return ENDS.get(run.reason, ENDS[""])


def steps_of(run: RunSummary) -> str:
    if run.problem:
        return NOTHING
    if run.steps < run.total_steps and run.reason != "early":
        return f"{figures.count(run.steps)} of {figures.count(run.total_steps)}"
    return figures.count(run.steps)


def share(value: float | None) -> str:
    return NOTHING if value is None else figures.percent(value)


def loss(value: float | None) -> str:
    return NOTHING if value is None else figures.figure(value)


def recipe_of(run: RunSummary) -> str:
    """recipe_words() of its recipe, and how often it was changed."""
    words = recipe_words(run.recipe)
    return f"{words} · {figures.counted(run.changes, 'change')}" if run.changes else words


def recipe_words(recipe: Recipe) -> str:
    """The preset that it is nearest to, unless that is the one that the app comes with, and what
    is not as there."""
    name = min(PRESETS, key=lambda each: len(differing_fields(recipe, PRESETS[each])))
    own = differing_fields(recipe, PRESETS[name])
    words = [_words(each, getattr(recipe, each.name)) for each in own]
    return " · ".join(words if name == DEFAULT else [name, *words]) or DEFAULT_RECIPE


def _words(field: Field, value: Any) -> str:
    """“Adam” says what it is; “0.01” and “None” do not."""
    words = field.words(value) or "none"
    return words if field.name in ("optimizer", "activation") else f"{field.label} {words}"


def facts_of(run: RunSummary, changes: Sequence[RecipeChange] = ()) -> Sequence[tuple[str, str]]:
    """What else is known of it: labels with their words. changes: of its recipe, where they are
    known, and not only how many there were."""
    times = figures.counted(run.changes, "time") if run.changes else ""
    digits = f"{run.data}, {figures.count(run.examples)} to learn from"
    facts = [
        ("Ended", end_of(run)),
        ("Recipe", recipe_words(run.recipe)),
        ("Changed on the way", changes_text(changes) or times),
        ("Data", digits),
        ("Hash of the data", run.data_hash[:12]),
        ("Test accuracy", share(run.test_accuracy)),
        ("Validation accuracy", share(run.validation_accuracy)),
        (
            "Training loss",
            "" if run.loss is None else f"{loss(run.loss)}, last {RECENT_STEPS} steps",
        ),
        ("Branched from", f"{run.parent}, step {run.parent_step:,}" if run.parent else ""),
        ("Made with", ", ".join(f"{name} {each}" for name, each in run.versions.items())),
        ("On the disk", figures.size(run.run_bytes)),
        (
            "Networks on the way",
            figures.size(run.frame_bytes) if run.frame_bytes else "None are left",
        ),
    ]
    return [(label, words) for label, words in facts if words and words != NOTHING]
