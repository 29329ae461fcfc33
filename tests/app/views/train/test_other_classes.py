"""Training on a set of other classes than digits, from the recipe to the network in use."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from app.background.loading import FOLDER, Loaded
from app.background.training.history import History
from app.background.training.messages import Finished
from app.state.drawn_digit import DrawnDigit
from app.views.train.charts import Charts
from app.views.train.ending import Ending
from app.views.train.live_reading import LiveReading
from app.views.train.view import TrainView
from app.views.widgets.plot.ranges import LossRange
from core.network.recipe import Recipe
from tests.classes import BY_CLASS, CLOTHES, LETTERS, examples, split_of, trained

pytestmark = pytest.mark.slow


@pytest.fixture
def view(qtbot, look, session, loader):
    made = TrainView(session, loader)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def letters(loader):
    return Loaded(FOLDER, split_of(LETTERS, each=30, name="Letters"), "/letters")


def test_the_summary_counts_the_classes_of_the_data(view, loader, letters) -> None:
    view.set_recipe(Recipe(hidden=(8,)))
    assert view.panel.summary.text().startswith("784 → 8 → 10 · ")
    loader._on_loaded(letters)
    assert view.panel.source == FOLDER
    assert view.panel.summary.text().startswith("784 → 8 → 26 · ")
    view.panel.set_source("starter")
    assert view.panel.summary.text().startswith("784 → 8 → 10 · ")


def test_letters_are_learned_and_drawn_with(view, session, loader, letters, qtbot) -> None:
    loader._on_loaded(letters)
    view.set_recipe(Recipe(hidden=(32,), batch_size=32, epochs=4))
    image = letters.split.test.X(7, 8)
    view.set_digit(DrawnDigit(image))
    with qtbot.waitSignal(session.finished, timeout=20_000):
        view.run_or_pause()
    network = session.shown.result.snapshot
    assert network.dimensions == (784, 32, 26)
    assert network.class_names == LETTERS
    assert network.facts["test_accuracy"] > 0.7
    assert network.facts["guessing_share"] == pytest.approx(1 / 26)
    assert "of 208 test images right" in view.outcome.sentence.text()
    assert view.reading.digit.text() in LETTERS
    assert view.charts.history.classes == 26
    with qtbot.waitSignal(view.use_network) as used:
        view.outcome.use.click()
    assert used.args[0].class_names == LETTERS


def test_guessing_has_the_loss_of_so_many_classes(qtbot, look, session, loader, letters) -> None:
    charts = Charts()
    qtbot.addWidget(charts)
    charts.resize(600, 400)
    charts.show()
    for classes in (2, 26, 62):
        history = type(charts.history)(9, classes)
        history.extend(np.arange(1, 4), np.full(3, math.log(classes), np.float32))
        charts.set_history(history, 9)
        charts.draw_now()
        guess = charts._guesses[0]
        assert guess.value() == pytest.approx(math.log(classes))
        low, high = charts.loss.view.viewRange()[1]
        assert low < guess.value() < high


def test_the_axis_holds_the_guess_of_many_classes() -> None:
    seen = LossRange()
    seen.see(History(10, 62))
    assert seen.span(logarithmic=False)[1] > math.log(62)


@pytest.mark.parametrize("names", [LETTERS, CLOTHES, BY_CLASS])
def test_a_drawing_is_read_by_name(qtbot, look, names) -> None:
    reading = LiveReading()
    qtbot.addWidget(reading)
    reading.show()
    reading.set_snapshot(trained(names))
    images = examples(names, 1)
    reading.set_digit(DrawnDigit(images.X(9, 10)))
    assert reading.digit.text() == names[9]
    assert reading.digit.isVisible()
    corrected = DrawnDigit(images.X(9, 10), ("7",), 0, 7, is_corrected=True)
    reading.set_digit(corrected)  # said of a digit, which says nothing here
    assert "you say" not in reading.probability.text()


def test_guessing_of_letters_is_no_reading(session, letters) -> None:
    network = replace(trained(LETTERS), facts={"guessing_share": 1 / 26})
    done = Finished("completed", "Done.", network, 0.05, 1.0, 208)
    ending = Ending.of(done, np.array([0.04, 0.05]))
    assert ending.sentence.startswith("Done. It learned nothing: 5.0")
    assert "208 test images" in ending.sentence
    good = Ending.of(replace(done, test_accuracy=0.6), np.array([0.5, 0.6]))
    assert not good.is_bad
