"""Twins: two runs that differ in one field of their recipe, step by step on the same examples."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from core.data.dataset import Split
from core.errors import DivergenceError, RecipeError
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.training import Training
from core.recipe_form import FIELD, without_effect

FIRST, SECOND = 0, 1


@dataclass(frozen=True)
class TwinRecipes:
    """Two recipes that differ in one field alone.

    Raises RecipeError, naming the field, for two that are the same, that differ in more, or whose
    difference has no effect.
    """

    first: Recipe
    second: Recipe

    def __post_init__(self) -> None:
        differing = differing_fields(self.first, self.second)
        if not differing:
            raise RecipeError("", "Both are the same. Choose another value for one of them.")
        if len(differing) > 1:
            labels = ", ".join(FIELD[name].label for name in differing)
            raise RecipeError(differing[0], f"These differ in more than one thing: {labels}.")
        (field,) = differing
        idle = without_effect(self.first), without_effect(self.second)
        if all(field in each for each in idle):
            raise RecipeError(field, f"This would change nothing. {idle[FIRST][field]}.")

    @classmethod
    def of(cls, recipe: Recipe, field: str, value: Any) -> TwinRecipes:
        """A recipe, and the same with another value of one field."""
        return cls(recipe, replace(recipe, **{field: value}))

    @property
    def field(self) -> str:
        """The one that differs."""
        return differing_fields(self.first, self.second)[0]

    @property
    def both(self) -> tuple[Recipe, Recipe]:
        return self.first, self.second

    @property
    def names(self) -> tuple[str, str]:
        """Such as “learning rate 0.1” and “learning rate 0.3”."""
        field = FIELD[self.field]
        label = field.label
        if not label[:2].isupper():
            label = label[0].lower() + label[1:]
        first, second = (
            f"{label} {field.words(getattr(each, field.name)) or 'none'}" for each in self.both
        )
        return first, second


def differing_fields(first: Recipe, second: Recipe) -> tuple[str, ...]:
    """The names of the fields in which two recipes differ."""
    names = (each.name for each in fields(Recipe))
    return tuple(name for name in names if getattr(first, name) != getattr(second, name))


class TwinRun:
    """One of two.

    reason: how it ended, "completed", "early", "diverged" or "stopped"; "" while it goes on.
    examples: how many it has learned from. seconds: what its own steps took.
    """

    def __init__(self, recipe: Recipe, batch_seed: int, split: Split) -> None:
        """batch_seed: orders and distorts the examples, and draws what dropout silences."""
        self.recipe = recipe
        self.network = Network.from_recipe(recipe, class_names=split.class_names)
        self.training = Training(self.network, replace(recipe, seed=batch_seed), split)
        self.reason = ""
        self.error: DivergenceError | None = None
        self.examples = 0
        self.seconds = 0.0
        self._reports = self.training.reports()

    @property
    def epochs_done(self) -> int:
        return self.training.epoch - 1

    def advance(self) -> Iterator[TrainingReport]:
        """One step, and the report of the epoch where it was the epoch's last."""
        while not self.reason:
            try:
                report = next(self._reports, None)
            except DivergenceError as error:
                self.reason, self.error = "diverged", error.with_traceback(None)
                return
            if report is None:
                is_complete = self.epochs_done >= self.recipe.epochs
                self.reason = "completed" if is_complete else "early"
                return
            if isinstance(report, StepReport):
                self.examples += report.examples
            yield report
            if isinstance(report, EpochReport) and not self._is_over:
                return
            if isinstance(report, StepReport) and self.training.batches.taken:
                return

    def close(self, reason: str = "stopped") -> None:
        """End it here, unless it has ended."""
        self._reports.close()
        self.reason = self.reason or reason

    @property
    def _is_over(self) -> bool:
        return self.training.epoch > self.recipe.epochs or self.training.stopping.is_due


class Twins:
    """Two runs on the same examples in the same order, whatever their batch sizes; after the first
    epoch, where a recipe takes a share of them, on those that are hardest for each.

    The order of the examples, distortions and dropout come from the first recipe's seed for both,
    so that two seeds give other first weights and nothing else. It is always the turn of the run
    that has learned from fewer examples. clock: gives seconds.
    """

    def __init__(
        self, recipes: TwinRecipes, split: Split, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """Raises DataError when there is nothing to learn from."""
        self._clock = clock
        seed = recipes.first.seed
        self.runs = TwinRun(recipes.first, seed, split), TwinRun(recipes.second, seed, split)

    @property
    def has_ended(self) -> bool:
        return all(run.reason for run in self.runs)

    @property
    def turn(self) -> int:
        """Whose step comes next, FIRST or SECOND."""
        open_ones = [which for which, run in enumerate(self.runs) if not run.reason]
        return min(open_ones, key=lambda which: self.runs[which].examples, default=FIRST)

    def advance(self) -> tuple[int, list[TrainingReport]]:
        """The step of the run whose turn it is: which, and what it reports."""
        which = self.turn
        run, began = self.runs[which], self._clock()
        reports = list(run.advance())
        run.seconds += self._clock() - began
        return which, reports

    def close(self) -> None:
        """End both here."""
        for run in self.runs:
            run.close()
