"""Twins are kept in the library, each as a run of its own."""

import numpy as np
import pytest

from app.background.loading import STARTER
from app.background.twin import TwinTrainer
from app.state.twin_keeper import TwinKeeper, marks_of
from core.network.recipe import Recipe
from core.runs.library import RunLibrary
from core.runs.twins import TwinRecipes
from tests.app.tiny import endless, loader, recipe, session, split

__all__ = ["endless", "loader", "recipe", "session", "split"]
pytestmark = [pytest.mark.numeric, pytest.mark.slow]


@pytest.fixture
def trainer(session):
    made = TwinTrainer(session)
    yield made
    assert made.close()


@pytest.fixture
def keeper(trainer, loader, tmp_path, qtbot):
    with qtbot.waitSignal(loader.loaded):
        loader.make_starter()
    made = TwinKeeper(trainer, loader, tmp_path / "runs")
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def library(tmp_path):
    return RunLibrary(tmp_path / "runs")


def finish(trainer, qtbot, recipes, split, keeper):
    with qtbot.waitSignal(trainer.finished):
        trainer.start(recipes, split)
    qtbot.waitUntil(lambda: not keeper.runners[0].is_running)


def test_both_are_runs_of_their_own(trainer, keeper, library, qtbot, recipe, split, loader):
    recipes = TwinRecipes.of(recipe, "learning_rate", 0.3)
    finish(trainer, qtbot, recipes, loader.ready[STARTER].split, keeper)
    kept = {each.marks.name: each for each in library.summaries()}
    assert set(kept) == {"learning rate 0.1", "learning rate 0.3"}
    for (name, summary), shown in zip(sorted(kept.items()), trainer.shown, strict=True):
        other = ({*kept} - {name}).pop()
        assert f"Twin of “{other}”" in summary.marks.note
        assert (summary.id, summary.reason) == (shown.run_id, "completed")
        assert not summary.is_written
        assert summary.data_hash
        record = library.load(summary.id)
        assert record.recipe == shown.request.recipe
        assert record.origin.source == STARTER
        np.testing.assert_array_equal(record.losses, shown.history.loss.values)
        assert record.test_accuracy == shown.result.test_accuracy
        frames = library.frames(summary.id)
        assert frames.steps[0] == 0
        assert frames.steps[-1] == record.steps
        np.testing.assert_array_equal(frames.theta(len(frames) - 1), record.network.theta)


def test_what_is_stopped_can_go_on(trainer, keeper, library, qtbot, endless, split):
    trainer.start(TwinRecipes.of(endless, "l2", 0.01), split)
    qtbot.waitUntil(lambda: len(trainer.shown[1].history) > 3)
    with qtbot.waitSignal(trainer.finished):
        trainer.stop()
    qtbot.waitUntil(lambda: not keeper.runners[0].is_running)
    summaries = library.summaries()
    assert [each.reason for each in summaries] == ["stopped", "stopped"]
    assert all(each.can_go_on for each in summaries)


def test_a_full_disk_is_told_and_both_go_on(trainer, keeper, qtbot, recipe, split, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.files.run_file.save", full)
    said = []
    keeper.failed.connect(said.append)
    finish(trainer, qtbot, TwinRecipes.of(recipe, "l2", 0.01), split, keeper)
    assert trainer.shown[1].result.reason == "completed"
    assert "No space left" in said[0]


def test_seeds_are_told_apart():
    (name, note), _ = marks_of(TwinRecipes.of(Recipe(seed=3), "seed", 8))
    assert name == "seed 3"
    assert "batches of seed 3" in note
