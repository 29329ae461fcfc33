"""Real training runs with a doctor who looks at them."""

from dataclasses import dataclass, field, replace
from functools import cache

from core.errors import DivergenceError
from core.inspection.doctor import Alarm, Doctor
from core.inspection.statistics import inspect
from core.network.network import Network
from core.network.reports import EpochReport, StepReport
from core.network.training import Controls, Training


@dataclass
class Visit:
    """A run and what its doctor said: after each look and at each epoch, and at the end."""

    doctor: Doctor
    network: Network
    seen: list[tuple[int, tuple[Alarm, ...]]] = field(default_factory=list)
    epochs: list[EpochReport] = field(default_factory=list)
    error: DivergenceError | None = None

    @property
    def kinds(self):
        """Every kind of alarm that was ever shown."""
        return {alarm.kind for _, alarms in self.seen for alarm in alarms}

    def first(self, kind):
        """The alarm as it was first shown."""
        return next(alarm for _, alarms in self.seen for alarm in alarms if alarm.kind == kind)

    def share(self, kind):
        """Share of the looks at which such an alarm stood; all of it when it ended the run."""
        shown = [any(alarm.kind == kind for alarm in alarms) for _, alarms in self.seen]
        return 1.0 if self.error else sum(shown) / len(shown)


def visit(recipe, split, *, every=7, rates=None):
    """Train by `recipe`, with a look at each `every`-th step. rates: {step: the learning rate
    that is set after it}."""
    network, controls, doctor = Network.from_recipe(recipe), Controls(), Doctor(recipe)
    run = Visit(doctor, network)
    training = Training(network, recipe, split, controls=controls)
    reports = training.reports()
    step = 0
    try:
        while True:
            if step in (rates or {}):
                controls.recipe = replace(recipe, learning_rate=rates[step])
            controls.snapshot_next = (step + 1) % every == 0
            report = next(reports, None)
            if report is None:
                break
            doctor.total_steps = training.advance.last
            if isinstance(report, EpochReport):
                doctor.see_epoch(report)
                run.epochs.append(report)
            if isinstance(report, StepReport):
                step = report.step
                if report.snapshot is None:
                    continue
                doctor.see(inspect(report.snapshot))
            run.seen.append((step, doctor.alarms))
    except DivergenceError as error:
        run.error = error
        doctor.see_end(error)
        run.seen.append((error.step, doctor.alarms))
    return run


@cache
def visit_run(recipe, split, *, every=7):
    """As visit, but a run that several tests look at is trained once; none may change it."""
    return visit(recipe, split, every=every)
