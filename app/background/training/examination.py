"""What was measured of a run's gradients, and the doctor's alarms about it. No Qt."""

from __future__ import annotations

from app.background.training.gradient_history import GradientHistory
from app.background.training.messages import Finished, Progress
from core.inspection.doctor import Alarm, Doctor, Measurement
from core.inspection.guessing import chance
from core.inspection.statistics import Inspection
from core.network.recipe import Recipe

WHOLE = ("completed", "early")  # not cut off by the user


class Examination:
    """Collects the inspections of one run and hands them to the doctor.

    gradients: the norms of all steps that were inspected. latest: the last inspection. guessing:
    the share of the examples that a guess gets right.
    """

    def __init__(self, recipe: Recipe, guessing: float) -> None:
        self.gradients = GradientHistory()
        self.latest: Inspection | None = None
        self._doctor = Doctor(recipe, guessing)

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        return self._doctor.alarms

    @property
    def readings(self) -> tuple[Measurement, ...]:
        return self._doctor.readings

    def add(self, progress: Progress) -> None:
        """Take in the epochs and the inspections that a Progress brought."""
        self._doctor.total_steps = progress.total_steps
        for epoch in progress.epochs:
            self._doctor.see_epoch(epoch)
        for inspection in progress.inspections:
            self.latest = inspection
            self.gradients.extend(inspection)
            self._doctor.see(inspection)

    def add_end(self, finished: Finished) -> None:
        """Take in how the run ended: the doctor has a word on divergence, and on a whole run that
        learned nothing."""
        if finished.error is not None:
            self._doctor.see_end(finished.error)
        elif finished.reason in WHOLE and finished.test_accuracy is not None and finished.tested:
            facts = finished.snapshot.facts
            share = facts.get("guessing_share", chance(len(finished.snapshot.class_names)))
            self._doctor.see_test(facts["steps"], finished.test_accuracy, finished.tested, share)
