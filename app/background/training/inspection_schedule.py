"""Which steps of a run are frozen and measured, and how much of its time that takes. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable

from app.background.training.switches import Switches
from core.inspection.statistics import Inspection, inspect
from core.network.snapshots import StepSnapshot

GROWTH = 1.05  # from one step that is measured in any case to the next
FIRST = 10  # steps at the start that are measured whatever that costs
INTERVAL = 0.2  # seconds between two looks while somebody watches the gradients
UNWATCHED_INTERVAL = 1.0  # and while nobody does, where the steps due lie further apart
SHARE = 50  # a look may take one part in so many of the time
DUE_SHARE = 20  # and one at a step that is due


class InspectionSchedule:
    """Has train() freeze a step when one is due, measures it, and keeps it until it is taken.

    Due are the first FIRST steps and, from there on, steps that lie GROWTH apart, watched or not:
    about a hundred of a run of 2,500 steps. Between them, more while somebody watches.
    """

    def __init__(self, switches: Switches, clock: Callable[[], float]) -> None:
        self._switches = switches
        self._clock = clock
        self._next = self._cheap = 0.0
        self._due = 1
        self._taken: list[Inspection] = []

    def hurry(self) -> None:
        """The next step is due: the user takes them one by one."""
        self._next = self._cheap = 0.0

    def before_step(self, step: int, last: int, *, is_short: bool = False) -> None:
        """Have `step`, the next one, frozen if that is due, or if it is the `last` one. is_short:
        it has fewer examples than the others."""
        now = self._clock()
        is_due = step <= FIRST or step >= last or now >= self._next
        if not is_due and step >= self._due:
            is_due = now >= self._cheap and not is_short
        self._switches.controls.snapshot_next = is_due

    def measure(self, snapshot: StepSnapshot) -> None:
        began = self._clock()
        watched = self._switches.inspected.is_set()
        inspection = inspect(snapshot)
        if watched:
            inspection.measured()
        if self._taken:
            self._taken[-1] = self._taken[-1].without_arrays()
        self._taken.append(inspection)
        self._due = max(math.ceil(GROWTH * snapshot.step), snapshot.step + 1)
        now = self._clock()
        # To freeze a step takes about as long as to measure it.
        cost = 2 * (now - began)
        self._cheap = now + DUE_SHARE * cost
        interval = INTERVAL if watched else UNWATCHED_INTERVAL
        self._next = now + max(interval, SHARE * cost)

    def take(self) -> tuple[Inspection, ...]:
        """What was measured since the last call, all but the last without arrays."""
        taken, self._taken = tuple(self._taken), []
        return taken
