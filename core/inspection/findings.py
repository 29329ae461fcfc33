"""What the doctor reports: figures, alarms, and the experiment that each alarm suggests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from core.network.recipe import Recipe


@dataclass(frozen=True)
class Experiment:
    """One change of a recipe. field, value: what to change it to. label: the words of its button,
    "Try learning rate 0.01"."""

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
    """Something that is wrong with a run.

    kind: a key of alarm_limits.LIMITS. figure: the number with its name and unit; value: the same
    number alone. threshold: where the alarm begins. step: at which it was raised, from 1. layer:
    from 1; None where it is about the whole network.
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

    standing: "unknown"; "healthy"; "beyond" the limit, but not often enough for an alarm; or
    "alarm", also where another alarm is its cause and is shown instead.
    """

    kind: str
    title: str
    figure: str
    limit: str
    standing: str
