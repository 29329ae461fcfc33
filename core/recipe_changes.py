"""What was changed of a recipe while its run went on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from core.errors import RecipeError
from core.network.recipe import CHANGEABLE, Recipe, check_field
from core.recipe_form import FIELD


@dataclass(frozen=True)
class RecipeChange:
    """One field that was changed. step: the first that was taken with the value `after`.

    Raises RecipeError for a field that cannot change, for values that it cannot have, and for what
    is no step.
    """

    step: int
    field: str
    before: Any
    after: Any

    def __post_init__(self) -> None:
        if self.field not in CHANGEABLE:
            raise RecipeError(self.field, "This cannot change while a run goes on.")
        if type(self.step) is not int or self.step < 1:
            raise RecipeError(self.field, "A change needs the number of its first step.")
        for value in (self.before, self.after):
            check_field(self.field, value)

    @property
    def text(self) -> str:
        """Such as “Learning rate 0.1 → 0.03”."""
        field = FIELD[self.field]
        return f"{field.label} {field.words(self.before)} → {field.words(self.after)}"


def changes_between(step: int, before: Recipe, after: Recipe) -> tuple[RecipeChange, ...]:
    """What differs between two recipes in fields that may change; `step` is the first with it."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in CHANGEABLE)
    return tuple(RecipeChange(step, *pair) for pair in pairs if pair[1] != pair[2])


def changed(recipe: Recipe, changes: Iterable[RecipeChange]) -> Recipe:
    """The recipe as it is after all of these."""
    return replace(recipe, **{each.field: each.after for each in changes})


def changes_text(changes: Iterable[RecipeChange]) -> str:
    """A line each, such as “step 1,200: Learning rate 0.1 → 0.03”."""
    return "\n".join(f"step {each.step:,}: {each.text}" for each in changes)
