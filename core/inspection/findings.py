"""What the doctor hands out: readings, alarms, and the experiment that each alarm asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from core.network.recipe import Recipe


@dataclass(frozen=True)
class Experiment:
    """One thing changed in a recipe. label: what its button says, "Try learning rate 0.01"."""

    label: str
    field: str
    value: Any

    @property
    def changes(self) -> Mapping[str, Any]:
        """{recipe field: its new value}, with exactly one entry."""
        return MappingProxyType({self.field: self.value})

    def recipe(self, base: Recipe) -> Recipe:
        """`base` with that one thing changed; the seed stays. Raises RecipeError as Recipe does."""
        return replace(base, **self.changes)


@dataclass(frozen=True)
class Alarm:
    """Something is wrong, and since when.

    kind: a key of alarm_limits.LIMITS. figure: the number with its name and unit; value and
    threshold: the same and where the alarm begins, as plain numbers. step counts from 1 and is the
    one at which the alarm was raised. layer counts from 1; None where it is about the whole
    network.
    """

    kind: str
    title: str
    figure: str
    value: float
    threshold: float
    sentence: str
    experiment: Experiment
    step: int
    layer: int | None


@dataclass(frozen=True)
class Measurement:
    """One thing that is watched: its present figure ("–" before there is one), and its limit.

    standing: "unknown"; "healthy"; "beyond" the limit, but not at enough looks; or "alarm", be it
    that another alarm is the cause and is shown for it.
    """

    kind: str
    title: str
    figure: str
    limit: str
    standing: str
