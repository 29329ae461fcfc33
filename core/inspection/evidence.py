"""From the figures of many steps to one steady judgement for each kind of alarm."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from statistics import mean, median, median_low
from typing import Protocol

from core.inspection.alarm_limits import Limit
from core.inspection.guessing import could_be_guessed
from core.inspection.symptoms import Symptom
from core.network.reports import EpochReport
from core.network.snapshots import StepSnapshot

LOOKS = 5
GAP = 10  # steps between two looks that count, so that looking often says no more than seldom
SMOOTH = 3  # epochs
# Sigmoid layers at a tenth of the usual rate, the slowest that learn well, guess up to step 140.
TRIED = 200  # steps after which a network that still guesses is not merely slow
EXAMPLES = 300  # that the share of right answers is taken of, at the least
CHANGES = 20  # from epoch to epoch, of which the noise is taken
NOISE = 2.0  # typical changes from epoch to epoch that a rise must exceed


class AlarmState(Protocol):
    """What is known of one kind of alarm.

    since: the step at which it was raised, None while it is not. value: its figure, None before
    there is one. layer: the layer that the figure is of, from 1; None for the whole network.
    """

    @property
    def since(self) -> int | None: ...
    @property
    def value(self) -> float | None: ...
    @property
    def layer(self) -> int | None: ...


@dataclass
class LossState:
    """The state of "not finite": the latest loss, and the step at which it ended the run."""

    since: int | None = None
    value: float | None = None
    layer: int | None = None


@dataclass
class Evidence:
    """The last LOOKS symptoms of one kind.

    The alarm is raised when more than half of them, and at least two, lie beyond the threshold; it
    holds until no more than half lie beyond the release.
    """

    limit: Limit
    since: int | None = None
    _signs: deque[Symptom] = field(default_factory=lambda: deque(maxlen=LOOKS))
    _last: int = -GAP

    def add(self, sign: Symptom, step: int) -> None:
        """A symptom of this step; ignored less than GAP steps after the last one that counted."""
        if step - self._last < GAP:
            return
        self._last = step
        self._signs.append(sign)
        held = self.since is not None
        passed = [
            not each.is_excused and self.limit.is_passed(each.value, held=held)
            for each in self._signs
        ]
        if 2 * sum(passed) <= len(passed):
            self.since = None
        elif self.since is None and len(self._signs) > 1:
            self.since = step

    @property
    def value(self) -> float | None:
        """The median, so that one odd batch does not show; None before there is a symptom."""
        return median_low(each.value for each in self._signs) if self._signs else None

    @property
    def layer(self) -> int | None:
        """The layer of the last symptom."""
        return self._signs[-1].layer if self._signs else None


class Guesses:
    """The state of "guessing": whether the right answers of the last looks could be had by
    guessing, after TRIED steps. value: their share. share: what a guess gets right."""

    layer = None

    def __init__(self, share: float) -> None:
        self._share = share
        self.since: int | None = None
        self.value: float | None = None
        self._looks: deque[tuple[int, int]] = deque()
        self._last = -GAP

    def add(self, step: StepSnapshot) -> None:
        """One look; ignored less than GAP steps after the last one that counted."""
        if step.right is None or step.step - self._last < GAP:
            return
        self._last = step.step
        self._looks.append((step.right, step.examples))
        while len(self._looks) > LOOKS and self._examples - self._looks[0][1] >= EXAMPLES:
            self._looks.popleft()
        examples = self._examples
        if step.step < TRIED or examples < EXAMPLES or len(self._looks) < 2:
            return
        self._judge(step.step, sum(each for each, _ in self._looks), examples, self._share)

    def add_test(self, step: int, accuracy: float, tested: int, share: float) -> None:
        """How the network reads after its last step. share: what a guess gets right of these."""
        self._judge(step, round(accuracy * tested), tested, share)

    def _judge(self, step: int, right: int, of: int, share: float) -> None:
        self.value = right / of
        if not could_be_guessed(right, of, share):
            self.since = None
        elif self.since is None:
            self.since = step

    @property
    def _examples(self) -> int:
        return sum(each for _, each in self._looks)


class ValidationRise:
    """The state of "overfitting": how far the validation loss has risen above its lowest while the
    training loss fell. Both are means over SMOOTH epochs. value: the rise as a share of the lowest.
    """

    layer = None

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self.since: int | None = None
        self.value: float | None = None
        self._latest: deque[EpochReport] = deque(maxlen=SMOOTH)
        self._changes: deque[float] = deque(maxlen=CHANGES)
        self._lowest = math.inf
        self._training_then = math.inf
        self._epochs_since = 0

    def add(self, report: EpochReport) -> None:
        """An epoch's report; epochs come in order."""
        if not math.isfinite(report.validation_loss):
            return
        if self._latest:
            self._changes.append(abs(report.validation_loss - self._latest[-1].validation_loss))
        self._latest.append(report)
        if len(self._latest) < SMOOTH:
            return
        validation = mean(each.validation_loss for each in self._latest)
        training = mean(each.train_loss for each in self._latest)
        self._epochs_since += 1
        if validation < self._lowest:
            self._lowest, self._training_then, self._epochs_since = validation, training, 0
        self.value = validation / self._lowest - 1 if self._lowest else 0.0
        if self.value <= self._limit.release:
            self.since = None
        elif (
            self.since is None
            and self.value > self._limit.threshold
            and self._epochs_since >= SMOOTH
            and validation - self._lowest > NOISE * median(self._changes)
            and training < self._training_then
        ):
            self.since = report.step
