"""The whole window, put together as a user gets it, in a folder of its own."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app import startup
from app.background.training.messages import TeachProgress
from app.look import theme
from app.paths import Paths
from app.state import summary
from app.state.my_handwriting import LessonState
from app.state.unfinished_run import FILE_NAME
from core.errors import ModelFileError
from core.files import model_file
from core.ink.strokes import Drawing
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.version import NAME
from tests.app.left_windows import end

pytestmark = pytest.mark.slow

Open = Callable[..., startup.Lab]


@pytest.fixture
def open_lab(
    look, tmp_path: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, qtbot
) -> Iterator[Open]:
    """Opens the window, and ends the one before; settings last from one to the next."""
    monkeypatch.setattr(model_file, "shipped", lambda: snapshot)
    monkeypatch.delenv("DIGIT_LAB_MNIST", raising=False)
    opened: list[startup.Lab] = []

    def open_one(*, whole: bool = True, network: Path | None = None) -> startup.Lab:
        end_all()
        lab = startup.Lab(Paths(tmp_path / "data", tmp_path / "settings.ini"), network)
        opened.append(lab)
        lab.window.show()
        if whole:
            qtbot.waitUntil(lambda: lab.is_complete)
        return lab

    def end_all() -> None:
        while opened:
            end(opened.pop())

    yield open_one
    end_all()


def test_a_drawing_is_read_and_told_in_the_title(open_lab: Open, seven: Drawing, qtbot) -> None:
    lab = open_lab()
    assert lab.window.windowTitle() == NAME
    assert lab.window.status.network.text().startswith("In use: test network")
    lab.draw.canvas.set_drawing(seven)
    qtbot.waitUntil(lambda: lab.draw.prediction is not None)
    told = summary.drawing_title([digit.reading for digit in lab.draw.digits])
    assert lab.window.windowTitle() == f"{told} – {NAME}"
    lab.actions["view-train"].trigger()
    assert lab.window.windowTitle() == NAME
    lab.actions["view-draw"].trigger()
    lab.actions["clear"].trigger()
    qtbot.waitUntil(lambda: lab.window.windowTitle() == NAME)


def test_whoever_is_quicker_than_the_start_finds_the_view_ready(open_lab: Open, qtbot) -> None:
    lab = open_lab(whole=False)
    with qtbot.waitSignal(lab.window.painted):
        pass
    assert not lab.is_complete
    lab.actions["view-train"].trigger()
    assert lab.is_complete
    assert lab.actions["run"].isEnabled()


def test_choices_last_until_the_next_time(open_lab: Open) -> None:
    lab = open_lab()
    lab.actions["view-train"].trigger()
    lab.actions["theme-dark"].trigger()
    lab.draw.set_brush(0.1)
    lab.train.set_recipe(Recipe(hidden=(31,), seed=5))
    assert not lab.train.bar.log.isChecked()
    lab.train.bar.log.click()
    lab.window.close()
    again = open_lab()
    assert again.window.view == "train"
    assert theme.tokens() is theme.DARK
    assert again.actions["theme-dark"].isChecked()
    assert again.draw.canvas.brush == 0.1
    assert again.train.recipe() == Recipe(hidden=(31,), seed=5)
    assert again.train.charts.logarithmic


def test_the_chosen_data_set_lasts_while_it_is_there(
    open_lab: Open, digit_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGIT_LAB_MNIST", str(digit_folder))
    lab = open_lab()
    assert lab.train.source == "mnist"
    lab.train.panel.sources.setCurrentText("Starter digits")
    lab.window.close()
    again = open_lab()
    assert again.train.source == "starter"
    again.train.panel.sources.setCurrentText("MNIST")
    again.window.close()
    monkeypatch.delenv("DIGIT_LAB_MNIST")
    assert open_lab().train.source == "starter"


def test_own_digits_are_opened_again_for_the_next_run(
    open_lab: Open, digit_folder: Path, qtbot
) -> None:
    lab = open_lab()
    lab.data.open_folder(digit_folder)
    qtbot.waitUntil(lambda: lab.train.source == "folder")
    lab.window.close()
    again = open_lab()
    qtbot.waitUntil(lambda: again.train.source == "folder")
    again.window.close()
    digit_folder.rename(digit_folder.with_name("elsewhere"))
    last = open_lab()
    qtbot.waitUntil(lambda: str(digit_folder) in last.data.digit_sets.cards["folder"].note.text())
    assert last.train.source == "starter"


def test_without_a_network_the_window_opens_and_says_so(
    open_lab: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Snapshot:
        raise ModelFileError("The shipped network is missing.")

    monkeypatch.setattr(model_file, "shipped", missing)
    lab = open_lab()
    assert "The shipped network is missing." in lab.draw.answer.headline.words.text()
    assert not lab.actions["save-network"].isEnabled()


def test_digits_to_compare_with_are_found_when_they_are_looked_at(
    open_lab: Open, seven: Drawing, digit_folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    monkeypatch.setenv("DIGIT_LAB_MNIST", str(digit_folder))
    lab = open_lab()
    lab.draw.canvas.set_drawing(seven)
    assert lab.loader.ready == {}
    lab.draw.answer.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(lab.draw.answer.steps.nearest.names) == 3, timeout=20_000)
    assert lab.draw.answer.steps.nearest.caption.text().startswith("Most alike in")


def test_a_network_that_is_named_is_read_with(open_lab: Open, tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    model_file.save(Network((784, 12, 10), rng=np.random.default_rng(1)).snapshot(), path)
    lab = open_lab(network=path)
    assert lab.network.snapshot is not None
    assert lab.network.snapshot.dimensions == (784, 12, 10)
    assert lab.window.status.network.text().startswith("In use: mine")


def test_a_named_network_that_is_not_there_leaves_the_shipped_one(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    lab = open_lab(network=tmp_path / "nothing.safetensors")
    assert lab.network.snapshot is not None
    assert lab.network.snapshot.name == "test network"
    (box,) = lab.window.findChildren(QMessageBox)
    assert "nothing.safetensors" in box.text()
    box.close()


def test_run_pause_and_stop_by_their_actions(open_lab: Open, qtbot) -> None:
    lab = open_lab()
    lab.train.set_recipe(Recipe(hidden=(8,), epochs=1000))
    assert not lab.actions["stop"].isEnabled()
    lab.actions["run"].trigger()
    qtbot.waitUntil(lambda: lab.session.latest is not None, timeout=20_000)
    assert lab.actions["run"].text() == "&Pause"
    lab.actions["view-train"].trigger()
    qtbot.waitUntil(lambda: lab.window.windowTitle().startswith("Training "))
    assert lab.window.status.bar.isVisible()
    lab.actions["run"].trigger()
    qtbot.waitUntil(lambda: lab.actions["run"].text() == "&Resume")
    lab.actions["stop"].trigger()
    qtbot.waitUntil(lambda: lab.actions["run"].text() == "&Run", timeout=10_000)
    qtbot.waitUntil(lambda: lab.window.windowTitle() == NAME)
    assert lab.window.status.activity.text() == ""


def test_a_run_cut_off_by_closing_keeps_its_network(open_lab: Open, tmp_path: Path, qtbot) -> None:
    lab = open_lab()
    lab.train.set_recipe(Recipe(hidden=(8,), epochs=1000))
    lab.actions["run"].trigger()
    qtbot.waitUntil(lambda: lab.session.latest is not None, timeout=20_000)
    lab.window.close()
    lab.close()
    assert not lab.session.is_active
    kept = model_file.load(tmp_path / "data" / "models" / FILE_NAME)
    assert kept.dimensions == (784, 8, 10)
    again = open_lab()
    assert FILE_NAME in again.window.status.activity.text()
    again.window.close()
    assert open_lab().window.status.activity.text() == ""


STUCK = """
import sys, time
from PySide6.QtCore import QTimer
from app import startup
from app.background.training import run
from core.network.recipe import Recipe

