"""The number row of a keyboard, by the place of its keys: some layouts have letters or signs there.

On a French keyboard the key of 1 types “&”, on a Czech one “+”, and a Persian one has digits of its
own: shortcuts that name a digit are meant for the key all the same.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QKeyEvent

PLACES = 5  # keys, from the 1
# The codes of the keys of 1 to 5: what the keyboard sends, but for macOS, which only tells its own.
_SCAN_CODES = {
    "xcb": (10, 11, 12, 13, 14),
    "wayland": (10, 11, 12, 13, 14),
    "windows": (2, 3, 4, 5, 6),
}
_VIRTUAL_KEYS = {"cocoa": (18, 19, 20, 21, 23)}


def place(event: QKeyEvent, platform: str = "") -> int | None:
    """1 to PLACES for a key of the number row, None for any other. platform: Qt's name of it; the
    one in use when empty."""
    platform = platform or QGuiApplication.platformName()
    codes = _SCAN_CODES.get(platform, ())
    code = event.nativeScanCode()
    if platform in _VIRTUAL_KEYS:
        codes, code = _VIRTUAL_KEYS[platform], event.nativeVirtualKey()
    return codes.index(code) + 1 if code in codes else None
