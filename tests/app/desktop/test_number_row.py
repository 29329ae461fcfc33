"""The keys of the number row are known by their place, whatever they type."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.desktop import number_row


def press(scan: int, virtual: int = 0) -> QKeyEvent:
    """The key that types “&” on a French keyboard, by the codes of a platform."""
    held = Qt.KeyboardModifier.ControlModifier
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Ampersand, held, scan, virtual, 0, "&")


@pytest.mark.parametrize(
    ("platform", "codes"),
    [("xcb", range(10, 15)), ("wayland", range(10, 15)), ("windows", range(2, 7))],
)
def test_the_scan_code_tells_the_place(platform: str, codes: range) -> None:
    found = [number_row.place(press(code), platform) for code in codes]
    assert found == [1, 2, 3, 4, 5]
    for other in (codes[0] - 1, codes[-1] + 1, 0):
        assert number_row.place(press(other), platform) is None


def test_macos_tells_a_virtual_key() -> None:
    codes = (18, 19, 20, 21, 23)
    assert [number_row.place(press(1, code), "cocoa") for code in codes] == [1, 2, 3, 4, 5]
    assert number_row.place(press(10, 22), "cocoa") is None


def test_elsewhere_no_key_is_taken(qapp: object) -> None:
    assert number_row.place(press(10)) is None
