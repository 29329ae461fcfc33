import csv
import io
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
import pytest
import safetensors.numpy
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from app.background.loading import STARTER
from app.background.training.messages import Branch
from app.state.drawn_digit import DrawnDigit
from app.views.train import live_reading
from app.views.train.charts import FRAME_MILLISECONDS
from app.views.train.view import NOT_READY, READY, TrainView
from app.views.widgets.activation_dialog import ActivationDialog
from core.files import model_file
from core.files.run_file import Origin
from core.ink.digit_image import digit_image
from core.ink.strokes import Drawing
from core.network.network import Network
from core.network.recipe import Recipe
from core.reading.reading import read

SEVEN = digit_image(Drawing.from_lists([[[0, 0], [20, 0], [8, 40]]]))


@pytest.fixture
def view(qtbot, session, loader, recipe):
    made = TrainView(session, loader)
    qtbot.addWidget(made)
    made.set_recipe(recipe)
    made.resize(944, 540)
    made.show()
    qtbot.waitExposed(made)
    return made


def button(view, name):
    return view.findChild(QPushButton, name) or view.findChild(QToolButton, name)


def press(qtbot, view, name):
    # A split button has its menu on the right: press on its left.
    qtbot.mouseClick(button(view, name), Qt.MouseButton.LeftButton, pos=QPoint(12, 12))


def steps(session):
    return len(session.shown.history)


def run_to_the_end(qtbot, view, session):
    with qtbot.waitSignal(session.finished, timeout=8000):
        press(qtbot, view, "run")


@pytest.mark.parametrize("kind", ["none", "elastic"])
def test_a_run_that_learned_from_distorted_images_says_why_training_looks_worse(
    qtbot, view, session, kind
):
    view.set_recipe(replace(view.recipe(), augmentation=kind))
    run_to_the_end(qtbot, view, session)
    qtbot.waitUntil(lambda: " steps in " in view.bar.where.text().replace("\u202f", " "))
    assert ("distorted images, which are harder" in view.bar.where.text()) == (kind != "none")


def test_a_run_can_be_exported_once_it_has_ended(qtbot, view, session):
    wanted = []
    view.export_wanted.connect(lambda: wanted.append(True))
    assert not view.outcome.export.isEnabled()
    run_to_the_end(qtbot, view, session)
    view.outcome.export.trigger()
    assert wanted == [True]


def test_run_trains_and_shows_what_came_of_it(qtbot, view, session):
    run_to_the_end(qtbot, view, session)
    assert steps(session) == 30
    assert "of 50 test digits right" in view.outcome.sentence.text()
    assert button(view, "use").isEnabled()
    assert "30" in view.bar.where.text()


def test_without_mnist_the_starter_digits_are_chosen(view):
    assert view.panel.source == STARTER


def test_the_run_button_pauses_and_resumes(qtbot, view, session, endless):
    told = [""]
    view.status.connect(told.append)
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: steps(session) > 0)
    assert button(view, "run").text() == "Pause"
    qtbot.waitUntil(lambda: told[-1].startswith("Training "))
    press(qtbot, view, "run")
    assert button(view, "run").text() == "Resume"
    assert session.state == "paused"
    qtbot.waitUntil(lambda: view.bar.speed.text() == "Paused")
    assert told[-1].startswith("Paused ")
    held = steps(session)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: steps(session) > held)
    qtbot.waitUntil(lambda: told[-1].startswith("Training "))


def test_run_pressed_twice_is_one_run(qtbot, view, session, endless):
    started = []
    session.started.connect(started.append)
    view.set_recipe(endless)
    view.run_or_pause()
    view.run_or_pause()
    qtbot.waitUntil(lambda: bool(started))
    qtbot.wait(50)
    assert len(started) == 1


def test_step_takes_a_batch_or_an_epoch_as_the_menu_says(qtbot, view, session, endless):
    view.set_recipe(endless)
    press(qtbot, view, "step")
    qtbot.waitUntil(lambda: steps(session) == 1 and session.state == "paused")
    view.bar.step_actions["epoch"].trigger()
    qtbot.waitUntil(lambda: steps(session) == 10 and session.state == "paused")
    press(qtbot, view, "step")
    qtbot.waitUntil(lambda: steps(session) == 20 and session.state == "paused")


