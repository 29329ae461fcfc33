"""How the window's thread steers a run whose loop is busy: events that the loop reads. No Qt."""

from __future__ import annotations

import threading

from core.network.reports import EpochReport, TrainingReport
from core.network.training import Controls


class Switches:
    """The events of one run; each run has its own, so that a late press never hits the next.

    stop: end the run, keep its network.
    leave: hold the run after this step and return at once, without measuring anything.
    watched: set while somebody looks at the network in training.
    inspected: set while somebody looks at its gradients.
    controls: what train() reads at each step.
    """

    def __init__(self, *, watched: bool = True, inspected: bool = False) -> None:
        self.stop = threading.Event()
        self.leave = threading.Event()
        self.watched = threading.Event()
        self.inspected = threading.Event()
        self.controls = Controls()
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

    def resume(self, until: type[TrainingReport] | None = None) -> None:
        """Go on; with `until`, only as far as the next report of that type."""
        with self._lock:
            self._until = until
            self._go.set()

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

    def wait_until_released(self) -> None:
        """Return when the run is not paused any more. For the run's thread."""
        self._go.wait()
