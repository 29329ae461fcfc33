"""Several digits: a number in the answer, a box around each, one of them looked at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.views.draw.big_digit import RING, BigDigit
from app.views.draw.draw_view import DrawView
from app.views.draw.words import Glyph
from core.ink.strokes import Drawing
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import doubtful, number, reading

LEFT = Qt.MouseButton.LeftButton


def at(view: DrawView, x: float, y: float) -> QPoint:
    return QPoint(round(x * view.canvas.width()), round(y * view.canvas.width()))


@pytest.fixture
def year(view: DrawView, put: Put, reads) -> DrawView:
    reads(reading(2, 0.9, 3), reading(0, 0.8, 6), reading(2), reading(6, 0.99, 0))
    put(number(4))
    return view


def test_a_number_is_read_and_each_digit_boxed_with_its_own_probability(year: DrawView) -> None:
    assert year.answer.headline.digit.text == "2026"
    assert year.answer.headline.figure.text() == "64\u202f%"
    boxes = year.overlays.boxes
    assert boxes.isVisible()
    assert boxes.tags == ("2  90\u202f%", "0  80\u202f%", "2  90\u202f%", "6  99\u202f%")
    lefts = [box.left() for box in boxes.boxes]
    assert lefts == sorted(lefts)
    for box, digit in zip(boxes.boxes, year.digits, strict=True):
        for x, y in digit.drawing.strokes[0].points:
            assert box.contains(QPointF(x, y))


def test_one_digit_stays_as_simple_as_it_is(view: DrawView, seven: Drawing, put: Put) -> None:
    put(seven)
    assert not view.overlays.boxes.isVisible()
    assert view.canvas.targets == ()
    assert view.answer.headline.digit.chosen is None
    assert view.answer.headline.digit.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_tap_on_a_box_looks_at_that_digit_and_leaves_no_ink(year: DrawView, qtbot) -> None:
    drawing = year.drawing
    assert year.prediction.digit == 6
    QTest.mouseClick(year.canvas, LEFT, pos=at(year, 0.25, 0.5))
    assert year.prediction.digit == 0
    assert year.answer.bars.best == 0
    assert year.answer.headline.note.text() == "The second: 0, 80\u202f%."
    assert year.drawing is drawing
    qtbot.wait(30)
    assert year.prediction.digit == 0


def test_a_tap_beside_the_boxes_is_ink(year: DrawView, qtbot) -> None:
    with qtbot.waitSignal(year.digit_changed):
        QTest.mouseClick(year.canvas, LEFT, pos=at(year, 0.5, 0.9))
    assert len(year.drawing.strokes) == 5


def test_a_click_on_the_number_or_an_arrow_key_looks_at_a_digit(year: DrawView) -> None:
    large = year.answer.headline.digit
    QTest.mouseClick(large, LEFT, pos=large.place(1).center().toPoint())
    assert large.chosen == 1
    assert year.prediction.digit == 0
    large.setFocus()
    for key, expected in (("Left", 0), ("Left", 0), ("Right", 1), ("Right", 2)):
        QTest.keyClick(large, getattr(Qt.Key, f"Key_{key}"))
        assert large.chosen == expected


def test_the_boxes_stay_while_a_stroke_goes_on(year: DrawView, qtbot) -> None:
    boxes = year.overlays.boxes
    before = boxes.boxes
    QTest.mousePress(year.canvas, LEFT, pos=at(year, 0.85, 0.4))
    for step in range(5):
        QTest.mouseMove(year.canvas, at(year, 0.85, 0.45 + 0.04 * step))
        qtbot.wait(15)
        assert boxes.isVisible()
        assert boxes.boxes == before
    QTest.mouseRelease(year.canvas, LEFT, pos=at(year, 0.85, 0.65))
    qtbot.waitUntil(lambda: boxes.boxes != before)


def test_a_digit_in_doubt_is_named(view: DrawView, put: Put, reads) -> None:
    reads(reading(2), doubtful(4, 9), doubtful())
    put(number(3))
    head = view.answer.headline
    assert head.digit.text == "24?"
    assert not head.figure.isVisible()
    assert head.words.text() == "Not sure of the second. 1 more as well."
    assert head.note.text() == "The third: no digit that I know."
    assert view.overlays.boxes.tags == ("2  90\u202f%", "4 or 9", "?")


def test_a_long_number_is_written_smaller(qtbot, look) -> None:
    large = BigDigit()
    qtbot.addWidget(large)
    large.set_room(300)
    large.set_glyphs([Glyph("8")])
    height = large.sizeHint().height()
    for count in range(1, 13):
        large.set_glyphs([Glyph("8")] * count, chosen=0)
        assert large.sizeHint().width() <= 300 + 2 * RING + 2
        assert large.sizeHint().height() == height
