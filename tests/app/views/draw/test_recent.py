"""The last drawings: kept when they are left, and brought back by a click."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions import Actions
from app.views.draw.draw_view import DrawView
from app.views.draw.recent_pane import LARGEST, MOST
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


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, MOST])
@pytest.mark.parametrize("size", [(944, 542), (1200, 742), (1840, 1142)])
def test_they_are_as_large_as_the_pane_allows(
    view: DrawView, pane, size: tuple[int, int], count: int, put: Put
) -> None:
    view.resize(*size)
    for _ in range(count):
        put(number(1))
    put(Drawing())
    shown = [button.geometry() for button in pane.buttons if button.isVisible()]
    assert len(shown) == count
    assert all(pane.rect().contains(place) for place in shown)
    assert not any(a.intersects(b) for a, b in combinations(shown, 2))
    right = max(place.right() for place in shown) / pane.width()
    bottom = max(place.bottom() for place in shown) / pane.height()
    assert max(right, bottom) >= 0.85 or shown[0].width() >= LARGEST
    assert sum(place.width() * place.height() for place in shown) >= (
        0.3 * pane.width() * pane.height()
    )


def test_pictures_are_painted_when_somebody_looks(
    view: DrawView, actions: Actions, put: Put, monkeypatch
) -> None:
    painted = []
    monkeypatch.setattr(
        "app.views.draw.recent_pane.paint_sheet", lambda *arguments: painted.append(arguments[1])
    )
    drawing = number(1)
    put(drawing)
    actions["clear"].trigger()
    assert not painted
    view.answer.tabs.setCurrentIndex(RECENT)
    assert painted[-1] is drawing