def test_stop_says_so_at_once_and_keeps_the_network(qtbot, view, session, endless):
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: steps(session) > 0)
    with qtbot.waitSignal(session.finished, timeout=5000):
        press(qtbot, view, "stop")
        assert "Stopping" in view.bar.where.text()
        assert not button(view, "run").isEnabled()
    assert "kept" in view.outcome.sentence.text()
    assert button(view, "run").isEnabled()


def test_reset_clears_the_curves(qtbot, view, session):
    run_to_the_end(qtbot, view, session)
    press(qtbot, view, "reset")
    view.charts.draw_now()
    assert view.charts.loss.is_empty
    assert view.charts.accuracy.is_empty
    assert not button(view, "use").isEnabled()


def test_an_invalid_recipe_cannot_be_run(qtbot, view, session):
    control = view.panel.form.editors["hidden"].control
    control.selectAll()
    qtbot.keyClicks(control, "128,,64")
    assert not button(view, "run").isEnabled()
    assert view.bar.where.text() == NOT_READY
    view.run_or_pause()
    assert not session.is_active
    control.selectAll()
    qtbot.keyClicks(control, "16")
    assert button(view, "run").isEnabled()
    assert view.bar.where.text() == READY


def test_the_learning_rate_applies_while_it_runs(qtbot, view, session, endless):
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: session.shown.latest is not None)
    line = view.panel.form.editors["learning_rate"].control.lineEdit()
    assert line.isEnabled()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "0.001")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.shown.latest.learning_rate <= 0.001)
    assert [each.text for each in session.shown.changes] == ["Learning rate 0.1 → 0.001"]
    view.charts.draw_now()
    assert "Learning rate 0.1 → 0.001" in view.charts.history.to_csv()


def test_a_wrong_value_while_it_runs_is_a_sentence_and_the_run_goes_on(
    qtbot, view, session, endless
):
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: session.shown.latest is not None)
    control = view.panel.form.editors["dropout"].control
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, "7")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    assert "from 0 to 0.9" in view.panel.form.callout.text
    taken = steps(session)
    qtbot.waitUntil(lambda: steps(session) > taken)
    assert session.shown.changes == ()
    assert session.state == "running"
    control.selectAll()
    qtbot.keyClicks(control, "0.2")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.shown.changes != ())
    assert not view.panel.form.callout.isVisible()


def test_a_held_run_goes_on_with_the_changed_values_in_the_form(qtbot, view, session, split):
    recipe = Recipe(hidden=(8,), batch_size=32, epochs=3)
    view.set_recipe(recipe)
    press(qtbot, view, "step")
    qtbot.waitUntil(lambda: session.state == "paused" and steps(session) == 1)
    session.change("dropout", 0.25)
    press(qtbot, view, "step")
    qtbot.waitUntil(lambda: session.state == "paused" and steps(session) == 2)
    with qtbot.waitSignal(session.left):
        session.leave()
    record = session.shown.record(Origin.of(split, STARTER))
    view.set_recipe(Recipe())
    with qtbot.waitSignal(session.finished):
        session.go_on(record, split, "a-run")
    assert view.recipe() == replace(recipe, dropout=0.25)
    assert [each.text for each in session.shown.changes] == ["Dropout 0 → 0.25"]


def choose(view, gear):
    """As a user does, with the arrow keys."""
    box = view.bar.gears
    by = box.findData(gear) - box.currentIndex()
    for _ in range(abs(by)):
        QTest.keyClick(box, Qt.Key.Key_Down if by > 0 else Qt.Key.Key_Up)
    assert view.gear == gear


def test_a_gear_is_chosen_while_the_run_goes_on(qtbot, view, session, endless):
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: steps(session) > 0)
    choose(view, "1")
    qtbot.wait(100)
    taken = steps(session)
    qtbot.wait(300)
    assert steps(session) <= taken + 1
    qtbot.waitUntil(lambda: view.bar.speed.text().endswith("left"))
    press(qtbot, view, "step")
    qtbot.waitUntil(lambda: session.state == "paused")
    choose(view, "full")
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: steps(session) > taken + 50)
    qtbot.waitUntil(lambda: "images/s" in view.bar.speed.text())


def test_step_by_step_run_takes_one_step_a_press(qtbot, view, session, endless):
    view.set_recipe(endless)
    choose(view, "press")
    for k in range(1, 4):
        press(qtbot, view, "run")
        qtbot.waitUntil(lambda k=k: session.state == "paused" and steps(session) == k)
        assert button(view, "run").text() == "Next step"
        assert f"step {k} of" in view.bar.where.text()
    choose(view, "100")
    assert button(view, "run").text() == "Resume"


