"""Inspect as a whole, with real runs: who looks at what, and what becomes of an alarm."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.background.tasks import close_all
from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.example import BATCH, DRAWING, GIVEN, UNSURE
from app.views.inspect.microscope.pane import IN_TRAINING, IN_USE
from app.views.inspect.view import DOCTOR, LIVE, MICROSCOPE, NETWORK, InspectView
from core.ink.digit_image import digit_image
from tests.app.views.inspect.microscope.looking import SEVEN, network


@pytest.fixture
def view(qtbot, look, session, loader):
    made = InspectView(session, loader)
    qtbot.addWidget(made)
    made.resize(912, 520)
    made.show()
    yield made
    assert close_all(made.runners)


@pytest.fixture
def hopeless(recipe):
    """Its loss is no number after a few steps."""
    return replace(recipe, learning_rate=900.0, schedule="constant", epochs=50)


def finish(qtbot, session, recipe, split):
    with qtbot.waitSignal(session.finished, timeout=20_000):
        session.run(recipe, split)


def test_an_image_from_elsewhere_is_shown_in_the_network_in_use(qtbot, view):
    image = np.linspace(0, 1, 784, dtype=np.float32).reshape(784, 1)
    view.set_network(network(), is_shipped=True)
    view.show_example(image, "4", "Some, Test, no. 12")
    microscope = view.microscope
    qtbot.waitUntil(lambda: microscope.page.walk is not None)
    assert view.tabs.currentIndex() == MICROSCOPE
    assert microscope.network.currentText() == IN_USE
    assert microscope.chooser.kind == GIVEN
    assert (image == microscope.chooser.example().X).all()
    assert microscope.chooser.example().labels.tolist() == [4]
    view.show_pane(NETWORK)
    assert (image == view.network.chooser.example().X).all()
    microscope.chooser.choose(DRAWING)
    microscope.chooser.choose(GIVEN)
    assert microscope.chooser.example().name == "Some, Test, no. 12"


def test_an_image_of_a_class_that_the_network_does_not_know_has_no_label(view):
    view.set_network(network(), is_shipped=True)
    view.show_example(np.zeros((784, 1), np.float32), "Q", "Letters, no. 3")
    assert view.microscope.chooser.example().labels is None


def test_gradients_are_frozen_while_somebody_looks_at_them(qtbot, view, session):
    switches = session._switches
    for pane, inspected in ((NETWORK, False), (LIVE, True), (MICROSCOPE, False), (DOCTOR, True)):
        view.show_pane(pane)
        assert switches.inspected.is_set() == inspected
        assert switches.watched.is_set() == (pane in (NETWORK, MICROSCOPE))
    view.hide()
    assert not switches.inspected.is_set()
    assert not switches.watched.is_set()


def test_a_run_fills_the_live_pane_up_to_its_last_step(qtbot, view, session, recipe, split):
    view.show_pane(LIVE)
    finish(qtbot, session, recipe, split)
    qtbot.waitUntil(lambda: view.live.step_line.text().endswith("the run has ended"))
    assert view.live.step_line.text().startswith("Step 30 ")
    assert view.live.rows.cells(1)["Layer"] == "1 · 784 → 8 · ReLU"


def test_a_hidden_run_is_there_when_the_view_is_shown(qtbot, view, session, recipe, split):
    view.show_pane(LIVE)
    view.hide()
    finish(qtbot, session, recipe, split)
    view.show()
    qtbot.waitUntil(lambda: view.live.step_line.text().startswith("Step 30 "))


def test_a_loss_that_is_no_number_is_on_a_card_and_among_what_is_watched(
    qtbot, view, session, hopeless, split
):
    finish(qtbot, session, hopeless, split)
    assert view.tabs.tabText(DOCTOR).startswith("Doctor · ")
    view.show_pane(DOCTOR)
    card = view.doctor.cards["not finite"]
    assert card.isVisible()
    reading = view.doctor.measurements.rows[0]
    assert reading.title.text() == "Loss of the batch"
    assert reading.figure.text() == card.figure.text().removeprefix("loss = ")
    assert "beyond its limit" in reading.accessibleName()


def test_one_click_starts_the_experiment_with_one_thing_changed(
    qtbot, view, session, hopeless, split
):
    finish(qtbot, session, hopeless, split)
    view.show_pane(DOCTOR)
    button = view.doctor.cards["not finite"].attempt
    assert button.text() == "Try learning rate 0.1"
    with qtbot.waitSignals([session.started, session.finished], timeout=20_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.shown.request.recipe == replace(hopeless, learning_rate=0.1)
    assert session.shown.request.split is split
    assert "not finite" not in {each.kind for each in session.shown.examination.alarms}
    assert "learning rate 0.1" in view.doctor.run.text()


def test_reset_empties_the_view(qtbot, view, session, hopeless, split):
    finish(qtbot, session, hopeless, split)
    session.reset()
    assert view.live.is_empty
    assert view.tabs.tabText(DOCTOR) == "Doctor"
    assert not any(card.isVisible() for card in view.doctor.cards.values())


def test_the_microscope_finds_digits_and_both_networks(qtbot, view, session, recipe, split):
    view.set_network(network(), is_shipped=False)
    view.show_pane(MICROSCOPE)
    microscope = view.microscope
    assert microscope.chooser.kind == UNSURE
    qtbot.waitUntil(lambda: microscope.page.walk is not None)
    assert microscope.page.walk.dimensions == network().dimensions
    microscope.network.setCurrentText(IN_TRAINING)
    assert microscope.page.walk is None
    finish(qtbot, session, recipe, split)
    qtbot.waitUntil(lambda: microscope.page.walk is not None)
    assert microscope.page.walk.dimensions == (784, 8, 10)
    microscope.chooser.choose(BATCH)
    assert microscope.page.walk.m == 32


def test_the_drawing_of_draw_goes_through_the_network(qtbot, view):
    view.set_network(network(), is_shipped=False)
    view.set_digit(DrawnDigit(digit_image(SEVEN)))
    view.show_pane(DOCTOR)
    view.show_drawing()
    assert view.tabs.currentIndex() == NETWORK
    assert view.network.chooser.kind == DRAWING
    assert view.network.picture.flow.H[0].any()


@pytest.fixture
def damaged(tmp_path):
    """MNIST's files, and nothing in them that can be read."""
    for part in ("train", "t10k"):
        for kind in ("images-idx3", "labels-idx1"):
            path = tmp_path / "downloads" / f"{part}-{kind}-ubyte"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"damaged")


