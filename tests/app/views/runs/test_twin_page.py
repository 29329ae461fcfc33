"""Choosing one thing to change, and both runs as they train."""

import pytest
from PySide6.QtCore import Qt

from app.background.twin import TwinTrainer
from app.views.runs.twin.chooser import TwinChooser
from app.views.runs.twin.page import ONE_CHOOSES, SAME, SEEDS, SIZES, TwinPage
from core.network.recipe import Recipe
from core.recipe_form import FIELD
from tests.app.tiny import endless, recipe, session, split

__all__ = ["endless", "recipe", "session", "split"]


@pytest.fixture
def trainer(session):
    made = TwinTrainer(session)
    yield made
    assert made.close()


@pytest.fixture
def page(look, qtbot, trainer, split):
    made = TwinPage(trainer)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.set_recipe(Recipe(hidden=(8,), batch_size=32, epochs=3), "my run")
    made.start_wanted.connect(lambda recipes: trainer.start(recipes, split))
    made.show()
    return made


@pytest.mark.parametrize("field", list(FIELD))
@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(),
        Recipe(hidden=(), optimizer="adam", learning_rate=1000.0, epochs=100_000, patience=5),
        Recipe(l2=1.0, dropout=0.5, momentum=0.0, augmentation="all", seed=2**32 - 1),
    ],
    ids=["default", "few", "many"],
)
def test_each_field_can_be_the_one_that_differs(look, field, recipe):
    chooser = TwinChooser()
    chooser.set_recipe(recipe)
    chooser.field.setCurrentIndex(chooser.field.findData(field))
    made = chooser.recipes()
    if made is None:
        assert chooser.reason
    else:
        assert made.field == field
        assert made.first == recipe
    for part in chooser.parts:
        part.deleteLater()


def test_a_value_that_makes_no_pair_says_why(page, qtbot):
    page.chooser.choose("learning_rate", 0.1)
    assert not page.run.isEnabled()
    assert "the same" in page.sentence.text()
    page.chooser.choose("learning_rate", 0.3)
    assert page.run.isEnabled()
    assert page.sentence.text() == SAME
    line = page.chooser.editors["learning_rate"].control.lineEdit()
    line.clear()
    qtbot.keyClicks(line, "fast")
    assert not page.run.isEnabled()
    assert "number" in page.sentence.text()


def test_what_the_same_batches_mean_is_said(page):
    page.chooser.choose("seed", 5)
    assert page.sentence.text() == SEEDS
    page.chooser.choose("batch_size", 128)
    assert page.sentence.text() == SIZES
    page.chooser.choose("hardest", 0.25)
    assert page.sentence.text() == ONE_CHOOSES


@pytest.mark.slow
def test_both_are_drawn_as_they_train_and_told_at_the_end(page, trainer, qtbot):
    page.chooser.choose("learning_rate", 0.3)
    with qtbot.waitSignal(trainer.finished):
        qtbot.mouseClick(page.run, Qt.MouseButton.LeftButton)
    page.board.draw_now()
    assert [run.name for run in page.board.runs] == ["learning rate 0.1", "learning rate 0.3"]
    assert [run.steps for run in page.board.runs] == [30, 30]
    assert [row[1] for row in page.legend.texts()] == ["30", "30"]
    assert "Learning rate 0.1: " in page.sentence.text()
    assert "50 test digits right" in page.sentence.text()
    assert page.run.text() == "Train both"


@pytest.mark.slow
def test_batches_of_other_sizes_are_matched_by_epochs(page, trainer, qtbot):
    page.chooser.choose("batch_size", 160)
    with qtbot.waitSignal(trainer.finished):
        page.run.click()
    assert page.board.unit == "epoch"
    assert [row[1] for row in page.legend.texts()] == ["30", "6"]


@pytest.mark.slow
def test_pause_resume_and_stop(page, trainer, qtbot, endless):
    page.set_recipe(endless, "an endless run")
    page.chooser.choose("learning_rate", 0.3)
    page.run.click()
    qtbot.waitUntil(lambda: len(trainer.shown[1].history) > 3)
    assert page.run.text() == "Pause"
    assert not page.chooser.field.isEnabled()
    page.run.click()
    assert page.run.text() == "Resume"
    page.run.click()
    page.stop.click()
    qtbot.waitUntil(lambda: trainer.state == "idle")
    assert "stopped, " in page.sentence.text()
    assert page.chooser.field.isEnabled()
