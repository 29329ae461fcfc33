"""What is drawn beside the curves: guessing, the run before, what was changed, the first steps."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest

from app.background.training.history import History
from app.views.train.charts import Charts
from core.inspection.guessing import guessing_loss
from core.network.reports import EpochReport
from core.recipe_changes import RecipeChange

STEPS = 400


def a_run(steps=STEPS, *, low=0.05, accuracies=(0.9, 0.95), changes=()):
    history = History(STEPS)
    losses = np.geomspace(2.35, low, STEPS)[:steps].astype(np.float32)
    each = steps // max(len(accuracies), 1)
    epochs = [
        EpochReport(k, k * each, 0.5, share - 0.01, 0.4, share, True)
        for k, share in enumerate(accuracies, 1)
    ]
    history.extend(np.arange(1, steps + 1), losses, epochs)
    history.changes = tuple(changes)
    return history


@pytest.fixture
def charts(look, qtbot):
    made = Charts()
    qtbot.addWidget(made)
    made.resize(700, 420)
    made.show()
    return made


def show(charts, history, before=None):
    charts.set_history(history, STEPS, before)
    charts.draw_now()
    charts.grab()


def texts(plot):
    return plot.ends.texts()


@pytest.mark.parametrize("logarithmic", [False, True])
def test_guessing_is_a_line_with_its_name(charts, logarithmic):
    charts.set_logarithmic(logarithmic)
    show(charts, a_run())
    line = charts._guesses[0]
    assert line.isVisible()
    guess = guessing_loss(10)
    assert line.value() == pytest.approx(np.log10(guess) if logarithmic else guess)
    low, high = charts.loss.view.viewRange()[1]
    assert low < line.value() < high
    assert "guessing" in texts(charts.loss)
    assert not charts._guesses[1].isVisible()
    assert "guessing" not in texts(charts.accuracy)


def test_guessing_is_on_the_axis_of_accuracy_where_that_reaches_it(charts):
    show(charts, a_run(accuracies=(0.12, 0.1)))
    assert charts._guesses[1].isVisible()
    assert charts._guesses[1].value() == pytest.approx(0.1)
    assert "guessing" in texts(charts.accuracy)


def test_before_the_first_step_nothing_is_drawn(charts):
    show(charts, History())
    assert not any(line.isVisible() for line in charts._guesses)
    assert texts(charts.loss) == []


def test_the_run_before_has_its_mark_on_both_plots(charts):
    before = a_run(low=0.5, accuracies=(0.6, 0.7, 0.8))
    show(charts, a_run(100), before)
    for plot, words in ((charts.loss, "before 0.5"), (charts.accuracy, "before 80.0")):
        label = next(each for each in plot.ends.labels if each.text.startswith("before"))
        assert label.text.startswith(words)
        assert label.at == pytest.approx(STEPS, abs=2)
    assert charts._earlier.points.count() > 50
    assert charts._earlier_accuracy.points.count() == 3
    show(charts, a_run(100))
    assert charts._earlier.points.count() == charts._earlier_accuracy.points.count() == 0
    assert not any("before" in text for text in texts(charts.loss) + texts(charts.accuracy))


@pytest.mark.parametrize("steps", [1, 2, 5, 30])
def test_the_first_steps_are_points(charts, steps):
    show(charts, a_run(steps, accuracies=()))
    assert charts._points.points.count() == steps
    assert charts._points.points[0].x() == 1


def test_many_steps_are_a_line(charts):
    show(charts, a_run())
    assert charts._points.points.count() == 0


CHANGES = (
    RecipeChange(40, "learning_rate", 0.1, 0.03),
    RecipeChange(40, "dropout", 0.0, 0.2),
    RecipeChange(60, "batch_size", 64, 128),
    RecipeChange(200, "l2", 0.0, 0.001),
    RecipeChange(390, "momentum", 0.9, 0.5),
)


@pytest.mark.parametrize(("size", "least"), [((700, 420), 3), ((560, 340), 1)])
def test_words_of_changes_cover_neither_each_other_nor_the_curves(charts, size, least):
    charts.resize(*size)
    charts.set_logarithmic(True)
    show(charts, a_run(changes=CHANGES))
    for moments, curve in zip(
        charts._moments, (charts._smoothed, charts._val_accuracy), strict=True
    ):
        assert [each.step for each in moments.moments] == [each.step for each in CHANGES]
        boxes = [box for _, box, _ in moments.words()]
        assert len(boxes) >= least
        assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
        points = [moments._view.mapToParent(moments._view.mapFromView(p)) for p in curve.points]
        assert not any(box.contains(point) for box in boxes for point in points)
        area = moments._view.geometry()
        assert all(area.contains(box) for box in boxes)


def test_the_pointer_names_what_was_changed(charts, qtbot):
    show(charts, a_run(changes=CHANGES))
    at = charts.loss.view.mapViewToScene(QPointF(200, 1.0))
    QTest.mouseMove(charts.viewport(), QPoint(3, 3))
    qtbot.wait(20)
    QTest.mouseMove(charts.viewport(), charts.mapFromScene(at))
    qtbot.waitUntil(lambda: CHANGES[3].text in charts.loss.readout)
    assert CHANGES[0].text not in charts.loss.readout


def test_the_step_from_which_on_it_takes_the_hardest_is_marked(charts):
    history = a_run(changes=CHANGES)
    history.hardest = 0.25
    show(charts, history)
    first = int(history.of_epochs("step")[0]) + 1
    for moments in charts._moments:
        steps = [each.step for each in moments.moments]
        assert steps == sorted([*(each.step for each in CHANGES), first])
        assert "hardest 25" in next(each.text for each in moments.moments if each.step == first)
    history = a_run(accuracies=())
    history.hardest = 0.25
    show(charts, history)
    assert not any(each.moments for each in charts._moments)


def test_a_run_without_changes_has_no_marks(charts):
    show(charts, a_run(changes=CHANGES))
    show(charts, a_run())
    assert not any(each.moments for each in charts._moments)


def test_before_an_epoch_has_ended_only_the_losses_have_marks_and_both_the_axis_of_steps(charts):
    show(charts, History())
    assert charts.accuracy.bottom.hide_ticks
    show(charts, a_run(accuracies=(), changes=CHANGES))
    of_loss, of_accuracy = charts._moments
    assert len(of_loss.moments) == len(CHANGES)
    assert not of_accuracy.moments
    assert charts.accuracy.is_empty
    assert charts.accuracy.left.hide_ticks
    assert not charts.accuracy.bottom.hide_ticks
    show(charts, a_run(changes=CHANGES))
    assert len(of_accuracy.moments) == len(CHANGES)
    assert not charts.accuracy.left.hide_ticks


@pytest.mark.parametrize("width", [200, 700])
def test_the_words_of_an_empty_plot_are_wrapped_within_it(charts, width):
    charts.resize(width, 420)
    show(charts, History())
    for plot in (charts.loss, charts.accuracy):
        words = plot._empty.mapRectToParent(plot._empty.boundingRect())
        assert plot.view.rect().contains(words)
