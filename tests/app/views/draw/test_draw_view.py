"""Draw: what is drawn is read, beside the canvas, as the pen goes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.actions import Actions
from app.views.draw.draw_view import CANNOT_READ, DrawView
from app.views.draw.sheet import picture_of
from app.views.draw.words import BLANK, NO_ANSWER, NO_NETWORK
from app.views.widgets.probability_bars import whole_percent
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.reading import read_drawings
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import doubtful, number, reading
from tests.app.views.draw.test_pictures import image


def test_a_drawing_is_read(view: DrawView, snapshot: Snapshot, seven: Drawing, put: Put) -> None:
    expected = read_drawings(snapshot, [seven])[0]
    put(seven)
    assert view.prediction.digit == expected.digit
    assert view.prediction.probabilities == pytest.approx(expected.probabilities)
    assert view.answer.bars.lengths == pytest.approx(expected.probabilities)
    assert [digit.drawing.strokes for digit in view.digits] == [seven.strokes]


def test_other_views_hear_of_a_digit_when_the_pen_is_up(view: DrawView, qtbot) -> None:
    told: dict[str, list[object]] = {"changed": [], "settled": []}
    view.digit_changed.connect(told["changed"].append)
    view.digit_settled.connect(told["settled"].append)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view.canvas, left, pos=QPoint(50, 50))
    QTest.mouseMove(view.canvas, QPoint(50, 120))
    qtbot.waitUntil(lambda: bool(told["changed"]))
    assert not told["settled"]
    QTest.mouseRelease(view.canvas, left, pos=QPoint(50, 120))
    qtbot.waitUntil(lambda: bool(told["settled"]))
    assert told["settled"] == told["changed"][-1:]


def test_a_sure_answer_is_the_digit_large_its_share_and_the_second_guess(
    view: DrawView, seven: Drawing, put: Put, reads
) -> None:
    reads(reading(7, 0.96, second=1))
    put(seven)
    head = view.answer.headline
    assert head.digit.text == "7"
    assert not head.digit.is_faint
    assert head.figure.text() == whole_percent(0.96)
    assert head.words.text() == "Sure"
    assert head.note.text() == "Second guess: 1, 4\u202f%"
    assert view.answer.bars.best == 7


def test_digits_in_question_are_all_shown_and_none_as_if_sure(
    view: DrawView, seven: Drawing, put: Put, reads
) -> None:
    reads(doubtful(4, 9))
    put(seven)
    head = view.answer.headline
    assert head.digit.text == "4 or 9"
    assert head.digit.accessibleDescription() == "4 or 9"
    assert head.words.text() == "This looks like a 4 or a 9."
    assert not head.figure.isVisible()
    assert view.answer.bars.best is None
    assert view.answer.bars.lengths[[4, 9]] == pytest.approx([0.5, 0.5])


def test_what_is_no_digit_is_no_digit(view: DrawView, seven: Drawing, put: Put, reads) -> None:
    reads(doubtful())
    put(seven)
    head = view.answer.headline
    assert head.digit.text == "?"
    assert head.digit.is_faint
    assert head.words.text() == "This is no digit that I know."
    assert not head.figure.isVisible()
    assert view.answer.bars.best is None
    assert not view.answer.bars.lengths.any()


def test_a_blank_canvas_is_never_a_digit(view: DrawView, seven: Drawing, put: Put) -> None:
    for drawing in (seven, Drawing()):
        put(drawing)
    assert view.prediction is None
    assert view.digits == ()
    assert view.answer.headline.digit.text == ""
    assert view.answer.headline.words.text() == BLANK
    assert view.answer.bars.best is None
    assert not view.answer.bars.lengths.any()


def test_another_network_reads_the_drawing_at_once(
    view: DrawView, snapshot: Snapshot, seven: Drawing, put: Put
) -> None:
    put(seven)
    before = view.prediction.probabilities
    other = Snapshot(snapshot.dimensions, snapshot.activation, snapshot.theta[::-1].copy())
    view.set_snapshot(other)
    assert not np.array_equal(view.prediction.probabilities, before)


def test_without_a_network_it_is_said_why_and_what_to_do(
    view: DrawView, seven: Drawing, put: Put
) -> None:
    view.set_snapshot(None, "The shipped network is missing.")
    put(seven)
    head = view.answer.headline
    assert view.prediction is None
    assert head.figure.text() == NO_NETWORK
    assert head.words.text().startswith("The shipped network is missing. Open one")


def test_before_a_network_is_there_nothing_is_said_to_be_missing(actions: Actions, qtbot) -> None:
    view = DrawView(actions)
    qtbot.addWidget(view)
    assert view.answer.headline.words.text() == BLANK


def test_more_digits_than_can_be_read_are_said(view: DrawView, put: Put) -> None:
    many = Drawing.from_lists(
        [[[0.01 + 0.07 * k, 0.45], [0.01 + 0.07 * k, 0.55]] for k in range(14)]
    )
    put(many)
    assert view.digits == ()
    assert "At most 12" in view.answer.headline.words.text()


def test_what_cannot_be_done_is_off(
    view: DrawView, actions: Actions, seven: Drawing, put: Put, qtbot
) -> None:
    def on() -> list[str]:
        names = ("undo", "redo", "clear", "copy-answer")
        return [name for name in names if actions[name].isEnabled()]

    assert on() == []
    put(seven)
    assert on() == ["undo", "clear", "copy-answer"]
    actions["undo"].trigger()
    qtbot.waitUntil(lambda: on() == ["redo"])
    actions["redo"].trigger()
    actions["clear"].trigger()
    assert view.drawing.is_blank


def test_the_answer_can_be_copied(view: DrawView, actions: Actions, put: Put, reads) -> None:
    reads(reading(2), reading(0), reading(2), reading(6))
    put(number(4))
    actions["copy-answer"].trigger()
    assert QGuiApplication.clipboard().text() == "2026"


def test_the_slider_sets_the_pen(view: DrawView, qtbot) -> None:
    with qtbot.waitSignal(view.brush_changed) as told:
        view.set_brush(0.08)
    assert told.args == [0.08]
    assert view.canvas.brush == 0.08


@pytest.mark.parametrize("size", [(944, 512), (1200, 660), (1840, 990), (3000, 1800), (800, 900)])
def test_the_canvas_is_square_and_everything_fits(view: DrawView, size: tuple[int, int]) -> None:
    view.resize(*size)
    canvas = view.canvas.geometry()
    answer = QRect(view.answer.mapTo(view, QPoint()), view.answer.size())
    assert canvas.width() == canvas.height() >= 320
    assert view.rect().contains(canvas)
    assert view.rect().contains(answer)
    assert answer.top() == canvas.top()
    assert answer.left() - canvas.right() > 16
    assert answer.height() >= view.answer.minimumSizeHint().height()


def test_nothing_moves_when_the_answer_changes(
    view: DrawView, seven: Drawing, put: Put, reads
) -> None:
    def places() -> list:
        answer = view.answer
        parts = (view.canvas, answer.headline, answer.tabs, answer.bars, answer.teach, answer)
        return [part.geometry() for part in parts]

    before = places()
    for made in (reading(7), reading(1, 0.5), doubtful(4, 9), doubtful(3, 5, 8), doubtful()):
        reads(made)
        put(Drawing(seven.strokes))
        assert places() == before
    reads(*[reading(k) for k in range(5)])
    put(number(5))
    assert places() == before
    view.set_snapshot(None, "A reason that is rather long, so that it needs a few lines or so.")
    assert places() == before


@pytest.mark.parametrize("pane", range(3))
def test_every_pane_fits_into_the_smallest_window(
    view: DrawView, pane: int, seven: Drawing, put: Put
) -> None:
    view.resize(944, 512)
    put(seven)
    view.answer.tabs.setCurrentIndex(pane)
    shown = view.answer.panes.currentWidget()
    assert shown.height() >= shown.minimumSizeHint().height()
    assert shown.width() >= shown.minimumSizeHint().width()


def test_a_network_whose_training_went_wrong_gives_no_answer(
    view: DrawView, snapshot: Snapshot, seven: Drawing, put: Put
) -> None:
    broken = np.full_like(snapshot.theta, np.nan)
    view.set_snapshot(Snapshot(snapshot.dimensions, snapshot.activation, broken))
    put(seven)
    head = view.answer.headline
    assert view.prediction is None
    assert head.figure.text() == NO_ANSWER
    assert head.words.text() == CANNOT_READ


def test_a_doubt_stands_above_the_canvas_with_the_way_back(view: DrawView, qtbot) -> None:
    before = [each.geometry() for each in (view.canvas, view.answer)]
    view.show_doubt("The network in use says 3 to everything.")
    assert view.doubt.isVisible()
    assert view.doubt.geometry().bottom() < view.canvas.geometry().top()
    assert view.rect().contains(view.answer.geometry())
    (button,) = view.doubt.buttons
    with qtbot.waitSignal(view.shipped_wanted):
        button.click()
    view.show_doubt("")
    assert not view.doubt.isVisible()
    assert [each.geometry() for each in (view.canvas, view.answer)] == before
    view.show_doubt("The network in use says 3 to everything.")
    view.doubt.cross.click()
    assert [each.geometry() for each in (view.canvas, view.answer)] == before


def test_look_inside_is_there_where_a_digit_is_read(
    view: DrawView, actions: Actions, snapshot: Snapshot, seven: Drawing, put: Put
) -> None:
    taken = []
    actions.connect("inspect-drawing", lambda: taken.append(True))
    button = view.answer.look_inside
    assert not button.isVisible()
    put(seven)
    assert button.isVisible()
    assert button.text() == "Look inside"
    button.click()
    assert taken == [True]
    view.set_snapshot(None, "There is none.")
    assert not button.isVisible()
    view.set_snapshot(snapshot)
    put(picture_of("two", image()))
    assert button.isVisible()
    put(Drawing())
    assert not button.isVisible()


@pytest.mark.parametrize(("width", "has_words"), [(800, False), (1000, True)])
def test_look_inside_has_words_where_there_is_room(
    view: DrawView, seven: Drawing, put: Put, width: int, has_words: bool
) -> None:
    view.resize(width, 520)
    put(seven)
    answer = view.answer
    answer.layout().activate()
    style = answer.look_inside.toolButtonStyle()
    assert (style is Qt.ToolButtonStyle.ToolButtonTextBesideIcon) == has_words
    assert answer.rect().contains(answer.look_inside.geometry())
    assert not answer.look_inside.geometry().intersects(answer.tabs.geometry())
