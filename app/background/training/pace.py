"""How fast a run goes and how long it will take. Time spent paused does not count. No Qt."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

WINDOW = 2.0  # seconds that "images a second" looks back on


class Pace:
    """A stopwatch that counts images. `clock` gives seconds and never goes back.

    before: seconds that the run had taken when it was held.
    """

    def __init__(self, clock: Callable[[], float], before: float = 0.0) -> None:
        self._clock = clock
        self._began: float | None = clock()
        self._before = before
        self._waited = 0.0
        self._images = 0
        self._marks: deque[tuple[float, int]] = deque([(before, 0)])

    @property
    def seconds(self) -> float:
        """Running time so far, without pauses."""
        running = 0.0 if self._began is None else self._clock() - self._began
        return self._before + running

    def pause(self) -> None:
        """Stop the clock."""
        self._before = self.seconds
        self._began = None

    def resume(self) -> None:
        """Let the clock go on, if it was stopped."""
        if self._began is None:
            self._began = self._clock()

    def wait(self, seconds: float) -> None:
        """So much of the running time was spent waiting for a step's turn."""
        self._waited += seconds

    def count(self, images: int) -> None:
        """So many images more were trained on."""
        self._images += images

    def images_per_second(self) -> float:
        """Over the last WINDOW seconds of running; call it once a message."""
        now = self.seconds
        self._marks.append((now, self._images))
        while len(self._marks) > 2 and now - self._marks[0][0] > WINDOW:
            self._marks.popleft()
        then, images = self._marks[0]
        return (self._images - images) / (now - then) if now > then else 0.0

    def seconds_left(self, steps_done: int, steps_total: int, speed: float = math.inf) -> float:
        """At the mean pace of the whole run, validation included, and at most `speed` steps a
        second."""
        if not steps_done:
            return 0.0
        a_step = max((self.seconds - self._waited) / steps_done, 1 / speed)
        return a_step * max(steps_total - steps_done, 0)
