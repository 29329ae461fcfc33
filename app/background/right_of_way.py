"""The window goes first: while what the pen did is on its way to the screen, a run takes no step.

A run's thread and the window's share one interpreter and, on a small machine, the cores, their
caches and the way to the memory: beside a run everything that a frame computes takes longer by a
third, and whatever comes back from Qt or NumPy may have to wait for the interpreter. No Qt.
"""

from __future__ import annotations

import threading
from time import monotonic

LONGEST = 0.05


class RightOfWay:
    """Taken and given back by the window's thread, respected by others between two steps."""

    def __init__(self, longest: float = LONGEST) -> None:
        """longest: seconds after which it ends by itself, unless it is taken again."""
        self._free = threading.Event()
        self._free.set()
        self._longest = longest
        self._until = 0.0

    @property
    def is_taken(self) -> bool:
        return not self._free.is_set() and monotonic() < self._until

    def take(self) -> None:
        """Hold the others up until it is given back."""
        self._until = monotonic() + self._longest
        self._free.clear()

    def give_back(self) -> None:
        """Let the others go on."""
        self._free.set()

    def wait(self) -> None:
        """Return when nobody has it. For a thread that is not the window's."""
        while self.is_taken:
            self._free.wait(max(self._until - monotonic(), 0))


WINDOW = RightOfWay()
