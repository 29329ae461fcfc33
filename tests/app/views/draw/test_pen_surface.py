"""The pen takes the moves that a busy system merged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.desktop import mouse_history
from app.desktop.mouse_history import MousePlace
from app.views.draw.pen_surface import PenSurface, ring_cursor

WAY = [(10, 10), (50, 10), (90, 12), (60, 70), (30, 90)]


class Surface(PenSurface):
    def __init__(self):
        super().__init__()
        self.way = []

    def pen_down(self, at, seconds, pressure, erases):
        self.way = [at.toTuple()]

    def pen_move(self, at, seconds, pressure):
        self.way.append(at.toTuple())


@pytest.fixture
def places():
    """All places of the mouse, once it has drawn."""
    return []


@pytest.fixture
def drawn(qtbot, places):
    """The way on a new surface, of which the system told the first place and the last alone."""

    def draw():
        surface = Surface()
        qtbot.addWidget(surface)
        surface.resize(100, 100)
        with qtbot.waitExposed(surface):
            surface.show()
        corner = surface.mapToGlobal(QPoint(0, 0))
        places[:] = [
            MousePlace(corner.x() + x, corner.y() + y, 100 + k) for k, (x, y) in enumerate(WAY)
        ]
        QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=QPoint(*WAY[0]))
        QTest.mouseMove(surface, QPoint(*WAY[-1]))
        QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(*WAY[-1]))
        return surface.way

    return draw


def kept_up_to(places, x, y):
    """As the system tells them: the newest first."""
    ends = [k for k, place in enumerate(places) if (place.x, place.y) == (x, y)]
    return places[: ends[-1] + 1][::-1] if ends else []


def test_the_way_is_whole_where_the_system_keeps_it(drawn, places, monkeypatch):
    monkeypatch.setattr(mouse_history, "system", lambda x, y: kept_up_to(places, x, y))
    assert drawn() == WAY


def test_elsewhere_it_is_what_was_told(drawn, monkeypatch):
    monkeypatch.setattr(mouse_history, "system", None)
    assert drawn() == [WAY[0], WAY[-1]]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize(("platform", "counts_pixels"), [("xcb", True), ("windows", False)])
def test_the_pen_is_in_the_middle_of_its_ring(qtbot, monkeypatch, ratio, platform, counts_pixels):
    """On X a hot spot counts the pixels of the picture, elsewhere those that Qt lays out by."""
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    cursor = ring_cursor(20, ratio)
    middle = cursor.pixmap().width() / 2 / (1 if counts_pixels else ratio)
    assert abs(cursor.hotSpot().x() - middle) < 1
    assert cursor.hotSpot().x() == cursor.hotSpot().y()