def test_faster_and_slower_go_through_all_gears(view, session):
    seen = [view.gear]
    for _ in range(5):
        view.shift(-1)
        seen.append(view.gear)
    assert seen == ["full", "100", "10", "1", "press", "press"]
    view.shift(1)
    assert session.gear == view.gear == "1"
    view.set_gear("of another version")
    assert view.gear == "1"


def test_a_gear_does_not_make_a_wrong_recipe_runnable(qtbot, view):
    control = view.panel.form.editors["hidden"].control
    control.selectAll()
    qtbot.keyClicks(control, "128,,64")
    choose(view, "10")
    assert not button(view, "run").isEnabled()


def test_in_a_slow_gear_the_drawing_is_read_at_every_step(
    qtbot, view, session, endless, monkeypatch
):
    readings = []
    monkeypatch.setattr(
        live_reading, "read", lambda *given: readings.append(read(*given)) or readings[-1]
    )
    view.set_recipe(endless)
    view.set_digit(DrawnDigit(SEVEN))
    choose(view, "10")
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: steps(session) >= 3)
    session.pause()
    qtbot.wait(150)
    assert len(readings) >= steps(session)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_divergence_says_what_to_try(qtbot, view, session):
    view.set_recipe(
        Recipe(hidden=(8,), batch_size=32, epochs=9, optimizer="sgd", learning_rate=1000, l2=1)
    )
    run_to_the_end(qtbot, view, session)
    assert "smaller learning rate" in view.outcome.sentence.text()
    assert view.outcome.sentence.property("role") == "warning"


def test_missing_mnist_says_where_to_get_it(qtbot, view, session):
    view.panel.set_source("mnist")
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: "Download it on Data" in view.outcome.sentence.text())
    assert not session.is_active
    assert button(view, "run").isEnabled()


def test_the_drawing_is_read_while_the_network_learns(qtbot, view, session, endless):
    view.set_digit(DrawnDigit(SEVEN))
    assert not view.reading.preview.is_empty
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: view.reading.digit.text() != "")
    assert view.reading.digit.text() in "0123456789"
    view.set_digit(None)
    assert view.reading.digit.text() == ""
    assert view.reading.preview.is_empty


def test_the_reading_says_which_digit_and_what_the_user_says(view, snapshot):
    view.reading.set_snapshot(snapshot)
    alone = str(read(snapshot, SEVEN).digit)
    view.set_digit(DrawnDigit(SEVEN, "42", 0, 4))
    assert view.reading.caption.text() == "The 4 of 42 is read as"
    assert view.reading.digit.text() == alone
    assert "you say" not in view.reading.probability.text()
    view.set_digit(DrawnDigit(SEVEN, "47", 1, 7, is_corrected=True))
    assert view.reading.caption.text() == "The 7 of 47 is read as"
    assert view.reading.digit.text() == alone
    assert view.reading.probability.text().endswith("you say 7")
    view.reading.set_snapshot(None)
    assert view.reading.caption.text().startswith("The 7 of 47. It is read here")


@pytest.mark.parametrize("number", ["42", "2026", "202620", "123456789012"])
def test_the_words_of_any_digit_fit(view, snapshot, number):
    view.reading.set_snapshot(snapshot)
    for index in range(len(number)):
        view.set_digit(DrawnDigit(SEVEN, number, index, 8, is_corrected=True))
        for label in (view.reading.caption, view.reading.probability):
            assert label.sizeHint().width() <= label.width()


def test_a_network_that_went_wrong_reads_nothing(view, snapshot):
    view.set_digit(DrawnDigit(SEVEN))
    view.reading.set_snapshot(replace(snapshot, theta=np.full_like(snapshot.theta, np.nan)))
    assert view.reading.caption.text() == live_reading.NO_ANSWER
    assert view.reading.digit.text() == view.reading.probability.text() == ""


def test_nothing_is_read_while_nobody_looks(view, snapshot, monkeypatch):
    read_images = []
    monkeypatch.setattr(
        live_reading, "read", lambda *given: read_images.append(given) or read(*given)
    )
    view.hide()
    view.reading.set_snapshot(snapshot)
    for index in (0, 1):
        view.set_digit(DrawnDigit(SEVEN, "42", index))
    assert read_images == []
    view.show()
    assert len(read_images) == 1
    assert "of 42" in view.reading.caption.text()


