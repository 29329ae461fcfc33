"""Draw: what is drawn is read, beside the canvas, as the pen goes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from app.actions import Actions
from app.recognition import recognise
from app.views.draw.answer import BLANK, NO_NETWORK, SURENESS
from app.views.draw.draw_view import DrawView
from app.views.widgets.probability_bars import whole_percent
from core.ink.strokes import Drawing
from core.snapshots import Snapshot


@pytest.fixture
def view(actions: Actions, snapshot: Snapshot, qtbot) -> DrawView:
    made = DrawView(actions)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_snapshot(snapshot)
    made.show()
    return made


def read(view: DrawView, drawing: Drawing, qtbot) -> None:
    with qtbot.waitSignal(view.drawing_changed):
        view.canvas.set_drawing(drawing)


def test_a_drawing_is_read(view: DrawView, snapshot: Snapshot, seven: Drawing, qtbot) -> None:
    expected = recognise(seven, snapshot)
    read(view, seven, qtbot)
    assert view.prediction.digit == expected.digit
    assert view.answer.digit.text == str(expected.digit)
    assert view.answer.probability.text() == whole_percent(expected.probability)
    assert view.answer.words.text() in dict(SURENESS).values()
    assert view.answer.bars.best == expected.digit
    assert view.answer.bars.shown == pytest.approx(expected.probabilities)
    assert not view.answer.preview.is_empty


def test_a_blank_canvas_is_never_a_digit(view: DrawView, seven: Drawing, qtbot) -> None:
    for drawing in (seven, Drawing()):
        read(view, drawing, qtbot)
    assert view.prediction is None
    assert view.answer.digit.text == ""
    assert view.answer.words.text() == BLANK
    assert view.answer.bars.best is None
    assert not view.answer.bars.shown.any()
    assert view.answer.preview.is_empty


def test_another_network_reads_the_drawing_at_once(
    view: DrawView, snapshot: Snapshot, seven: Drawing, qtbot
) -> None:
    read(view, seven, qtbot)
    before = view.prediction.probabilities
    other = Snapshot(snapshot.dimensions, snapshot.activation, snapshot.theta[::-1].copy())
    view.set_snapshot(other)
    assert not np.array_equal(view.prediction.probabilities, before)


def test_without_a_network_it_is_said_why_and_what_to_do(
    view: DrawView, seven: Drawing, qtbot
) -> None:
    view.set_snapshot(None, "The shipped network is missing.")
    read(view, seven, qtbot)
    assert view.prediction is None
    assert view.answer.probability.text() == NO_NETWORK
    assert view.answer.words.text().startswith("The shipped network is missing. Open one")


def test_what_cannot_be_done_is_off(
    view: DrawView, actions: Actions, seven: Drawing, qtbot
) -> None:
    def on() -> list[str]:
        names = ("undo", "redo", "clear", "copy-answer")
        return [name for name in names if actions[name].isEnabled()]

    assert on() == []
    read(view, seven, qtbot)
    assert on() == ["undo", "clear", "copy-answer"]
    actions["undo"].trigger()
    qtbot.waitUntil(lambda: on() == ["redo"])
    actions["redo"].trigger()
    actions["clear"].trigger()
    assert view.drawing.is_blank


def test_the_answer_can_be_copied(view: DrawView, actions: Actions, seven: Drawing, qtbot) -> None:
    read(view, seven, qtbot)
    actions["copy-answer"].trigger()
    assert QGuiApplication.clipboard().text() == str(view.prediction.digit)


def test_the_slider_sets_the_pen(view: DrawView, qtbot) -> None:
    with qtbot.waitSignal(view.brush_changed) as told:
        view.set_brush(0.08)
    assert told.args == [0.08]
    assert view.canvas.brush == 0.08


@pytest.mark.parametrize("size", [(944, 512), (1200, 660), (1840, 990), (3000, 1800), (760, 900)])
def test_the_canvas_is_square_and_everything_fits(view: DrawView, size: tuple[int, int]) -> None:
    view.resize(*size)
    canvas, answer = view.canvas.geometry(), view.answer.geometry()
    assert canvas.width() == canvas.height() >= 320
    assert view.rect().contains(canvas)
    assert view.rect().contains(answer)
    assert answer.top() == canvas.top()
    assert answer.left() - canvas.right() > 16
    assert answer.height() >= view.answer.minimumSizeHint().height()


def test_nothing_moves_when_the_answer_changes(view: DrawView, seven: Drawing, qtbot) -> None:
    def places() -> list:
        parts = (view.canvas, view.answer.bars, view.answer.preview, view.answer)
        return [part.geometry() for part in parts]

    before = places()
    read(view, seven, qtbot)
    assert places() == before
    view.set_snapshot(None, "A reason that is rather long, so that it needs a few lines or so.")
    assert places() == before
