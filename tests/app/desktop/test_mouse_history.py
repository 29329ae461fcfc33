"""Moves that the system merged are taken from what it keeps."""

from __future__ import annotations

import ctypes
import time

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent

from app.desktop import mouse_history
from app.desktop.mouse_history import MouseHistory, MousePlace
from tests.systems import WINE

# Oldest first: where the mouse was, with its milliseconds.
WAY = [MousePlace(10 * k, 100 + k, 1000 + 5 * k) for k in range(100)]
MOST = 64


class System:
    """Keeps the last places, as Windows does."""

    def __init__(self, way):
        self.way = way

    def __call__(self, x, y):
        found = [k for k, place in enumerate(self.way) if (place.x, place.y) == (x, y)]
        return self.way[: found[-1] + 1][::-1][:MOST] if found else []


@pytest.fixture
def screen(qapp):
    return QGuiApplication.primaryScreen()


@pytest.fixture
def moved(screen):
    """An event of the mouse at a place of WAY, on a canvas whose corner is at 3, 4."""

    def make(place):
        ratio = screen.devicePixelRatio()
        at = QPointF(place.x, place.y) / ratio
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            at - QPointF(3, 4),
            at,
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.setTimestamp(place.milliseconds)
        return event

    return make


def places_of(moves):
    return [
        MousePlace(round(at.x() + 3), round(at.y() + 4), round(1000 * seconds))
        for at, seconds in moves
    ]


def test_all_places_between_two_events_are_told_in_their_order(moved, screen):
    history = MouseHistory(System(WAY))
    history.begin(moved(WAY[10]), screen)
    assert places_of(history.moves(moved(WAY[14]), screen)) == WAY[11:15]
    assert places_of(history.moves(moved(WAY[15]), screen)) == WAY[15:16]
    assert places_of(history.moves(moved(WAY[30]), screen)) == WAY[16:31]


def test_of_more_than_the_system_keeps_the_newest_are_told(moved, screen):
    history = MouseHistory(System(WAY))
    history.begin(moved(WAY[5]), screen)
    assert places_of(history.moves(moved(WAY[95]), screen)) == WAY[95 - MOST + 1 : 96]


def test_an_event_that_the_system_does_not_know_stands_alone(moved, screen):
    strange = MousePlace(777, 5, 1200)
    history = MouseHistory(System(WAY))
    history.begin(moved(WAY[10]), screen)
    assert places_of(history.moves(moved(strange), screen)) == [strange]
    assert places_of(history.moves(moved(WAY[60]), screen)) == [WAY[60]]
    assert places_of(history.moves(moved(WAY[62]), screen)) == WAY[61:63]


def test_two_places_of_one_time_are_both_told(moved, screen):
    way = [MousePlace(0, 0, 5), MousePlace(1, 0, 5), MousePlace(2, 0, 5), MousePlace(3, 0, 5)]
    history = MouseHistory(System(way))
    history.begin(moved(way[0]), screen)
    assert places_of(history.moves(moved(way[3]), screen)) == way[1:]


@pytest.mark.skipif(not WINE, reason="no other system merges moves; this takes the mouse away")
def test_windows_tells_what_it_keeps():
    ask = mouse_history.system
    assert ask is not None
    for k in range(5):
        ctypes.WinDLL("user32").SetCursorPos(100 + 10 * k, 50)
        time.sleep(0.02)
    kept = ask(130, 50)[:4]
    assert [(place.x, place.y) for place in kept] == [(130, 50), (120, 50), (110, 50), (100, 50)]
    assert kept[0].milliseconds > kept[3].milliseconds
    assert ask(-12345, -12345) == []