def test_the_plots_draw_every_curve_once_a_frame_at_most(qtbot, view, session, endless):
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: len(session.shown.history.epochs) > 2)
    before = view.charts.frames
    for _ in range(50):
        view.charts.refresh()
    assert view.charts.frames == before
    began = time.monotonic()
    qtbot.waitUntil(lambda: view.charts.frames >= before + 2, timeout=20_000)
    assert view.charts.frames - before <= 1 + (time.monotonic() - began) * 1000 / FRAME_MILLISECONDS


def test_a_hidden_view_draws_and_copies_nothing(qtbot, view, session, endless):
    view.set_recipe(endless)
    press(qtbot, view, "run")
    qtbot.waitUntil(lambda: steps(session) > 0)
    view.hide()
    qtbot.wait(60)
    frames, seen = view.charts.frames, []
    session.snapshot_changed.connect(seen.append)
    at = steps(session)
    qtbot.waitUntil(lambda: steps(session) > at)
    qtbot.wait(150)
    assert view.charts.frames == frames
    assert seen == []
    view.show()
    qtbot.waitUntil(lambda: view.charts.frames > frames)


def test_the_ends_of_the_lines_are_labelled(qtbot, view, session):
    run_to_the_end(qtbot, view, session)
    view.charts.draw_now()
    loss, accuracy = view.charts.loss.ends.texts(), view.charts.accuracy.ends.texts()
    assert [text.split()[0] for text in loss] == ["guessing", "training", "validation"]
    assert [text.split()[0] for text in accuracy] == ["training", "validation"]


def test_a_loss_of_zero_does_not_break_the_logarithmic_axis(qtbot, view, session):
    history = session.shown.history
    history.extend(np.arange(1, 5), np.array([1, 0, 0.5, 0], np.float32))
    view.charts.set_history(history, 4)
    button(view, "log").click()
    view.charts.draw_now()
    low, high = view.charts.loss.view.viewRange()[1]
    assert np.isfinite([low, high]).all()
    assert low < high


def test_the_pointer_reads_out_values(qtbot, view, session):
    run_to_the_end(qtbot, view, session)
    view.charts.draw_now()
    box = view.charts.loss.view
    view.charts._on_pointer(box.mapToScene(box.rect().center()))
    assert view.charts.loss.readout.startswith("step 1")
    assert "validation" in view.charts.accuracy.readout


def test_moving_the_plot_stops_following_and_follow_returns(qtbot, view, session):
    run_to_the_end(qtbot, view, session)
    view.charts.draw_now()
    whole = view.charts.loss.visible_steps()
    box = view.charts.loss.view
    box.setXRange(5, 10, padding=0)
    box.sigRangeChangedManually.emit([True, True])
    assert not button(view, "follow").isChecked()
    view.charts.draw_now()
    assert view.charts.loss.visible_steps() == pytest.approx((5, 10))
    button(view, "follow").click()
    view.charts.draw_now()
    assert view.charts.loss.visible_steps() == pytest.approx(whole)


def test_export_writes_all_three_formats(qtbot, view, session, tmp_path):
    run_to_the_end(qtbot, view, session)
    for kind in ("png", "svg", "csv"):
        view.export_curves(tmp_path / f"curves.{kind}")
    assert not QImage(str(tmp_path / "curves.png")).isNull()
    assert ElementTree.parse(tmp_path / "curves.svg").getroot().tag.endswith("svg")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "curves.csv").read_text())))
    assert len(rows) == 30
    assert "Exported" in view.outcome.sentence.text()


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_an_export_that_fails_is_a_sentence(view, tmp_path, kind):
    view.export_curves(tmp_path / "gone" / f"curves.{kind}")
    assert f"curves.{kind}" in view.outcome.sentence.text()
    assert view.outcome.sentence.property("role") == "error"


def test_an_export_of_an_unknown_kind_says_which_there_are(view, tmp_path):
    view.export_curves(tmp_path / "curves.xyz")
    assert ".csv" in view.outcome.sentence.text()
    assert not (tmp_path / "curves.xyz").exists()


