"""What is said of a run."""

from __future__ import annotations

from dataclasses import replace

from app.look.figures import THIN
from app.views.runs.words import DEFAULT_RECIPE, recipe_of
from core.presets import DEFAULT, PRESETS
from core.runs.summary import RunSummary

USUAL = RunSummary("1", PRESETS[DEFAULT])


def test_a_run_that_was_changed_is_not_as_it_comes_alone():
    assert recipe_of(USUAL) == DEFAULT_RECIPE
    assert recipe_of(replace(USUAL, changes=1)) == f"{DEFAULT_RECIPE} · 1{THIN}change"
    slow = replace(USUAL, recipe=replace(USUAL.recipe, learning_rate=0.01), changes=12)
    assert recipe_of(slow) == f"Learning rate 0.01 · 12{THIN}changes"
