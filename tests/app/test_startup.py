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
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from app import startup
from app.background.training.messages import Taught, TeachProgress
from app.desktop.window_folder import WindowFolder
from app.look import figures, theme
from app.paths import Paths
from app.state import summary
from app.state.my_handwriting import LessonState
from core.errors import ModelFileError
from core.files import model_file, run_file
from core.files.leftovers import temporary_name
from core.ink.strokes import Drawing
from core.network.evaluation import Evaluation
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.presets import DEFAULT, PRESETS
from core.reading.fine_tuning import BeforeAfter, CrossValidation, FineTuning
from core.runs.library import RunLibrary
from core.version import NAME, RUN_ENDING
from tests.app.left_windows import end
from tests.core.runs.records import held_run

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
    told = summary.drawing_title(lab.draw.answers)
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


def test_the_first_start_comes_with_the_recipe_of_the_app(open_lab: Open) -> None:
    lab = open_lab()
    assert lab.train.recipe() == PRESETS[DEFAULT]


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
    lab.data.digit_sets.open_paths([digit_folder])
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
    assert lab.draw.answer.steps.nearest.caption.text() == "Most alike"


def test_an_image_of_a_set_is_looked_into_and_its_label_lasts(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    lab = open_lab()
    lab.window.show_view("data")
    browser = lab.data.digit_sets.browser
    qtbot.waitUntil(lambda: browser.grid.answers is not None)
    browser.grid.chosen.emit(7)
    old = int(browser.dataset.labels[7])
    new = (old + 1) % 10
    browser.card.label.activated.emit(new)
    assert browser.dataset.labels[7] == new
    assert [path.suffix for path in (tmp_path / "data" / "changed labels").iterdir()] == [".json"]
    browser.card.inside.click()
    assert lab.window.view == "inspect"
    microscope = lab.inspect.microscope
    assert microscope.chooser.example().labels.tolist() == [new]
    again = open_lab()
    again.window.show_view("data")
    browser = again.data.digit_sets.browser
    qtbot.waitUntil(lambda: browser.dataset is not None)
    assert browser.dataset.labels[7] == new


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
    qtbot.waitUntil(lambda: lab.session.shown.latest is not None, timeout=20_000)
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


def begin_run(lab: startup.Lab, qtbot, **recipe: object) -> None:
    lab.train.set_recipe(Recipe(hidden=(8,), **recipe))
    lab.actions["run"].trigger()
    qtbot.waitUntil(lambda: len(lab.session.shown.history) > 20, timeout=20_000)


def end_run(lab: startup.Lab, qtbot) -> None:
    """A short run, to its end."""
    begin_run(lab, qtbot, epochs=1)
    qtbot.waitUntil(lambda: lab.session.shown.result is not None, timeout=20_000)


def offered(lab: startup.Lab, qtbot) -> dict[str, QPushButton]:
    """The buttons of the offer, by their texts."""
    qtbot.waitUntil(lambda: not lab.window.offers.isHidden(), timeout=10_000)
    return {each.text(): each for each in lab.window.offers.buttons}


def windows(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "data" / "windows").iterdir())