def test_a_network_is_used_saved_and_opened(qtbot, view, session, tmp_path):
    run_to_the_end(qtbot, view, session)
    with qtbot.waitSignal(view.use_network) as used:
        press(qtbot, view, "use")
    assert used.args[0].facts["data"] == "Tiny"
    path = tmp_path / "mine.safetensors"
    view.outcome.save_network(path)
    saved = model_file.load(path)
    np.testing.assert_array_equal(saved.theta, used.args[0].theta)
    assert saved.facts["test_accuracy"] == used.args[0].facts["test_accuracy"]
    with qtbot.waitSignal(view.use_network) as opened:
        view.outcome.open_network(path)
    assert opened.args[0].dimensions == (784, 8, 10)


def test_an_activation_that_a_file_does_not_tell_is_asked_for(qtbot, view, tmp_path):
    path = tmp_path / "torch.safetensors"
    weights = {"0.weight": np.ones((3, 784)), "2.weight": np.ones((10, 3))}
    safetensors.numpy.save_file(weights, path)
    view.outcome.open_network(path)
    (dialog,) = view.outcome.findChildren(ActivationDialog)
    dialog.choices["tanh"].setChecked(True)
    with qtbot.waitSignal(view.use_network) as opened:
        dialog.accept()
    assert opened.args[0].activation == "tanh"
    assert "Opened “torch.safetensors”" in view.outcome.sentence.text()


def test_a_file_that_is_no_network_is_a_sentence(view, tmp_path):
    (tmp_path / "bad.safetensors").write_bytes(b"not a network")
    used = []
    view.use_network.connect(used.append)
    view.outcome.open_network(tmp_path / "bad.safetensors")
    assert view.outcome.sentence.property("role") == "error"
    assert used == []


def test_the_status_line_hears_what_runs(qtbot, view, session):
    told = []
    view.status.connect(told.append)
    run_to_the_end(qtbot, view, session)
    assert any("%" in text for text in told)
    assert told[-1] == ""


def test_the_view_fits_a_small_screen(view):
    assert view.minimumSizeHint().width() <= 944
    assert view.minimumSizeHint().height() <= 540


def branch_of(recipe, seed=5):
    network = Network.from_recipe(replace(recipe, seed=seed)).snapshot()
    return Branch(network, recipe, STARTER, "20260101-000000-abcdef", "run 12", 1234)


@pytest.mark.parametrize("begin", ["run", "step"])
def test_the_next_run_begins_with_the_network_of_a_branch(view, session, qtbot, recipe, begin):
    branch = branch_of(recipe)
    view.branch_from(branch)
    assert view.recipe() == recipe
    assert "run 12" in view.start.sentence.text()
    assert "1,234" in view.start.sentence.text()
    with qtbot.waitSignal(session.started) as started:
        view.run_or_pause() if begin == "run" else view.step("batch")
    request = started.args[0]
    assert request.start_from is branch.network
    assert (request.about.parent, request.about.parent_step) == (branch.run_id, 1234)
    assert view.start.isHidden()
    session.stop()
    qtbot.waitUntil(lambda: session.state == "idle")
    with qtbot.waitSignal(session.started) as started:
        view.run_or_pause()
    assert started.args[0].start_from is None
    session.stop()
    qtbot.waitUntil(lambda: session.state == "idle")


def test_a_branch_can_be_dropped(view, session, qtbot, recipe):
    view.branch_from(branch_of(recipe))
    view.start.buttons[0].click()
    assert view.start.isHidden()
    with qtbot.waitSignal(session.started) as started:
        view.run_or_pause()
    assert started.args[0].start_from is None
    session.stop()
    qtbot.waitUntil(lambda: session.state == "idle")


def test_train_waits_while_twins_train(view, session):
    assert session.lend()
    assert not view.bar.run.isEnabled()
    assert "Twins" in view.bar.where.text()
    session.take_back()
    assert view.bar.run.isEnabled()
    assert view.bar.where.text() == READY


def test_after_the_twins_stands_what_stood_before(view, session):
    view.bar.show_text("1,293 steps in 4 s")
    assert session.lend()
    session.take_back()
    assert view.bar.where.text() == "1,293 steps in 4 s"


def test_a_button_that_is_busy_for_a_while_keeps_the_focus(view, qtbot):
    view.activateWindow()
    for taken_by in (None, view.bar.gears):
        view.bar.run.setFocus()
        view.bar.set_state("waiting")
        assert view.window().focusWidget() is None
        if taken_by is not None:
            taken_by.setFocus()
        view.bar.set_state("running")
        assert view.window().focusWidget() is (taken_by or view.bar.run)