def test_where_mnist_is_damaged_digits_that_are_made_are_shown(qtbot, damaged, view, loader):
    view.set_network(network(), is_shipped=False)
    with qtbot.waitSignal(loader.failed):
        view.show_pane(MICROSCOPE)
    qtbot.waitUntil(lambda: view.microscope.page.walk is not None)
    assert view.microscope.chooser.example().name.startswith("Tiny ")


def test_a_unit_of_the_picture_is_looked_at_closer_and_shown_again(qtbot, view):
    view.set_network(network(), is_shipped=False)
    view.set_digit(DrawnDigit(digit_image(SEVEN)))
    view.show_drawing()
    picture = view.network.picture
    picture.choose((1, 3))
    view.network.closer.click()
    assert view.tabs.currentIndex() == MICROSCOPE
    page = view.microscope.page
    assert page.stop.name == "Z1"
    assert page.walk["X"][:, 0] == pytest.approx(picture.flow.H[0])
    picture.choose(None)
    page.picture_wanted.emit(1, 3)
    assert view.tabs.currentIndex() == NETWORK
    assert picture.chosen == (1, 3)


def test_a_pixel_is_looked_at_in_the_input(qtbot, view):
    view.set_network(network(), is_shipped=False)
    view.set_digit(DrawnDigit(digit_image(SEVEN)))
    view.show_drawing()
    view.network.picture.opened.emit(0, 200)
    assert view.microscope.page.stop.name == "X"


def test_gradients_are_there_from_the_first_step_when_nobody_looked(
    qtbot, view, session, recipe, split
):
    view.show_pane(LIVE)
    view.hide()
    finish(qtbot, session, recipe, split)
    steps = session.shown.examination.gradients.steps
    assert steps[:10].tolist() == list(range(1, 11))
    assert steps[-1] == 30
    view.show()
    qtbot.waitUntil(lambda: view.live.step_line.text().startswith("Step 30 "))
    qtbot.waitUntil(lambda: view.live.plot.plot.view.viewRange()[0] == [0, 30])


def test_an_experiment_shows_both_curves_and_the_moment_of_the_alarm(
    qtbot, view, session, hopeless, split
):
    view.show_pane(DOCTOR)
    finish(qtbot, session, hopeless, split)
    curve = view.doctor.curve
    curve.draw_now()
    assert curve.plot.ends.texts()[1].startswith("this run ")
    (moment,) = [each for each in curve.moments.moments if each.color == "danger"]
    assert moment.step == session.shown.result.error.step
    assert moment.text in curve.accessibleName()
    before = session.shown.history
    with qtbot.waitSignal(session.finished, timeout=20_000):
        qtbot.mouseClick(view.doctor.cards["not finite"].attempt, Qt.MouseButton.LeftButton)
    assert session.shown.replaced is before
    curve.draw_now()
    assert [text.split()[0] for text in curve.plot.ends.texts()] == ["guessing", "this", "before"]
    assert curve._earlier.points.count() == len(before)
    faint = [each for each in curve.moments.moments if each.faint]
    assert (f"before: {moment.text}", moment.step) in [(each.text, each.step) for each in faint]
    with qtbot.waitSignal(session.finished, timeout=20_000):
        session.run(hopeless, split)
    curve.draw_now()
    assert not [each for each in curve.moments.moments if each.faint]


def test_the_doctors_curve_says_from_where_on_examples_are_the_hardest(
    qtbot, view, session, recipe, split
):
    view.show_pane(DOCTOR)
    finish(qtbot, session, replace(recipe, hardest=0.5), split)
    view.doctor.curve.draw_now()
    (moment,) = view.doctor.curve.moments.moments
    assert (moment.step, moment.text) == (11, "From here only the hardest 50 %")
