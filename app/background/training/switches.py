"""How the window's thread steers a run whose loop is busy: events that the loop reads. No Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.background.training.gears import FULL_SPEED
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.training import Controls


class Switches:
    """The events of one run; each run has its own, so that a late press never hits the next.

    stop: end the run, keep its network.
    leave: hold the run after this step and return at once, without measuring anything.
    watched: set while somebody looks at the network in training.
    inspected: set while somebody looks at its gradients.
    controls: what train() reads at each step.
    speed: at most so many steps a second.
    """

    def __init__(
        self, *, watched: bool = True, inspected: bool = False, speed: float = FULL_SPEED
    ) -> None:
        self.stop = threading.Event()
        self.leave = threading.Event()
        self.watched = threading.Event()
        self.inspected = threading.Event()
        self.controls = Controls()
        self.speed = speed
        self._asked = threading.Event()
        self._go = threading.Event()
        self._until: type[TrainingReport] | None = None
        self._lock = threading.Lock()
        if watched:
            self.watched.set()
        if inspected:
            self.inspected.set()
        self._go.set()

    @property
    def paused(self) -> bool:
        return not self._go.is_set()

    def pause(self) -> None:
        """Have the loop wait before its next step."""
        with self._lock:
            self._until = None
            self._go.clear()
        self._asked.set()

    def resume(self, until: type[TrainingReport] | None = None) -> None:
        """Go on; with `until`, only as far as the next report of that type."""
        with self._lock:
            self._until = until
            self._go.set()
        self._asked.set()

    def set_speed(self, speed: float) -> None:
        """Also for the step that is waited for."""
        self.speed = speed
        self._asked.set()

    def end(self) -> None:
        """Stop, whether paused or not."""
        self.stop.set()
        self.resume()

    def reached(self, report: TrainingReport) -> None:
        """The worker took `report`: pause again if that was as far as it should go.

        The end of an epoch is the end of a batch, too.
        """
        if self._until is None:
            return
        with self._lock:
            if self._until is not None and isinstance(report, (self._until, EpochReport)):
                self._until = None
                self._go.clear()

    def wait_for_turn(self, since: float, clock: Callable[[], float]) -> bool:
        """Wait until a step may follow the one that began at `since`, in seconds of `clock`.

        False, and at once, when something is asked for meanwhile. A single step never waits. For
        the run's thread.
        """
        self._asked.clear()
        if self.paused or self.leave.is_set() or self.stop.is_set():
            return False
        left = 0.0 if self._until is StepReport else since + 1 / self.speed - clock()
        return left <= 0 or not self._asked.wait(left)

    def wait_until_released(self) -> None:
        """Return when the run is not paused any more. For the run's thread."""
        self._go.wait()
