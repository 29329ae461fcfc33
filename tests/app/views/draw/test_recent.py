"""The last drawings: kept when they are left, and brought back by a click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions import Actions
from app.views.draw.draw_view import DrawView
from app.views.draw.recent_pane import MOST
from app.views.draw.sheet import picture_of
from core.ink.strokes import Drawing
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import number, reading
from tests.app.views.draw.test_pictures import image

RECENT = 2


@pytest.fixture
def pane(view: DrawView):
    view.answer.tabs.setCurrentIndex(RECENT)
    return view.answer.recent


def test_a_cleared_drawing_is_kept_with_what_was_read(
    view: DrawView, pane, actions: Actions, put: Put, reads
) -> None:
    assert not pane.buttons[0].isVisible()
    reads(reading(4), reading(2))
    drawing = number(2)
    put(drawing)
    assert pane.sheets == []
    actions["clear"].trigger()
    assert pane.sheets == [drawing]
    assert pane.buttons[0].isVisible()
    assert pane.buttons[0].text() == "42"
    assert pane.buttons[0].accessibleName() == "Recent drawing 1, read as 42"
    assert not pane.buttons[1].isVisible()


def test_a_click_brings_it_back_and_undo_returns(
    view: DrawView, pane, actions: Actions, seven: Drawing, put: Put, qtbot
) -> None:
    put(seven)
    actions["clear"].trigger()
    other = number(1)
    put(other)
    QTest.mouseClick(pane.buttons[0], Qt.MouseButton.LeftButton)
    assert view.drawing is seven
    assert pane.sheets == [other, seven]
    actions["undo"].trigger()
    assert view.drawing is other


def test_the_latest_come_first_and_the_oldest_go(pane, put: Put) -> None:
    drawings = [number(1) for _ in range(MOST + 3)]
    for drawing in drawings:
        put(drawing)
    put(Drawing())
    assert pane.sheets == drawings[:2:-1]
    assert all(button.isVisible() for button in pane.buttons)


def test_one_that_is_left_again_is_kept_once(
    view: DrawView, pane, actions: Actions, seven: Drawing, put: Put
) -> None:
    put(seven)
    for _ in range(3):
        actions["clear"].trigger()
        actions["undo"].trigger()
    actions["clear"].trigger()
    assert pane.sheets == [seven]


def test_pictures_are_kept_as_well(view: DrawView, pane, actions: Actions, put: Put, reads) -> None:
    reads(reading(7), reading(7))
    picture = picture_of("two", image())
    put(picture)
    actions["clear"].trigger()
    assert pane.sheets == [picture]
    pane.buttons[0].click()
    assert view.canvas.picture is picture


def test_everything_fits_however_narrow(view: DrawView, pane, put: Put) -> None:
    view.resize(800, 500)
    for _ in range(MOST + 1):
        put(number(5))
    for button in pane.buttons:
        assert pane.rect().contains(button.geometry())
