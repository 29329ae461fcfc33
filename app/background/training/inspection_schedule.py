"""Which steps of a run are frozen and measured; it takes one part in SHARE at most. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from app.background.training.switches import Switches
from core.inspection.statistics import Inspection, inspect
from core.network.snapshots import StepSnapshot

INTERVAL = 0.2  # seconds between two looks while somebody watches the gradients
SHARE = 50  # a look may take one part in so many of the time
UNWATCHED_INTERVAL = 1.0  # for the doctor alone, and then only at the end of an epoch


class InspectionSchedule:
    """Has train() freeze a step when one is due, measures it, and keeps it until it is taken."""

    def __init__(
        self,
        switches: Switches,
        epoch_steps: int,
        total_steps: int,
        clock: Callable[[], float],
    ) -> None:
        self._switches = switches
        self._epoch_steps = epoch_steps
        self._ends = (1, total_steps)
        self._clock = clock
        self._next = 0.0
        self._latest: Inspection | None = None

    def hurry(self) -> None:
        """The next step is due: the user takes them one by one."""
        self._next = 0.0

    def before_step(self, step: int) -> None:
        """Have `step`, the next one, frozen if that is due, or if a run begins or ends with it."""
        if step in self._ends:
            self._switches.controls.snapshot_next = True
        elif self._switches.inspected.is_set() or step % self._epoch_steps == 0:
            self._switches.controls.snapshot_next = self._clock() >= self._next

    def measure(self, snapshot: StepSnapshot) -> None:
        began = self._clock()
        self._latest = inspect(snapshot)
        now = self._clock()
        watched = self._switches.inspected.is_set()
        # To freeze a step takes about as long as to measure it.
        cost = 2 * (now - began)
        self._next = now + max(INTERVAL if watched else UNWATCHED_INTERVAL, SHARE * cost)

    def take(self) -> Inspection | None:
        """What was measured since the last call; None when nothing was."""
        latest, self._latest = self._latest, None
        return latest
