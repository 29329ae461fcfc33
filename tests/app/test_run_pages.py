"""From a run to its pages, in the whole window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.background.loading import STARTER
from app.look import theme
from app.paths import Paths
from app.startup import Lab
from core.network.recipe import Recipe
from tests.app.left_windows import end
from tests.app.tiny import recipe as recipe
from tests.app.tiny import split as split

pytestmark = pytest.mark.slow


@pytest.fixture
def lab(look: theme.Watcher, tmp_path: Path, qtbot, monkeypatch, split) -> Iterator[Lab]:
    monkeypatch.delenv("DIGIT_LAB_MNIST", raising=False)
    monkeypatch.setattr("app.background.loading.starter.starter_split", lambda **_: split)
    made = Lab(Paths(tmp_path, tmp_path / "settings.ini"))
    made.window.show()
    qtbot.waitUntil(lambda: made.is_complete)
    yield made
    end(made)


def train(lab: Lab, qtbot, recipe: Recipe) -> None:
    lab.train.set_recipe(recipe)
    lab.train.set_source(STARTER)
    with qtbot.waitSignal(lab.keeper.kept), qtbot.waitSignal(lab.session.finished):
        lab.train.run_or_pause()


def show_runs(lab: Lab, qtbot, count: int) -> None:
    """The table, with `count` runs, all of them selected."""
    lab.window.show_view("runs")
    lab.runs.view.show_page("all")

    def are_there() -> bool:
        lab.runs.shelf.refresh()
        rows = lab.runs.all_runs.model.rows
        return len(rows) == count and not any(each.is_written for each in rows)

    qtbot.waitUntil(are_there)
    lab.runs.all_runs.table.selectAll()


def test_a_run_is_gone_through_branched_and_paired_and_all_are_compared(
    lab: Lab, qtbot, recipe: Recipe
) -> None:
    train(lab, qtbot, recipe)
    show_runs(lab, qtbot, 1)
    buttons = lab.runs.all_runs.buttons
    assert not buttons["compare"].isEnabled()
    buttons["replay"].click()
    qtbot.waitUntil(lambda: lab.runs.view.page == "replay")
    pages = lab.runs.pages
    qtbot.waitUntil(lambda: len(pages.replay.meter.figures) > 5)
    pages.replay.transport.go_to(3)
    qtbot.waitUntil(lambda: pages.replay.index == 3)
    step = int(pages.replay._run.frames.steps[3])
    parent = pages.replay._run.run_id
    pages.replay.branch.click()
    assert lab.window.view == "train"
    assert lab.train.start.isVisible()
    train(lab, qtbot, recipe)
    show_runs(lab, qtbot, 2)
    branch = next(each for each in lab.runs.shelf.runs if each.parent)
    assert (branch.parent, branch.parent_step) == (parent, step)
    lab.runs.view.show_page("twin")
    with qtbot.waitSignal(pages.twin._trainer.finished):
        pages.twin.run.click()
    show_runs(lab, qtbot, 4)
    names = {each.marks.name for each in lab.runs.shelf.runs}
    assert {"learning rate 0.1", "learning rate 0.3"} <= names
    buttons["compare"].click()
    qtbot.waitUntil(lambda: lab.runs.view.page == "compare")
    assert len(pages.compare.board.runs) == 4
    labels = {row.label for row in pages.compare.table.shown}
    assert {"Learning rate", "First network"} <= labels


def test_a_network_on_the_way_is_used_for_drawing(lab: Lab, qtbot, recipe: Recipe) -> None:
    train(lab, qtbot, recipe)
    show_runs(lab, qtbot, 1)
    lab.runs.all_runs.buttons["replay"].click()
    qtbot.waitUntil(lambda: lab.runs.pages.replay.index > 0)
    lab.runs.pages.replay.use.click()
    assert lab.network.snapshot.facts["steps"] == 30
