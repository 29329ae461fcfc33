"""The watch over windows sees what it is there to see, and clears it away."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app.look import theme
from tests.app.left_windows import windows_left

pytestmark = pytest.mark.usefixtures("look")


def test_a_window_is_found_and_deleted():
    window = QWidget(objectName="mine")
    (found,) = windows_left()
    assert "mine" in found
    assert windows_left() == []
    del window


def test_who_listens_to_the_theme_is_counted_and_cut_off():
    heard = []
    for _ in range(2):
        theme.watcher().changed.connect(lambda: heard.append(theme.tokens()))
    assert windows_left() == ["2 that listen to the theme"]
    theme.watcher().changed.emit()
    assert windows_left() == heard == []


def test_what_the_collector_can_reach_is_no_leak():
    circle: list[object] = [QWidget()]
    circle.append(circle)
    del circle
    assert windows_left() == []