def stuck(network, recipe, split, *, controls=None):
    began = time.monotonic()
    for report in train(network, recipe, split, controls=controls):
        yield report
        if time.monotonic() > began + 0.3:
            time.sleep(60)

def close_in_time(lab):
    finish(lab)
    lab.session.progress.connect(lambda _: QTimer.singleShot(1000, lab.window.close))
    lab.train.set_recipe(Recipe(hidden=(8,), epochs=1000))
    lab.window.show_view("train")
    lab.actions["run"].trigger()

train, run.train = run.train, stuck
finish, startup.Lab._finish = startup.Lab._finish, close_in_time
sys.exit(startup.run(["digit-lab"]))
"""


def test_closing_does_not_wait_for_a_step_that_never_ends(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "DIGIT_LAB_MNIST"}
    environ |= {"DIGIT_LAB_DATA": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    ended = subprocess.run(
        [sys.executable, "-c", STUCK], env=environ, capture_output=True, text=True, timeout=50
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    kept = model_file.load(tmp_path / "models" / FILE_NAME)
    assert kept.dimensions == (784, 8, 10)


def test_what_draw_is_taught_joins_my_handwriting(open_lab: Open, seven: Drawing, qtbot) -> None:
    lab = open_lab()
    lab.draw.canvas.set_drawing(seven)
    qtbot.waitUntil(lambda: lab.draw.prediction is not None)
    qtbot.keyClick(lab.window, Qt.Key.Key_7)
    (taught,) = lab.hand.open_set.drawings
    assert taught.digit == 7
    assert lab.data.hand.grid.ids == [taught.id]
    lab.draw.undo_taught.emit()
    assert lab.hand.open_set.drawings == ()


def test_a_taught_network_and_the_open_set_last_until_the_next_time(
    open_lab: Open, snapshot: Snapshot
) -> None:
    lab = open_lab()
    lab.hand.create("Ben")
    lab.network.keep(dataclasses.replace(snapshot, name="taught"))
    lab.window.close()
    again = open_lab()
    assert again.hand.name == "Ben"
    assert again.network.snapshot.name == "taught"
    again.network.go_back()
    again.window.close()
    assert open_lab().network.snapshot is snapshot


def test_learning_is_told_in_the_status_line(open_lab: Open, seven: Drawing, qtbot) -> None:
    lab = open_lab()
    lab.hand.teach(seven, 7)
    lab.hand.learning = LessonState.LEARNING
    lab.hand.progressed.emit(TeachProgress(0.25, 3.0))
    assert lab.window.status.activity.text() == "Learning your hand: 25%"
    lab.hand.learning = LessonState.ASKING
    lab.hand.learning_changed.emit()
    assert "see Data" in lab.window.status.activity.text()
    lab.hand.learning = LessonState.NOTHING
    lab.hand.learning_changed.emit()
    assert lab.window.status.activity.text() == ""
