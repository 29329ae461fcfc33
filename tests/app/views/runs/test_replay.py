"""The time machine: a run gone through again by its kept networks."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from app.background.training.shown_run import ShownRun
from app.state.drawn_digit import DrawnDigit
from app.views.runs.replay.matrix import SmallMatrix
from app.views.runs.replay.norms import GradientBars
from app.views.runs.replay.page import NO_FRAMES, NOT_FINITE, ReplayedRun, ReplayPage
from app.views.runs.replay.transport import PLAY_MILLISECONDS, Transport
from core.errors import DataError
from core.inspection.flow import FlowReader
from core.network.network import Network
from core.runs.replay import FrameFigures, FrameMeter
from tests.core.runs.records import RECIPE, ended_run, held_run, noise_split

STEPS = (0, 1, 2, 3, 6)


class Frames:
    """Networks in memory, and one that cannot be read."""

    def __init__(self, steps=STEPS, *, damaged=()):
        rng = np.random.default_rng(0)
        self.steps = np.array(steps, np.int64)
        self.thetas = [Network((784, 5, 10), rng=rng).theta for _ in steps]
        self.damaged = damaged

    def theta(self, k):
        if k in self.damaged:
            raise DataError("The network at step 2 is damaged.")
        return self.thetas[k]


def run(frames=None, **values):
    record = replace(ended_run(), losses=np.linspace(2, 1, 6, dtype=np.float32), **values)
    history = ShownRun.of_record(record, "id").history
    return ReplayedRun("id", "my run", record, history, frames or Frames())


@pytest.fixture
def page(look, qtbot):
    made = ReplayPage()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    yield made
    assert all(runner.close() for runner in made.runners)


def press(widget, key):
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    widget.event(asked)
    assert asked.isAccepted()
    widget.event(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


def test_it_begins_with_the_last_network_and_follows_the_slider(page, qtbot):
    shown = run()
    page.set_run(shown, noise_split())
    assert page.index == 4
    assert "as it was after step 6 of 6" in page.words.text()
    image = noise_split().test.X(0, 1)
    for index in (0, 2, 3):
        page.transport.go_to(index)
        page._frames.now()
        assert page.index == index
        flow = FlowReader(shown.snapshot(index)).read(image)
        np.testing.assert_allclose(page.picture.flow.probabilities, flow.probabilities)
        np.testing.assert_allclose(page.bars._target, flow.probabilities, rtol=1e-6)
    page.transport.go_to(0)
    page._frames.now()
    assert "before its first step" in page.words.text()


def test_matrix_and_gradients_are_those_of_the_frame(page, qtbot):
    shown, split = run(), noise_split()
    page.set_run(shown, split)
    qtbot.waitUntil(lambda: len(page.meter.figures) == len(STEPS))
    meter = FrameMeter(shown.record.network, split)
    for index in (4, 1, 0):
        page.transport.go_to(index)
        page._frames.now()
        expected = meter.measure(shown.frames.theta(index))
        np.testing.assert_array_equal(page.matrix._counts, expected.confusion)
        assert [norm for name, norm in page.norms.rows if "W" in name] == pytest.approx(
            expected.weight_norms
        )
        assert f"{expected.tested} digits" in page.matrix_words.text()
        assert not page.matrix.is_waiting


def test_what_is_not_measured_yet_is_faint_and_comes_a_moment_later(page, monkeypatch):
    monkeypatch.setattr(type(page.meter), "is_running", property(lambda _: True))
    page.set_run(run())
    page.meter.figures = {4: figures(4)}
    page._show_figures()
    assert not page.matrix.is_waiting
    page.transport.go_to(1)
    page._frames.now()
    assert page.matrix.is_waiting
    assert "measuring" in page.matrix_words.text()
    page.meter.figures[1] = figures(1)
    page.meter.measured.emit(1)
    assert not page.matrix.is_waiting


def figures(count):
    return FrameFigures(np.eye(10, dtype=np.intp) * count, 0.5, (1.0, 0.1), (0.5, 0.01))


def test_the_mark_is_dragged_to_the_nearest_kept_step(page):
    page.set_run(run())
    for step, index in ((0.4, 0), (1.2, 1), (2.1, 2), (100.0, 4)):
        page.curve.wanted.emit(step)
        page._frames.now()
        assert page.index == index
    assert page.curve._mark.value() == pytest.approx(np.log10(6))


def test_a_press_on_the_curve_wants_the_step_beneath(page, qtbot):
    page.set_run(run())
    wanted = []
    page.curve.wanted.connect(wanted.append)
    view = page.curve.loss.view
    at = page.curve.mapFromScene(view.mapViewToScene(QPointF(np.log10(2), 1)))
    qtbot.mousePress(page.curve.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wanted[0] == pytest.approx(2, rel=0.05)


def test_the_step_from_which_on_it_took_the_hardest_is_marked(page):
    record = held_run(replace(RECIPE, hardest=0.5))
    history = ShownRun.of_record(record, "id").history
    page.set_run(ReplayedRun("id", "my run", record, history, Frames()), noise_split())
    [moment] = page.curve.moments.moments
    assert 10**moment.step == pytest.approx(3)  # the first after an epoch of two
    assert "hardest 50" in moment.text
    page.set_run(run(), noise_split())
    assert not page.curve.moments.moments


def test_keys_go_through_the_run_wherever_the_focus_is(page):
    page.set_run(run())
    for key, index in (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, 4),
    ):
        press(page, key)
        assert page.transport.index == index
    press(page, Qt.Key.Key_Space)
    assert page.transport.is_playing
    press(page, Qt.Key.Key_Space)
    assert not page.transport.is_playing


def test_it_plays_from_the_first_to_the_last_and_rests(look, qtbot, monkeypatch):
    transport = Transport()
    qtbot.addWidget(transport)
    transport._timer.setInterval(1)
    assert PLAY_MILLISECONDS >= 100
    transport.set_count(4)
    moved = []
    transport.moved.connect(moved.append)
    transport.play_or_pause()
    qtbot.waitUntil(lambda: not transport.is_playing)
    assert moved == [0, 1, 2, 3]


def test_a_hand_on_the_slider_ends_playing(look, qtbot):
    transport = Transport()
    qtbot.addWidget(transport)
    transport.set_count(4)
    transport.play_or_pause()
    transport.step(1)
    assert not transport.is_playing
    assert transport.index == 1


def test_a_new_run_begins_here(page):
    page.set_run(run())
    page.transport.go_to(2)
    page._frames.now()
    branches, used = [], []
    page.branch_wanted.connect(branches.append)
    page.use_wanted.connect(used.append)
    page.branch.click()
    page.use.click()
    (branch,), (network,) = branches, used
    assert (branch.run_id, branch.name, branch.step) == ("id", "my run", 2)
    assert branch.recipe == ended_run().recipe
    np.testing.assert_array_equal(branch.network.theta, run().frames.theta(2))
    assert network is branch.network
    assert network.facts["steps"] == 2


def test_a_run_without_kept_networks_says_so(page):
    page.set_run(run(Frames(())))
    assert page.sentence.text() == NO_FRAMES
    assert not page.branch.isEnabled()
    assert not page.transport.isEnabled()
    page.set_digits(noise_split())
    assert page.index == -1


def test_a_damaged_network_is_told_and_the_others_are_shown(page):
    page.set_run(run(Frames(damaged=(2,))))
    page.transport.go_to(2)
    page._frames.now()
    assert "damaged" in page.sentence.text()
    branches = []
    page.branch_wanted.connect(branches.append)
    page.branch.click()
    assert not branches
    page.transport.go_to(3)
    page._frames.now()
    assert not page.sentence.isVisible()
    assert page.picture.flow is None  # without a digit
    page.branch.click()
    assert branches[0].step == 3


def test_networks_of_another_run_are_told(page):
    frames = Frames()
    frames.thetas[2] = frames.thetas[2][:-1]
    page.set_run(run(frames))
    page.transport.go_to(2)
    page._frames.now()
    assert "not those of this run" in page.sentence.text()


def test_a_network_that_is_not_finite_is_shown_and_not_used(page):
    frames = Frames()
    frames.thetas[4] = np.full_like(frames.thetas[4], np.nan)
    page.set_run(run(frames), noise_split())
    used = []
    page.use_wanted.connect(used.append)
    page.branch_wanted.connect(used.append)
    page.use.click()
    page.branch.click()
    assert used == []
    assert page.sentence.text() == NOT_FINITE
    assert page.picture.flow is None


def test_a_run_that_goes_on_may_have_networks_beyond_its_record(page):
    page.set_run(run(Frames((0, 1, 50))))
    assert "after step 50 of 50" in page.words.text()


def test_its_digits_are_asked_for_and_a_reason_is_shown(page):
    asked = []
    page.digits_wanted.connect(asked.append)
    shown = run()
    page.set_run(shown)
    assert asked == [shown.record]
    page.set_digits(None, "They are gone.")
    assert page.sentence.text() == "They are gone."
    assert page.matrix._counts is None


def test_the_drawing_goes_before_the_test_digit(page):
    page.set_run(run(), noise_split())
    image = np.zeros((784, 1), np.float32)
    page.set_digit(DrawnDigit(image, "7", digit=7))
    assert "your drawing" in page.picture_words.text()
    np.testing.assert_array_equal(page.picture.flow.H[0], image[:, 0])
    page.set_digit(None)
    assert "first test digit" in page.picture_words.text()


@pytest.mark.parametrize("classes", [2, 10, 26, 62])
def test_a_matrix_of_any_classes_is_painted_and_named(look, qtbot, classes):
    matrix = SmallMatrix()
    qtbot.addWidget(matrix)
    matrix.resize(300, 300)
    names = tuple(f"class {n}" for n in range(classes))
    counts = np.eye(classes, dtype=np.intp) * 5
    counts[0, 1] = 2
    matrix.set_counts(counts, names)
    assert not matrix.grab().isNull()
    grid = matrix._grid()
    assert grid.right() <= 300
    assert grid.bottom() <= 300
    cell = grid.width() / classes
    beside = QPoint(int(grid.left() + 1.5 * cell), int(grid.top() + 0.5 * cell))
    assert matrix.words_at(beside) == "class 0: 2 of 7 taken for class 1"
    assert matrix.words_at(QPoint(0, 0)) == ""
    assert "class 0 is taken for class 1" in matrix.accessibleDescription()


def test_bars_of_gradients_that_are_zero_or_not_finite(look, qtbot):
    bars = GradientBars()
    qtbot.addWidget(bars)
    found = FrameFigures(np.eye(10, dtype=np.intp), 0.5, (0.0, np.inf), (np.nan, 1e-9))
    bars.set_figures(found)
    assert not bars.grab().isNull()
    assert "not finite" in bars.accessibleDescription()
