"""What the pages of runs are asked for reaches them, with the digits of the run."""

import shutil

import numpy as np
import pytest

from app.background.loading import FOLDER, STARTER
from app.background.opening_runs import RunOpener
from app.background.twin import BUSY, TwinTrainer
from app.state.run_digits import OTHERS, RunDigits
from app.views.runs.pages import RunPages
from core.files.run_file import Origin, RunRecord
from core.network.network import Network
from core.network.recipe import Recipe
from core.runs.frames import Frame
from core.runs.library import RunLibrary
from tests.app.tiny import digit_folder, endless, loader, recipe, session, split

__all__ = ["digit_folder", "endless", "loader", "recipe", "session", "split"]


@pytest.fixture
def library(tmp_path):
    return RunLibrary(tmp_path / "runs")


@pytest.fixture
def trainer(session):
    made = TwinTrainer(session)
    yield made
    assert made.close()


@pytest.fixture
def pages(look, qtbot, library, trainer, loader, recipe, split):
    opener = RunOpener(library.folder)
    made = RunPages(opener, trainer, RunDigits(loader), lambda: (recipe, lambda act: act(split)))
    for page in (made.compare, made.replay, made.twin):
        qtbot.addWidget(page)
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def kept(library, recipe, split):
    """(id, name) of a run with three kept networks."""
    origin = Origin.of(split, STARTER)
    losses = np.linspace(2, 1, 6, dtype=np.float32)
    network = Network.from_recipe(recipe)
    run_id = library.write(
        RunRecord(recipe, origin, losses, (), 1.0, network.snapshot(), None, "stopped", "Stopped.")
    )
    writer = library.writer(run_id)
    writer.append([Frame(step, network.theta) for step in (0, 2, 6)])
    writer.close()
    return run_id, "mine"


def test_runs_are_compared(pages, kept, qtbot):
    with qtbot.waitSignal(pages.wanted) as wanted:
        pages.compare_runs([kept, kept])
    assert wanted.args == ["compare"]
    assert [each.name for each in pages.compare.board.runs] == ["mine", "mine"]


def test_a_run_is_gone_through_with_its_digits(pages, kept, qtbot, split):
    with qtbot.waitSignal(pages.wanted) as wanted:
        pages.go_through(kept)
    assert wanted.args == ["replay"]
    qtbot.waitUntil(lambda: len(pages.replay.meter.figures) == 3)
    assert pages.replay.meter.figures[0].tested == len(split.test)


def test_other_digits_are_not_measured(pages, library, kept, qtbot, loader, split):
    record = library.load(kept[0])
    origin = Origin(STARTER, "", "Tiny", 320, 50, 1234)
    run_id = library.write(
        RunRecord(recipe=record.recipe, origin=origin, losses=record.losses, epochs=(),
                  seconds=1.0, network=record.network, reason="stopped")
    )  # fmt: skip
    writer = library.writer(run_id)
    writer.append([Frame(0, record.network.theta)])
    writer.close()
    pages.go_through((run_id, "others"))
    qtbot.waitUntil(lambda: OTHERS in pages.replay.sentence.text())
    assert not pages.replay.meter.figures


def test_a_run_that_is_gone_is_told(pages, qtbot):
    with qtbot.waitSignal(pages.failed):
        pages.go_through(("20260101-000000-abcdef", "gone"))


@pytest.mark.slow
def test_a_twin_of_a_run_trains_on_its_digits(pages, kept, trainer, qtbot):
    with qtbot.waitSignal(pages.wanted) as wanted:
        pages.twin_of(kept)
    assert wanted.args == ["twin"]
    assert "“mine”" in pages.twin.base.text()
    with qtbot.waitSignal(trainer.finished):
        pages.twin.run.click()
    assert trainer.shown[0].request.split.name == "Tiny"


def test_the_recipe_of_train_is_taken_when_none_was_chosen(pages, recipe, qtbot):
    pages.twin.show()
    assert "recipe of Train" in pages.twin.base.text()
    assert pages.twin.chooser.recipes().first == recipe


def test_a_recipe_that_is_none_is_told(pages):
    pages._of_train = lambda: (None, lambda act: None)
    pages.twin_of_train()
    assert "another value" in pages.twin.sentence.text()


@pytest.mark.slow
def test_twins_wait_for_train(pages, session, endless, split, qtbot):
    pages.twin.show()
    session.run(endless, split)
    pages.twin.run.click()
    assert pages.twin.sentence.text() == BUSY
    session.stop()
    qtbot.waitUntil(lambda: session.state == "idle")


def test_a_runs_own_folder_is_opened_in_place_of_another(loader, digit_folder, tmp_path, qtbot):
    first, found = tmp_path / "first", []
    shutil.copytree(digit_folder, first)
    for folder in (first, digit_folder):
        with qtbot.waitSignal(loader.loaded):
            loader.reopen(str(folder))
    mine = loader.ready[FOLDER]
    digits = RunDigits(loader)
    digits.ask(Origin.of(mine.split, FOLDER, mine.folder), found.append)
    assert found == [mine.split]
    loader.reopen(str(first))
    qtbot.waitUntil(lambda: loader.own_folder != mine.folder)
    digits.ask(Origin.of(mine.split, FOLDER, mine.folder), found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert loader.own_folder == mine.folder


def test_a_recipe_has_a_field_for_each_editor(pages):
    assert set(pages.twin.chooser.editors) == set(Recipe.__dataclass_fields__)
