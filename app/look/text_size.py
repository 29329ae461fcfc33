"""How large text is: what the system asks for, times what the user chose, from 1 to 2."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFontDatabase, QFontInfo

STEPS = (100, 110, 125, 150, 175, 200)  # per cent that a user can choose
LARGEST = 2.0
PRESENTING = 1.25  # how much larger text is in a presentation
# Logical pixels of the system's font where nobody asked for larger text: GNOME's 11 points are the
# largest of the Linux desktops.
_ORDINARY = {"win32": 12, "darwin": 13}
_ORDINARY_ELSEWHERE = 15


def system_scale() -> float:
    """How much larger than ordinary the system's own font is, 1 to LARGEST.

    What the system enlarges together with everything else, Qt enlarges for us: it is not in here.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    ordinary = _ORDINARY.get(sys.platform, _ORDINARY_ELSEWHERE)
    return min(max(QFontInfo(font).pixelSize() / ordinary, 1.0), LARGEST)


def total_scale(percent: int, *, presenting: bool = False) -> float:
    """The scale of text when the user chose `percent`, LARGEST at most."""
    scale = system_scale() * percent / 100 * (PRESENTING if presenting else 1)
    return min(scale, LARGEST)


def nearest(percent: float) -> int:
    """The step that is closest to `percent`."""
    return min(STEPS, key=lambda step: abs(step - percent))


def beside(percent: int, steps: int) -> int:
    """The step so many places above `percent`, or below; the last one where there are no more."""
    place = STEPS.index(nearest(percent)) + steps
    return STEPS[min(max(place, 0), len(STEPS) - 1)]
