"""Train with my code through its widgets."""

import math

import pytest

from app.background.racing import RaceEnd
from app.views.learn.check.race import RacePane
from app.views.learn.check.race_plot import HIGHEST
from core.data.opening.records import Request
from tests.app.tiny import digit_folder as digit_folder
from tests.app.tiny import loader as loader
from tests.app.tiny import split as split
from tests.app.views.learn.fakes import TRACEBACK, FakeRace


@pytest.fixture
def race(qapp):
    return FakeRace()


@pytest.fixture
def pane(look, qtbot, race, loader, tmp_path):
    made = RacePane(race, loader)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.set_file(tmp_path / "mine.py")
    made.choose_data()
    made.show()
    qtbot.waitExposed(made)
    return made


def test_without_mnist_it_trains_on_the_starter_digits(pane, race, split, qtbot):
    assert pane.sources.currentText() == "Starter digits"
    pane.go.click()
    assert pane.verdict.words.text() == "Making digits to learn from…"
    qtbot.waitUntil(lambda: bool(race.asked))
    assert race.asked[0][1] is split
    assert pane.go.text() == "Stop"


def test_mnist_that_is_not_here_says_what_to_do(pane, race, qtbot):
    pane.sources.setCurrentText("MNIST")
    pane.go.click()
    qtbot.waitUntil(lambda: pane.verdict.kind == "warning")
    assert "Choose the starter digits" in pane.verdict.words.text()
    assert race.asked == []


def test_other_digits_that_were_opened_can_be_chosen(pane, race, loader, digit_folder, qtbot):
    loader.open(Request((digit_folder,)))
    qtbot.waitUntil(lambda: pane.sources.count() == 3)
    pane.sources.setCurrentIndex(2)
    pane.go.click()
    assert race.asked[0][1] is loader.ready["folder"].split


@pytest.fixture
def running(pane, race, qtbot):
    pane.go.click()
    qtbot.waitUntil(lambda: bool(race.asked))
    return pane


def test_two_curves_grow_side_by_side(running, race):
    race.tell([2.3, 2.2], [2.3, 2.2])
    race.tell([2.1], [2.1])
    running.plot.draw_now()
    assert running.plot.mine.loss.values.tolist() == pytest.approx([2.3, 2.2, 2.1])
    assert running.plot.reference.loss.values.tolist() == pytest.approx([2.3, 2.2, 2.1])
    assert "step 3" in running.verdict.words.text()
    assert len(running.plot.loss.ends.texts()) == 2
    race.end(RaceEnd())
    assert running.verdict.kind == "right"
    assert "step by step" in running.verdict.words.text()
    assert running.go.text() == "Train again"


def test_the_step_where_they_part_is_named(running, race):
    race.tell([2.3, 2.2], [2.3, 2.2])
    race.tell([2.1, 2.4], [2.1, 2.0])
    race.end(RaceEnd())
    assert running.verdict.kind == "wrong"
    assert running.verdict.words.text() == "The losses part at step 4."


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf, 1e30])
def test_a_loss_that_is_no_number_is_drawn_at_the_edge(running, race, loss):
    race.tell([2.3, loss], [2.3, 2.2])
    running.plot.draw_now()
    assert abs(running.plot.mine.loss.values[-1]) == HIGHEST
    race.end(RaceEnd())
    assert "part at step 2" in running.verdict.words.text()


def test_code_that_stops_says_where(running, race, qtbot):
    race.tell([2.3], [2.3])
    race.end(RaceEnd(False, "There is no name “zero”.", TRACEBACK, 3))
    assert running.verdict.kind == "failed"
    assert "after 1 step" in running.verdict.words.text()
    assert "Go to line 3" in running.problem.text()
    with qtbot.waitSignal(running.line_wanted) as told:
        running.problem.linkActivated.emit("3")
    assert told.args == [3]
    running.go.click()
    assert not running.problem.isVisible()
    assert len(running.plot.mine) == 0


def test_it_can_be_stopped(running, race):
    race.tell([2.3, 2.2], [2.3, 2.2])
    running.go.click()
    assert not race.is_running
    assert running.verdict.words.text().startswith("Stopped after 2 steps.")


def test_another_file_ends_the_run(running, race, tmp_path):
    running.set_file(tmp_path / "other.py")
    assert not race.is_running
