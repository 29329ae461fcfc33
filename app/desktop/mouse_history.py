"""The places of the mouse that the system keeps. Of many moves Windows tells a busy program only
the last, but GetMouseMovePointsEx gives 64; no other system merges moves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QMouseEvent, QScreen


class MousePlace(NamedTuple):
    """x, y: in the system's pixels. milliseconds: since the system started."""

    x: int
    y: int
    milliseconds: int


# The places up to and with the one at x, y, the newest first; none where x, y is not among them.
Asking = Callable[[int, int], list[MousePlace]]

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _MOST = 64
    _IN_PIXELS = 1  # GMMP_USE_DISPLAY_POINTS
    _NOT_FOUND = -1
    _WORD = 0x10000  # places to the left of the first screen, and above it, come as 16 bits

    class _Point(ctypes.Structure):
        """MOUSEMOVEPOINT."""

        _fields_ = (
            ("x", ctypes.c_int),
            ("y", ctypes.c_int),
            ("time", wintypes.DWORD),
            ("extra", ctypes.c_size_t),
        )

    def _ask_system(x: int, y: int) -> list[MousePlace]:
        wanted = _Point(x=x % _WORD, y=y % _WORD)
        kept = (_Point * _MOST)()
        count: int = ctypes.WinDLL("user32").GetMouseMovePointsEx(
            ctypes.sizeof(_Point), ctypes.byref(wanted), kept, _MOST, _IN_PIXELS
        )
        if count == _NOT_FOUND:
            return []
        return [MousePlace(_signed(each.x), _signed(each.y), each.time) for each in kept[:count]]

    def _signed(word: int) -> int:
        return word - _WORD if word >= _WORD // 2 else word

    system: Asking | None = _ask_system

else:
    system = None


class MouseHistory:
    """Where the mouse was between two of its events. ask: who knows."""

    def __init__(self, ask: Asking) -> None:
        self._ask = ask
        self._last: MousePlace | None = None

    def begin(self, event: QMouseEvent, screen: QScreen) -> None:
        """The button went down; where the mouse was before counts no more."""
        self._last = next(iter(self._ask(*_in_pixels(event, screen))), None)

    def moves(self, event: QMouseEvent, screen: QScreen) -> list[tuple[QPointF, float]]:
        """The places since the last event, the oldest first, to that of this event, which is the
        last of them: each in the event's coordinates, with its time in seconds. It is the only one
        where the system knows of no other."""
        x, y = _in_pixels(event, screen)
        places = self._ask(x, y)
        last, self._last = self._last, next(iter(places), None)
        newer = takewhile(lambda place: _is_newer(place, last), places[1:])
        ratio, seconds = screen.devicePixelRatio(), event.timestamp() / 1000
        between = [
            (
                event.position() + QPointF(place.x - x, place.y - y) / ratio,
                seconds - (places[0].milliseconds - place.milliseconds) / 1000,
            )
            for place in newer
        ]
        return [*reversed(between), (event.position(), seconds)]


def _is_newer(place: MousePlace, last: MousePlace | None) -> bool:
    """Whether it is known to be: several can have the same time."""
    return last is not None and place != last and place.milliseconds >= last.milliseconds


def _in_pixels(event: QMouseEvent, screen: QScreen) -> tuple[int, int]:
    """Qt scales a screen's coordinates around its corner, which stays where it is."""
    corner = QPointF(screen.geometry().topLeft())
    at = corner + (event.globalPosition() - corner) * screen.devicePixelRatio()
    return round(at.x()), round(at.y())
