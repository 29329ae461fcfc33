"""A lesson in the whole window: opened as by double click, held, ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.paths import Paths
from app.startup import Lab
from core.lessons.lesson_file import ENDING, LessonFile, to_bytes
from core.network.recipe import Recipe
from tests.app.left_windows import end

pytestmark = pytest.mark.slow


def hidden(lab: Lab) -> tuple[int, ...]:
    recipe = lab.train.recipe()
    assert recipe is not None
    return recipe.hidden


def test_a_lesson_that_is_named_begins_and_gives_back_what_was_there(look, qtbot, tmp_path: Path):
    path = tmp_path / f"rates{ENDING}"
    recipe = Recipe(hidden=(9,), epochs=2)
    path.write_bytes(to_bytes(LessonFile("Rates", "Run it.", "train", recipe, ("hidden",))))
    lab = Lab(Paths(tmp_path / "data", tmp_path / "settings.ini"), path)
    lab.window.show()
    qtbot.waitUntil(lambda: lab.is_complete, timeout=20_000)
    try:
        qtbot.waitUntil(lambda: lab.lessons.lesson is not None)
        assert lab.window.view == "train"
        assert lab.train.recipe() == recipe
        assert lab.lessons.bar.isVisible()
        lab.train.set_recipe(Recipe(hidden=(5,), epochs=7))  # as a preset does
        assert hidden(lab) == (9,)
        assert lab.actions["make-lesson"].isEnabled()
        lab.lessons.bar.buttons[1].click()
        assert not lab.lessons.bar.isVisible()
        assert hidden(lab) == Recipe().hidden
        lab.train.set_recipe(Recipe(hidden=(5,)))
        assert hidden(lab) == (5,)
    finally:
        end(lab)
