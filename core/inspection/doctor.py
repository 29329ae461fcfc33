"""The training doctor: looks at a run as it goes, and says what is wrong and what to try."""

from __future__ import annotations

from core.errors import DivergenceError
from core.inspection.findings import Alarm, Experiment, Reading
from core.inspection.statistics import Inspection
from core.recipe import Recipe
from core.reports import EpochReport

__all__ = ["Alarm", "Doctor", "Experiment", "Reading"]


class Doctor:
    """Watches one run of `recipe`. A new run needs a new doctor."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._alarms: dict[str, Alarm] = {}

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """Those that hold at present, most severe first, at most one of each kind."""
        return tuple(self._alarms.values())

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Everything that is watched in this run, in a fixed order."""
        return ()

    def see(self, inspection: Inspection) -> None:
        """One step's statistics; steps may lie any distance apart."""

    def see_epoch(self, report: EpochReport) -> None:
        """Every epoch's report, in order."""

    def see_end(self, error: DivergenceError) -> None:
        """The loss that ended the run."""
