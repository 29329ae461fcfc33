"""What is said of a run."""

from __future__ import annotations

from dataclasses import replace

from app.look.figures import THIN
from app.views.runs.words import DEFAULT_RECIPE, facts_of, recipe_of, recipe_words
from core.presets import DEFAULT, PRESETS
from core.recipe_changes import RecipeChange
from core.runs.summary import RunSummary

USUAL = RunSummary("1", PRESETS[DEFAULT])


def test_a_run_that_was_changed_is_not_as_it_comes_alone():
    assert recipe_of(USUAL) == DEFAULT_RECIPE
    assert recipe_of(replace(USUAL, changes=1)) == f"{DEFAULT_RECIPE} · 1{THIN}change"
    slow = replace(USUAL, recipe=replace(USUAL.recipe, learning_rate=0.01), changes=12)
    assert recipe_of(slow) == f"Learning rate 0.01 · 12{THIN}changes"


def test_a_recipe_is_named_by_the_preset_that_it_is_nearest_to():
    fast = PRESETS["The first second"]
    assert recipe_words(fast) == "The first second"
    assert recipe_words(replace(fast, learning_rate=0.5)) == "The first second · Learning rate 0.5"
    assert recipe_words(replace(PRESETS[DEFAULT], seed=7)) == "Seed 7"


def test_what_was_changed_is_told_once_it_is_read():
    run = replace(USUAL, changes=2)
    assert dict(facts_of(run))["Changed on the way"] == f"2{THIN}times"
    changes = RecipeChange(27, "learning_rate", 0.25, 0.5), RecipeChange(90, "l2", 0.0, 0.1)
    told = dict(facts_of(run, changes))["Changed on the way"].splitlines()
    assert told == ["step 27: Learning rate 0.25 → 0.5", "step 90: L2 penalty 0 → 0.1"]
