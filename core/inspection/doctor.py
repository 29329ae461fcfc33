"""The training doctor: looks at a run as it goes, and says what is wrong and what to try.

What is measured stands in symptoms.py, where alarms begin in alarm_limits.py, how figures become a
judgement in evidence.py, what to try in experiments.py.
"""

from __future__ import annotations

import math
from dataclasses import replace

from core.errors import DivergenceError
from core.inspection.alarm_limits import LIMITS
from core.inspection.evidence import AlarmState, Evidence, Guesses, LossState, ValidationRise
from core.inspection.experiments import experiment_for
from core.inspection.findings import Alarm, Experiment, Measurement
from core.inspection.statistics import Inspection
from core.inspection.symptoms import symptoms_of
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.schedules import SCHEDULES

__all__ = ["Alarm", "Doctor", "Experiment", "Measurement"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_THIN = "\u202f"  # and no line ends there
# One reading for two alarms.
_TOGETHER = {"rate too high": ("rate too high", "rate too low")}


class Doctor:
    """Watches one run of `recipe`. A new run needs a new doctor.

    guessing: the share of its examples that a guess gets right. total_steps: of the run, as things
    stand; 0 where that is not known.
    """

    def __init__(self, recipe: Recipe, guessing: float = LIMITS["guessing"].threshold) -> None:
        self._recipe = recipe
        guesses = replace(LIMITS["guessing"], threshold=guessing, release=2 * guessing)
        self._limits = LIMITS | {"guessing": guesses}
        self._measures = symptoms_of(recipe)
        self._evidence = {kind: Evidence(LIMITS[kind]) for kind in self._measures}
        self._loss = LossState()
        self._guesses = Guesses(guessing)
        self._rise = ValidationRise(LIMITS["overfitting"])
        self._findings: dict[str, AlarmState] = {
            "not finite": self._loss,
            **self._evidence,
            "guessing": self._guesses,
            "overfitting": self._rise,
        }
        self.total_steps = 0
        self._rate = recipe.learning_rate

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """Those that hold at present, most severe first, at most one of each kind."""
        raised = [kind for kind, found in self._findings.items() if found.since is not None]
        return tuple(
            self._alarm(kind)
            for kind in sorted(raised, key=list(LIMITS).index)
            if not set(raised) & set(LIMITS[kind].causes)
        )

    @property
    def readings(self) -> tuple[Measurement, ...]:
        """Everything that is watched in this run, in a fixed order. One reading stands for both
        alarms of the learning rate, its kind being "rate too high"."""
        return tuple(
            Measurement(
                kind,
                LIMITS[kind].watched,
                self._figure(kind, bare=True),
                _limit(kind),
                self._standing(kind),
            )
            for kind in self._findings
            if kind != "rate too low"
        )

    def see(self, inspection: Inspection) -> None:
        """One step's statistics; steps may lie any distance apart."""
        step = inspection.step
        self._loss.value = step.loss
        self._guesses.add(step)
        factor = self._factor(step.step, step.learning_rate)
        self._rate = step.learning_rate / factor if factor else self._recipe.learning_rate
        for kind, measure in self._measures.items():
            sign = measure(inspection, factor)
            if sign is not None:
                self._evidence[kind].add(sign, step.step)

    def see_epoch(self, report: EpochReport) -> None:
        """Every epoch's report, in order."""
        # The losses of all examples and of the hardest have nothing to do with each other.
        if report.epoch > 1 or self._recipe.hardest == 1:
            self._rise.add(report)

    def see_end(self, error: DivergenceError) -> None:
        """The loss that ended the run."""
        self._loss.since, self._loss.value = error.step, error.loss

    def see_test(self, step: int, accuracy: float, tested: int, share: float) -> None:
        """How the network reads after its last `step`: the share of `tested` digits that is right,
        and that which a guess gets right."""
        self._guesses.add_test(step, accuracy, tested, share)

    def _factor(self, step: int, rate: float) -> float:
        """The schedule's share of the rate. Where nobody knows how long the run is, the base rate
        is taken to be the recipe's."""
        if not self.total_steps:
            return min(rate / self._recipe.learning_rate, 1.0)
        return SCHEDULES[self._recipe.schedule](min((step - 1) / self.total_steps, 1.0))

    def _alarm(self, kind: str) -> Alarm:
        limit, found = self._limits[kind], self._findings[kind]
        assert found.since is not None
        assert found.value is not None
        return Alarm(
            kind=kind,
            title=limit.title,
            figure=self._figure(kind),
            value=found.value,
            threshold=limit.threshold,
            sentence=limit.sentence,
            experiment=experiment_for(kind, self._recipe, self._rate, found.value),
            step=found.since,
            layer=found.layer,
        )

    def _standing(self, kind: str) -> str:
        value = self._findings[kind].value
        if any(self._findings[each].since is not None for each in _TOGETHER.get(kind, (kind,))):
            return "alarm"
        if value is None:
            return "unknown"
        return (
            "beyond" if kind != "not finite" and self._limits[kind].is_passed(value) else "healthy"
        )

    def _figure(self, kind: str, *, bare: bool = False) -> str:
        """The value with its name; bare, without the name where it is that of the whole network."""
        value, layer = self._findings[kind].value, self._findings[kind].layer
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
            return f"{100 * value:+.0f}{_THIN}%" if round(100 * value) else f"0{_THIN}%"
        if kind == "guessing":
            return f"{100 * value:.1f}{_THIN}%" if bare else f"{100 * value:.1f}{_THIN}% right"
        return f"{100 * value:.0f}{_THIN}% of layer {layer}"


def _limit(kind: str) -> str:
    limit = LIMITS[kind]
    side = "below" if limit.is_below else "above"
    percent = f"alarm {side} {100 * limit.threshold:.0f}{_THIN}%"
    number = f"alarm {side} {_number(limit.threshold)}"
    too_low = _number(LIMITS["rate too low"].threshold)
    words = {
        "not finite": "alarm when it is no number",
        "exploding": f"‖dW, db‖, {number}",
        "vanishing": f"‖dW¹‖{_THIN}/{_THIN}‖dWᴸ‖, {number}",
        "rate too high": f"{number}; below {too_low} at full rate",
        "guessing": "alarm when guessing does as well",
        "overfitting": f"over its lowest, {percent}",
    }
    return words.get(kind, f"{percent} of a layer")


def _number(value: float) -> str:
    """Two significant digits, a power of ten where it is very large or small: “0.42”, “3.1e−5”."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞"
    if value and not 1e-3 <= abs(value) < 1e4:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{digits.removesuffix('.0')}e{int(power)}".replace("-", "−")
    if abs(value) >= 10:
        return f"{value:,.0f}"
    return f"{value:.2g}".replace("-", "−")
