"""Saying which digit it is: by its key or by its bar, once somebody listens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.views.draw.draw_view import DrawView
from app.views.draw.sheet import picture_of
from app.views.draw.teaching import OFFER
from core.ink.strokes import Drawing
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import number
from tests.app.views.draw.test_pictures import image


@pytest.fixture
def taught(view: DrawView) -> list[tuple[Drawing, int]]:
    told: list[tuple[Drawing, int]] = []
    view.taught.connect(lambda drawing, digit: told.append((drawing, digit)))
    view.turn_on_teaching()
    view.activateWindow()
    return told


def click_bar(view: DrawView, digit: int) -> None:
    bars = view.answer.bars
    row = min(bars.height() / 10, 44)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(60, int((digit + 0.5) * row)))


def test_nothing_is_offered_while_nobody_listens(view: DrawView, seven: Drawing, put: Put) -> None:
    told = []
    view.taught.connect(lambda *both: told.append(both))
    put(seven)
    assert view.answer.teach.words.text() == ""
    QTest.keyClick(view, Qt.Key.Key_4)
    click_bar(view, 4)
    assert told == []


def test_a_key_says_which_digit_it_is(
    view: DrawView, taught, seven: Drawing, put: Put, qtbot
) -> None:
    put(seven)
    assert view.answer.teach.words.text() == OFFER
    qtbot.waitActive(view)
    QTest.keyClick(view, Qt.Key.Key_4)
    ((drawing, digit),) = taught
    assert digit == 4
    assert drawing.strokes == seven.strokes


def test_a_click_on_a_bar_says_it_too(view: DrawView, taught, seven: Drawing, put: Put) -> None:
    click_bar(view, 8)
    assert taught == []
    put(seven)
    click_bar(view, 8)
    assert taught[0][1] == 8


def test_it_is_the_digit_that_is_looked_at(view: DrawView, taught, put: Put) -> None:
    drawing = number(3)
    put(drawing)
    view.choose(1)
    click_bar(view, 0)
    assert taught[0][0].strokes == drawing.strokes[1:2]


def test_a_picture_is_not_taught(view: DrawView, taught, put: Put) -> None:
    put(picture_of("two", image()))
    click_bar(view, 4)
    assert taught == []


def test_a_blank_canvas_offers_nothing(view: DrawView, taught) -> None:
    assert view.answer.teach.words.text() == ""
