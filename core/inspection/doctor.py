"""The training doctor: looks at a run as it goes, and says what is wrong and what to try.

What is measured stands in signs.py, where alarms begin in limits.py, how figures become a judgement
in evidence.py, what to try in experiments.py.
"""

from __future__ import annotations

import math

from core.errors import DivergenceError
from core.inspection.evidence import Evidence, Rise
from core.inspection.experiments import experiment_for
from core.inspection.findings import Alarm, Experiment, Reading
from core.inspection.limits import LIMITS
from core.inspection.signs import signs_of
from core.inspection.statistics import Inspection
from core.recipe import Recipe
from core.reports import EpochReport
from core.schedules import SCHEDULES

__all__ = ["Alarm", "Doctor", "Experiment", "Reading"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_THIN = "\u2009"


class Doctor:
    """Watches one run of `recipe`. A new run needs a new doctor."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._signs = signs_of(recipe)
        self._evidence = {kind: Evidence(LIMITS[kind]) for kind in self._signs}
        self._rise = Rise(LIMITS["overfitting"])
        self._end: tuple[int, float] | None = None
        self._loss: float | None = None
        self._epoch_steps: int | None = None
        self._rate = recipe.learning_rate

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """Those that hold at present, most severe first, at most one of each kind."""
        raised = {kind: found for kind in LIMITS if (found := self._alarm(kind)) is not None}
        return tuple(
            alarm
            for kind, alarm in raised.items()
            if not any(cause in raised for cause in LIMITS[kind].causes)
        )

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Everything that is watched in this run, in a fixed order. One reading stands for both
        alarms of the learning rate, its kind being "rate too high"."""
        watched = ["not finite", *self._evidence, "overfitting"]
        watched.remove("rate too low")
        return tuple(
            Reading(kind, LIMITS[kind].watched, self._figure(kind, bare=True), _limit(kind))
            for kind in watched
        )

    def see(self, inspection: Inspection) -> None:
        """One step's statistics; steps may lie any distance apart."""
        step = inspection.step
        self._loss = step.loss
        factor = self._factor(step.step, step.learning_rate)
        self._rate = step.learning_rate / factor if factor else self._recipe.learning_rate
        for kind, measure in self._signs.items():
            sign = measure(inspection, factor)
            if sign is not None:
                self._evidence[kind].add(sign, step.step)

    def see_epoch(self, report: EpochReport) -> None:
        """Every epoch's report, in order."""
        self._epoch_steps = report.step // report.epoch
        self._rise.add(report)

    def see_end(self, error: DivergenceError) -> None:
        """The loss that ended the run."""
        self._end = error.step, error.loss

    def _factor(self, step: int, rate: float) -> float:
        """The schedule's share of the rate. In the first epoch nobody knows how long the run is:
        there the base rate is taken to be the recipe's."""
        if self._epoch_steps is None:
            return min(rate / self._recipe.learning_rate, 1.0)
        progress = (step - 1) / (self._epoch_steps * self._recipe.epochs)
        return SCHEDULES[self._recipe.schedule](min(progress, 1.0))

    def _alarm(self, kind: str) -> Alarm | None:
        since, value = self._since(kind), self._value(kind)
        if since is None or value is None:
            return None
        limit = LIMITS[kind]
        return Alarm(
            kind=kind,
            title=limit.title,
            figure=self._figure(kind),
            value=value,
            threshold=limit.threshold,
            sentence=limit.sentence,
            experiment=experiment_for(kind, self._recipe, self._rate, value),
            step=since,
            layer=self._layer(kind),
        )

    def _since(self, kind: str) -> int | None:
        if kind == "not finite":
            return None if self._end is None else self._end[0]
        if kind == "overfitting":
            return self._rise.since
        return self._evidence[kind].since if kind in self._evidence else None

    def _value(self, kind: str) -> float | None:
        if kind == "not finite":
            return self._loss if self._end is None else self._end[1]
        return self._rise.value if kind == "overfitting" else self._evidence[kind].value

    def _layer(self, kind: str) -> int | None:
        return self._evidence[kind].layer if kind in self._evidence else None

    def _figure(self, kind: str, *, bare: bool = False) -> str:
        """The value with its name; bare, without the name where it is that of the whole network."""
        value, layer = self._value(kind), self._layer(kind)
        if value is None:
            return "–"
        last = len(self._recipe.hidden) + 1
        at = str(layer).translate(_RAISED)
        names = {
            "not finite": "loss",
            "exploding": "‖dW, db‖",
            "vanishing": f"‖dW¹‖{_THIN}/{_THIN}‖dW{str(last).translate(_RAISED)}‖",
            "rate too high": f"‖ΔW{at}‖{_THIN}/{_THIN}‖W{at}‖",
            "rate too low": f"‖ΔW{at}‖{_THIN}/{_THIN}‖W{at}‖",
        }
        if kind in names:
            return _number(value) if bare else f"{names[kind]} = {_number(value)}"
        if kind == "overfitting":
            return f"{100 * value:+.0f}{_THIN}%".replace("-", "−")
        return f"{100 * value:.0f}{_THIN}% of layer {layer}"


def _limit(kind: str) -> str:
    limit = LIMITS[kind]
    if kind == "not finite":
        return "alarm when it is no number"
    if kind == "rate too high":
        low = LIMITS["rate too low"].threshold
        return f"alarm above {_number(limit.threshold)} or below {_number(low)}"
    side = "below" if limit.is_below else "above"
    if kind in ("dead", "saturated", "overfitting"):
        return f"alarm {side} {100 * limit.threshold:.0f}{_THIN}%"
    return f"alarm {side} {_number(limit.threshold)}"


def _number(value: float) -> str:
    """Two significant digits, a power of ten where it is very large or small: “0.42”, “3.1e−5”."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "∞"
    if value and not 1e-3 <= abs(value) < 1e4:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{digits.removesuffix('.0')}e{int(power)}".replace("-", "−")
    if abs(value) >= 10:
        return f"{value:,.0f}"
    return f"{value:.2g}".replace("-", "−")
