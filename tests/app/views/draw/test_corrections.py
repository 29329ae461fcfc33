"""A correction is seen where the answer is, and the next stroke begins a new drawing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.actions import Actions
from app.state.answers import Correction
from app.views.draw.draw_view import DrawView
from app.views.draw.sheet import picture_of
from app.views.draw.teaching import OFFER, kept
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import doubtful, number, reading
from tests.app.views.draw.test_pictures import image

LEFT = Qt.MouseButton.LeftButton
RECENT = 2


@pytest.fixture
def taught(view: DrawView) -> Iterator[list[tuple[Drawing, int]]]:
    """What was taught; all of it is kept, as My handwriting would."""
    told: list[tuple[Drawing, int]] = []
    kept_ones: dict = {}

    def keep(drawing: Drawing, digit: int) -> None:
        told.append((drawing, digit))
        kept_ones[drawing.strokes] = Correction(digit, "Mine")
        view.set_corrections(dict(kept_ones))

    def forget(drawing: Drawing) -> None:
        del kept_ones[drawing.strokes]
        view.set_corrections(dict(kept_ones))

    view.taught.connect(keep)
    view.taken_back.connect(forget)
    view.turn_on_teaching()
    return told


def at(view: DrawView, x: float, y: float) -> QPoint:
    return QPoint(round(x * view.canvas.width()), round(y * view.canvas.width()))


def press(view: DrawView, x: float, y: float) -> None:
    QTest.mousePress(view.canvas, LEFT, pos=at(view, x, y))


def move(view: DrawView, x: float, y: float) -> None:
    QTest.mouseMove(view.canvas, at(view, x, y))


def release(view: DrawView, x: float, y: float) -> None:
    QTest.mouseRelease(view.canvas, LEFT, pos=at(view, x, y))


def draw_line(view: DrawView, x: float, qtbot) -> None:
    press(view, x, 0.3)
    for step in range(6):
        move(view, x, 0.35 + 0.05 * step)
    release(view, x, 0.6)
    qtbot.waitUntil(lambda: view.canvas.is_settled)


def shown(view: DrawView) -> tuple[str, str, str]:
    head = view.answer.headline
    return head.digit.text, head.figure.text(), head.words.text()


def test_it_stands_where_the_answer_stood(
    view: DrawView, taught, seven: Drawing, put: Put, reads
) -> None:
    reads(reading(7, 0.81, 1))
    put(seven)
    view.teacher.teach(4)
    assert shown(view) == ("4", "as you say", "It was read as 7, 81\u202f%.")
    assert view.answer.bars.best is None
    assert view.answer.bars.lengths[7] == pytest.approx(0.81)
    assert view.answer.teach.words.text() == kept(Correction(4, "Mine"))
    assert view.answer.teach.undo.isVisible()
    view.answer.teach.undo.click()
    assert shown(view)[:2] == ("7", "81\u202f%")
    assert view.answer.bars.best == 7
    assert view.answer.teach.words.text() == OFFER
    assert not view.answer.teach.undo.isVisible()


def test_agreeing_is_shown_as_well(view: DrawView, taught, seven, put: Put, reads) -> None:
    reads(reading(7))
    put(seven)
    view.teacher.teach(7)
    assert shown(view)[:2] == ("7", "as you say")


def test_what_was_no_digit_is_one_now(view: DrawView, taught, seven, put: Put, reads) -> None:
    reads(doubtful())
    put(seven)
    view.teacher.teach(7)
    assert shown(view) == ("7", "as you say", "It was read as no digit that I know.")
    assert not view.answer.headline.digit.is_faint
    assert not view.answer.bars.lengths.any()


def test_the_next_stroke_starts_a_new_drawing_and_undo_brings_the_old_one_back(
    view: DrawView, taught, actions: Actions, seven: Drawing, put: Put, reads, qtbot
) -> None:
    reads(reading(7))
    put(seven)
    view.teacher.teach(4)
    old = view.drawing
    press(view, 0.5, 0.3)
    assert len(view.drawing.strokes) == 1
    assert view.drawing.strokes[0] not in old.strokes
    move(view, 0.5, 0.6)
    qtbot.waitUntil(lambda: shown(view)[0] == "7")
    release(view, 0.5, 0.6)
    qtbot.waitUntil(lambda: view.canvas.is_settled)
    assert shown(view)[0] == "7"
    draw_line(view, 0.55, qtbot)
    assert len(view.drawing.strokes) == 2
    assert view.answer.recent.sheets == [old]
    actions["undo"].trigger()
    actions["undo"].trigger()
    assert view.drawing is old
    qtbot.waitUntil(lambda: shown(view)[:2] == ("4", "as you say"))
    actions["redo"].trigger()
    qtbot.waitUntil(lambda: shown(view)[0] == "7")
    assert len(view.drawing.strokes) == 1


def test_strokes_that_come_at_once_all_join_the_new_drawing(
    view: DrawView, taught, seven: Drawing, put: Put
) -> None:
    put(seven)
    view.teacher.teach(4)
    for x in (0.4, 0.5):
        press(view, x, 0.3)
        move(view, x, 0.6)
        release(view, x, 0.6)
    assert len(view.drawing.strokes) == 2


def test_after_undo_of_the_correction_strokes_join_the_drawing(
    view: DrawView, taught, seven: Drawing, put: Put, qtbot
) -> None:
    put(seven)
    view.teacher.teach(4)
    view.answer.teach.undo.click()
    draw_line(view, 0.9, qtbot)
    assert view.drawing.strokes[0] is seven.strokes[0]


def test_in_a_number_only_the_chosen_digit_changes(
    view: DrawView, taught, actions: Actions, put: Put, reads, qtbot
) -> None:
    reads(reading(4, 0.9, 9), doubtful(7, 1), reading(2, 0.8, 3))
    drawing = number(3)
    put(drawing)
    view.choose(1)
    view.teacher.teach(1)
    assert shown(view) == ("412", "", "The second: 1, as you say.")
    assert [digit for _, digit in taught] == [1]
    assert taught[0][0].strokes == drawing.strokes[1:2]
    assert view.overlays.boxes.tags == ("4  90\u202f%", "1, as you say", "2  80\u202f%")
    actions["copy-answer"].trigger()
    assert QGuiApplication.clipboard().text() == "412"
    QTest.mouseClick(view.canvas, LEFT, pos=at(view, 0.43, 0.5))
    assert view.drawing is drawing
    assert shown(view) == ("412", "72\u202f%", "Not quite sure")
    assert view.answer.teach.words.text() == OFFER
    view.teacher.teach(3)
    qtbot.waitUntil(lambda: shown(view) == ("413", "", "The third: 3, as you say."))
    view.choose(1)
    assert view.answer.teach.undo.isVisible()
    draw_line(view, 0.5, qtbot)
    assert len(view.drawing.strokes) == 1
    assert not view.overlays.boxes.isVisible()


def test_the_boxes_of_a_number_go_as_the_next_stroke_begins(
    view: DrawView, taught, put: Put
) -> None:
    put(number(3))
    view.teacher.teach(1)
    x, y = 0.43, 0.5
    press(view, x, y)
    assert view.overlays.boxes.isVisible()
    move(view, x + 0.1, y)
    assert not view.overlays.boxes.isVisible()
    assert len(view.drawing.strokes) == 1
    release(view, x + 0.1, y)


def test_cleared_and_brought_back_it_is_still_as_the_user_said(
    view: DrawView, taught, actions: Actions, seven: Drawing, put: Put, reads, qtbot
) -> None:
    reads(reading(7))
    put(seven)
    view.teacher.teach(4)
    actions["clear"].trigger()
    qtbot.waitUntil(lambda: view.digits == ())
    assert view.answer.teach.words.text() == ""
    view.answer.tabs.setCurrentIndex(RECENT)
    assert view.answer.recent.buttons[0].text() == "4"
    view.answer.recent.buttons[0].click()
    qtbot.waitUntil(lambda: shown(view)[:2] == ("4", "as you say"))


def test_a_key_while_the_pen_is_down_is_about_what_it_draws(
    view: DrawView, taught, put: Put, reads, qtbot
) -> None:
    reads(reading(1))
    put(number(1))
    press(view, 0.03, 0.5)
    move(view, 0.11, 0.5)
    view.teacher.teach(4)
    assert taught == []
    release(view, 0.11, 0.5)
    qtbot.waitUntil(lambda: bool(taught))
    assert len(taught[0][0].strokes) == 2
    assert taught[0][1] == 4


def test_a_key_under_a_stroke_that_drew_nothing_is_forgotten(
    view: DrawView, taught, actions: Actions, put: Put, qtbot
) -> None:
    put(picture_of("two", image()))
    press(view, 0.02, 0.02)
    view.teacher.teach(4)
    release(view, 0.02, 0.02)
    draw_line(view, 0.5, qtbot)
    assert view.canvas.picture is None
    assert taught == []


def test_it_stays_with_another_network(
    view: DrawView, taught, snapshot: Snapshot, seven: Drawing, put: Put, reads
) -> None:
    reads(reading(7, 0.81, 1))
    put(seven)
    view.teacher.teach(4)
    reads(reading(4, 0.97, 9))
    view.set_snapshot(
        Snapshot(snapshot.dimensions, snapshot.activation, snapshot.theta[::-1].copy())
    )
    assert shown(view) == ("4", "as you say", "It was read as 4, 97\u202f%.")
    view.set_snapshot(None, "There is none.")
    view.teacher.teach(5)
    assert len(taught) == 1
    assert not view.answer.teach.undo.isVisible()


def test_what_cannot_be_kept_is_said_and_not_claimed(
    view: DrawView, seven: Drawing, put: Put, reads
) -> None:
    problem = "“My handwriting” could not be saved."
    view.taught.connect(lambda *_: view.refuse(problem))
    view.turn_on_teaching()
    reads(reading(7))
    put(seven)
    view.teacher.teach(4)
    assert shown(view)[0] == "7"
    line = view.answer.teach
    assert line.words.text() == problem
    assert line.words.property("role") == "error"
    assert not line.undo.isVisible()
    assert not view.canvas.starts_anew
    put(number(1))
    assert line.words.text() == OFFER