def test_a_run_cut_off_by_closing_goes_on_at_the_next_start(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    lab = open_lab()
    begin_run(lab, qtbot, epochs=1000)
    lab.window.close()
    lab.close()
    assert not lab.session.is_active
    losses = lab.session.shown.history.loss.values

    again = open_lab()
    buttons = offered(again, qtbot)
    assert list(buttons) == ["Continue the run", "Show it"]
    count = figures.counted(len(losses), "step")
    assert f"cut off after {count}." in again.window.offers.sentence.text()
    buttons["Continue the run"].click()
    qtbot.waitUntil(lambda: len(again.session.shown.history) > len(losses) + 20, timeout=20_000)
    np.testing.assert_array_equal(again.session.shown.history.loss.values[: len(losses)], losses)
    assert again.window.view == "train"
    assert again.window.offers.isHidden()
    assert again.session.shown.latest.step == len(again.session.shown.history)
    qtbot.waitUntil(lambda: len(windows(tmp_path)) == 1)


def test_a_run_that_has_ended_is_offered_at_the_next_start(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    lab = open_lab()
    end_run(lab, qtbot)
    result, text = lab.session.shown.result, lab.train.outcome.sentence.text()
    lab.window.close()
    again = open_lab()
    buttons = offered(again, qtbot)
    assert list(buttons) == ["Show it"]
    buttons["Show it"].click()
    assert again.session.shown.result.sentence == result.sentence
    assert again.session.shown.result.test_accuracy == result.test_accuracy
    np.testing.assert_array_equal(again.train.outcome.network.theta, result.snapshot.theta)
    assert again.train.outcome.sentence.text() == text
    qtbot.waitUntil(lambda: len(windows(tmp_path)) == 1)
    again.window.close()
    third = open_lab()  # it is still there
    offered(third, qtbot)
    third.window.offers.cross.click()
    qtbot.waitUntil(lambda: len(windows(tmp_path)) == 1)
    third.window.close()
    third.close()
    assert windows(tmp_path) == []


def test_a_run_of_a_living_window_is_not_offered(open_lab: Open, tmp_path: Path, qtbot) -> None:
    other = WindowFolder(tmp_path / "data" / "windows")
    other.run_file.write_bytes(b"its run")
    other.crash_file.write_text("Fatal")
    lab = open_lab()
    qtbot.wait(200)
    assert lab.window.offers.isHidden()
    assert other.run_file.read_bytes() == b"its run"
    other.close()


def lesson_of(taught: Snapshot) -> Taught:
    """A lesson that came to this network."""
    even = Evaluation(1.0, np.eye(10, dtype=np.int64))
    return Taught(
        FineTuning(taught, CrossValidation(3, 1, 2), BeforeAfter(even, even), "digits", 0.3), 1.0
    )


def test_what_a_lesson_came_to_is_offered_at_the_next_start(
    open_lab: Open, tmp_path: Path, snapshot: Snapshot, qtbot
) -> None:
    lab = open_lab()
    taught = dataclasses.replace(snapshot, name="taught")
    lab.session.taught.emit(lesson_of(taught))
    lab.window.close()
    again = open_lab()
    offered(again, qtbot)["Use what it learned"].click()
    assert again.network.snapshot.name == "taught"
    assert again.window.offers.isHidden()
    assert len(windows(tmp_path)) == 1
    lab = open_lab()
    assert lab.network.snapshot.name == "taught"
    qtbot.wait(200)
    assert lab.window.offers.isHidden()


def test_what_was_answered_is_not_offered(open_lab: Open, snapshot: Snapshot, qtbot) -> None:
    lab = open_lab()
    lab.session.taught.emit(lesson_of(snapshot))
    lab.hand.discard()
    lab.window.close()
    again = open_lab()
    qtbot.wait(200)
    assert again.window.offers.isHidden()


def old_window(tmp_path: Path) -> Path:
    """Where a version without a library left the run of a window that was closed."""
    folder = tmp_path / "data" / "windows" / "2099-01-01 00.00.00 1-0"  # the first to be looked at
    folder.mkdir(parents=True)
    for name in ("lock", "closed"):
        (folder / name).touch()
    return folder / f"last{RUN_ENDING}"


def test_a_run_that_cannot_be_read_stays_and_the_next_is_offered(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    lab = open_lab()
    end_run(lab, qtbot)
    lab.window.close()
    lab.close()
    old_window(tmp_path).write_bytes(b"of a version to come")
    again = open_lab()
    assert list(offered(again, qtbot)) == ["Show it"]
    summaries = RunLibrary(tmp_path / "data" / "runs").summaries()
    (unread,) = (each for each in summaries if each.problem)
    kept = tmp_path / "data" / "runs" / f"{unread.id}{RUN_ENDING}"
    assert kept.read_bytes() == b"of a version to come"


def test_a_run_of_a_version_without_a_library_is_offered_and_taken_into_it(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    run_file.save(held_run(), old_window(tmp_path))
    lab = open_lab()
    buttons = offered(lab, qtbot)
    assert list(buttons) == ["Continue the run", "Show it"]
    (summary,) = RunLibrary(tmp_path / "data" / "runs").summaries()
    assert (summary.data, summary.steps) == ("Noise", 3)
    lab.window.close()
    assert list(offered(open_lab(), qtbot)) == ["Continue the run", "Show it"]


def test_a_run_that_was_stopped_goes_on_from_the_table_to_the_last_bit(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    lab = open_lab()
    begin_run(lab, qtbot, epochs=1000)
    lab.actions["stop"].trigger()
    qtbot.waitUntil(lambda: lab.session.shown.result is not None, timeout=20_000)
    losses, run_id = lab.session.shown.history.loss.values.copy(), lab.session.shown.run_id
    library = RunLibrary(tmp_path / "data" / "runs")
    qtbot.waitUntil(lambda: library.summary(run_id).reason == "stopped")
    lab.window.show_view("runs")
    page = lab.runs.all_runs
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page._read is not None)
    page.buttons["continue"].click()
    qtbot.waitUntil(lambda: len(lab.session.shown.history) > len(losses) + 20, timeout=20_000)
    assert lab.window.view == "train"
    assert lab.session.shown.run_id == run_id
    lab.session.stop()
    qtbot.waitUntil(lambda: lab.session.shown.result is not None, timeout=20_000)
    steps = len(lab.session.shown.history)
    np.testing.assert_array_equal(lab.session.shown.history.loss.values[: len(losses)], losses)
    qtbot.waitUntil(lambda: library.summary(run_id).steps == steps)
    (summary,) = library.summaries()
    frames = library.frames(run_id)
    assert frames.steps[0] == 0
    assert frames.steps[-1] == steps == summary.steps
    np.testing.assert_array_equal(frames.theta(-1), library.load(run_id).network.theta)


def test_the_run_that_goes_on_is_first_in_the_table_and_counts(open_lab: Open, qtbot) -> None:
    lab = open_lab()
    lab.window.show_view("runs")
    begin_run(lab, qtbot, epochs=1000)
    model = lab.runs.all_runs.model
    qtbot.waitUntil(lambda: bool(model.rows) and model.rows[0].steps > 0, timeout=10_000)
    steps = model.rows[0].steps
    lab.runs.shelf.refresh()
    qtbot.waitUntil(lambda: model.rows[0].steps > steps, timeout=10_000)
    assert model.rows[0].id == lab.session.shown.run_id
    qtbot.waitUntil(lambda: model.rows[0].validation_loss is not None, timeout=10_000)
    assert model.rows[0].is_written


def test_what_is_deleted_in_runs_comes_back_by_undo(open_lab: Open, tmp_path: Path, qtbot) -> None:
    RunLibrary(tmp_path / "data" / "runs").write(held_run())
    lab = open_lab()
    lab.window.show_view("runs")
    page = lab.runs.all_runs
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.selectRow(0)
    page.delete()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert lab.actions["undo"].isEnabled()
    lab.actions["undo"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert not lab.actions["undo"].isEnabled()


def test_a_run_that_was_put_into_the_bin_is_not_offered(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    lab = open_lab()
    end_run(lab, qtbot)
    lab.window.close()
    lab.close()
    library = RunLibrary(tmp_path / "data" / "runs")
    library.delete(each.id for each in library.summaries())
    again = open_lab()
    qtbot.waitUntil(lambda: len(windows(tmp_path)) == 1)
    assert again.window.offers.isHidden()


def test_a_reset_can_be_undone(open_lab: Open, qtbot) -> None:
    lab = open_lab()
    end_run(lab, qtbot)
    losses, text = lab.session.shown.history.loss.values, lab.train.outcome.sentence.text()
    lab.window.show_view("train")
    assert not lab.actions["undo"].isEnabled()
    lab.actions["reset"].trigger()
    assert len(lab.session.shown.history) == 0
    assert lab.train.bar.where.text() == "Reset. Ctrl+Z brings the run back."
    assert lab.actions["undo"].isEnabled()
    lab.window.show_view("draw")
    assert not lab.actions["undo"].isEnabled()
    lab.window.show_view("train")
    lab.actions["undo"].trigger()
    np.testing.assert_array_equal(lab.session.shown.history.loss.values, losses)
    assert lab.train.outcome.sentence.text() == text
    assert lab.train.charts.history is lab.session.shown.history
    assert lab.train.outcome.use.isEnabled()
    assert not lab.actions["undo"].isEnabled()


def test_a_reset_of_a_run_that_goes_on_can_be_undone(open_lab: Open, qtbot) -> None:
    lab = open_lab()
    lab.window.show_view("train")
    begin_run(lab, qtbot, epochs=1000)
    lab.actions["reset"].trigger()
    assert len(lab.session.shown.history) == 0
    lab.actions["undo"].trigger()
    assert len(lab.session.shown.history) > 20
    assert lab.train.outcome.sentence.text().startswith("Reset at step ")
    assert lab.train.outcome.network is not None
    assert "0 steps" not in lab.train.bar.where.text()
    shown = lab.session.shown
    assert shown.result.seconds == shown.latest.seconds > 0
    steps = len(lab.session.shown.history)
    offered(lab, qtbot)["Continue the run"].click()
    qtbot.waitUntil(lambda: len(lab.session.shown.history) > steps, timeout=20_000)
    assert lab.window.offers.isHidden()
    lab.actions["reset"].trigger()
    lab.actions["undo"].trigger()
    lab.window.close()
    assert list(offered(open_lab(), qtbot)) == ["Continue the run", "Show it"]


@pytest.mark.parametrize("crash", ["", "Fatal Python error: Segmentation fault"])
def test_a_crash_is_told_once_and_its_report_can_be_copied(
    open_lab: Open, tmp_path: Path, qtbot, crash: str
) -> None:
    crashed = WindowFolder(tmp_path / "data" / "windows")
    crashed.crash_file.write_text(crash)
    crashed._lock.release()  # as its process dies
    lab = open_lab()
    buttons = offered(lab, qtbot)
    expected = "crashed" if crash else "ended from outside"
    assert expected in lab.window.offers.sentence.text()
    assert list(buttons) == ["Copy the report"]
    buttons["Copy the report"].click()
    report = QGuiApplication.clipboard().text()
    assert crash in report
    assert NAME in report
    assert crash in (tmp_path / "data" / "log" / "digit-lab.log").read_text()
    lab.window.close()
    again = open_lab()
    qtbot.wait(200)
    assert again.window.offers.isHidden()


STUCK = """
import sys, time
from PySide6.QtCore import QTimer
from app import startup
from app.background.training import run
from core.network.recipe import Recipe

class Stuck(run.Training):
    def reports(self):
        for report in super().reports():
            yield report
            if report.step > 200:
                time.sleep(60)

def close_in_time(lab):
    finish(lab)
    lab.session.progress.connect(lambda _: QTimer.singleShot(1000, lab.window.close))
    lab.train.set_recipe(Recipe(hidden=(8,), epochs=1000))
    lab.window.show_view("train")
    lab.actions["run"].trigger()

run.Training, run.HOLD_INTERVAL = Stuck, 0.01
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
    (kept,) = (tmp_path / "runs").glob(f"*{RUN_ENDING}")
    assert 0 < len(run_file.load(kept).losses) <= 201


def test_what_draw_is_taught_joins_my_handwriting(open_lab: Open, seven: Drawing, qtbot) -> None:
    lab = open_lab()
    lab.draw.canvas.set_drawing(seven)
    qtbot.waitUntil(lambda: lab.draw.prediction is not None)
    qtbot.keyClick(lab.window, Qt.Key.Key_7)
    (taught,) = lab.hand.open_set.drawings
    assert taught.digit == 7
    assert lab.data.hand.grid.ids == [taught.id]
    assert lab.window.windowTitle() == f"7, as you say – {NAME}"
    lab.draw.answer.teach.undo.click()
    assert lab.hand.open_set.drawings == ()
    assert lab.window.windowTitle() != f"7, as you say – {NAME}"


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
    assert lab.window.status.activity.text() == "Learning your hand: 25\u202f%"
    lab.hand.learning = LessonState.ASKING
    lab.hand.learning_changed.emit()
    assert "see Data" in lab.window.status.activity.text()
    lab.hand.learning = LessonState.NOTHING
    lab.hand.learning_changed.emit()
    assert lab.window.status.activity.text() == ""


def test_what_killed_saves_left_behind_is_cleared_after_the_start(
    open_lab: Open, tmp_path: Path, qtbot
) -> None:
    left = [
        tmp_path / "data" / "models" / temporary_name("a", 0),
        tmp_path / "data" / "handwriting" / ".Anna.jsonl.2147483647.tmp",
        tmp_path / "elsewhere" / temporary_name("mine.py", 0),
    ]
    for each in left:
        each.parent.mkdir(parents=True, exist_ok=True)
        each.touch()
    (tmp_path / "data" / "saved in").write_text(f"{tmp_path / 'elsewhere'}\n")
    open_lab()
    qtbot.waitUntil(lambda: not any(each.exists() for each in left))


def test_a_window_where_nothing_can_be_kept_opens_and_says_so(
    open_lab: Open, tmp_path: Path, seven: Drawing
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    lab = open_lab()
    assert not lab.window.offers.isHidden()
    assert "Nothing can be kept" in lab.window.offers.sentence.text()
    lab.hand.teach(seven, 7)
    assert (tmp_path / "data").read_text() == "a file where the folder should be"


def test_a_network_that_guesses_is_told_on_draw_with_the_way_back(
    open_lab: Open, snapshot: Snapshot, seven: Drawing, qtbot
) -> None:
    lab = open_lab()
    assert not lab.draw.doubt.isVisible()
    other = dataclasses.replace(snapshot, name="epoch 1")
    lab.network.use(other)
    qtbot.waitUntil(lambda: lab.draw.doubt.isVisible())
    assert "“epoch 1”" in lab.draw.doubt.sentence.text()
    lab.draw.doubt.buttons[0].click()
    assert lab.network.snapshot is snapshot
    assert not lab.draw.doubt.isVisible()
    lab.network.use(dataclasses.replace(other, theta=np.full_like(other.theta, np.nan)))
    qtbot.waitUntil(lambda: lab.draw.doubt.isVisible())
    lab.draw.canvas.set_drawing(seven)
    qtbot.waitUntil(lambda: lab.draw.canvas.is_settled)
    assert lab.draw.digits == ()


def test_f1_on_draw_explains_drawing(open_lab: Open) -> None:
    lab = open_lab()
    lab.actions["help"].trigger()
    assert lab.window.view == "learn"
    assert lab.learn.read.view.page.id == "drawing"
