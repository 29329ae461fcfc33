"""The fields of a recipe as people see and type them: for a form and for the command line.

What a field may hold is told by core.network.recipe; here are its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.errors import RecipeError
from core.network.recipe import RANGES, Recipe, check_field, check_hidden
from core.number_range import Range
from core.typed_numbers import number, whole_number, whole_numbers


@dataclass(frozen=True)
class Choice:
    """One of a few words. `options` maps the value to the words a user reads."""

    options: dict[str, str]

    def parse(self, text: str) -> str:
        wanted = text.strip().lower()
        for value, label in self.options.items():
            if wanted in (value, label.lower()):
                return value
        raise ValueError(f"Choose one of: {', '.join(self.options)}.")

    def text(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Number:
    """A number in a range. `suggestions` are values worth offering."""

    range: Range
    suggestions: tuple[float, ...] = ()

    def parse(self, text: str) -> float | int:
        if self.range.zero and text.strip().lower() == self.range.zero:
            return 0
        try:
            value = whole_number(text) if self.range.whole else number(text)
        except ValueError:
            raise self.range.wrong_kind() from None
        self.range.check(value)
        return value

    def text(self, value: Any) -> str:
        if self.range.zero and value == 0:
            return self.range.zero
        short = f"{value:g}"
        return str(value) if self.range.whole or float(short) != value else short


@dataclass(frozen=True)
class Layers:
    """Widths of the hidden layers, such as “128, 64” or “128 64”; nothing means no hidden layer."""

    def parse(self, text: str) -> tuple[int, ...]:
        try:
            widths = whole_numbers(text)
        except ValueError:
            widths = None
        check_hidden(widths)
        assert widths is not None
        return widths

    def text(self, value: Any) -> str:
        return ", ".join(map(str, value))


Kind = Choice | Number | Layers


@dataclass(frozen=True)
class Field:
    """How a recipe's field is named, explained, read and written.

    `group` orders a form: "Network", "Learning", "Regularisation". `help` is a sentence or two.
    """

    name: str
    label: str
    group: str
    help: str
    kind: Kind

    def parse(self, text: str) -> Any:
        """The value that a user typed. Raises RecipeError with the reason."""
        try:
            return self.kind.parse(text)
        except ValueError as error:
            raise RecipeError(self.name, str(error)) from None

    def check(self, value: Any) -> None:
        """Raises RecipeError unless a recipe may have this value."""
        check_field(self.name, value)

    def text(self, value: Any) -> str:
        """The value as a user would type it."""
        return self.kind.text(value)

    def words(self, value: Any) -> str:
        """The value as a user reads it."""
        return self.kind.options[value] if isinstance(self.kind, Choice) else self.text(value)


def _number(name: str, *suggestions: float) -> Number:
    return Number(RANGES[name], suggestions)


FIELDS: tuple[Field, ...] = (
    Field(
        "hidden",
        "Hidden layers",
        "Network",
        "Units of each hidden layer, from the input side, such as “128, 64”.",
        Layers(),
    ),
    Field(
        "activation",
        "Activation",
        "Network",
        "What each hidden layer does to its Z.",
        Choice({"relu": "ReLU", "sigmoid": "Sigmoid", "tanh": "Tanh"}),
    ),
    Field(
        "initialization",
        "Initialisation",
        "Network",
        "How the weights are drawn before the first step.",
        Choice(
            {
                "he": "He (for ReLU)",
                "xavier": "Xavier (for tanh)",
                "normal": "Normal, 0.1 (course)",
                "wide": "Normal, 1 (too wide)",
            }
        ),
    ),
    Field(
        "optimizer",
        "Optimizer",
        "Learning",
        "The rule that turns gradients into an update.",
        Choice(
            {
                "sgd": "Gradient descent",
                "momentum": "Momentum",
                "nesterov": "Nesterov",
                "adam": "Adam",
            }
        ),
    ),
    Field(
        "learning_rate",
        "Learning rate",
        "Learning",
        "How far each update goes.",
        _number("learning_rate", 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    ),
    Field(
        "momentum",
        "Momentum",
        "Learning",
        "Share of the last update that is kept (momentum and Nesterov).",
        _number("momentum"),
    ),
    Field(
        "schedule",
        "Schedule",
        "Learning",
        "How the learning rate changes during the run.",
        Choice(
            {
                "constant": "Constant",
                "step": "Halved each tenth",
                "cosine": "Cosine (down to 0)",
                "warm-up": "Warm-up, cosine",
                "trapezoid": "Up, level, down",
            }
        ),
    ),
    Field(
        "batch_size",
        "Batch size",
        "Learning",
        "Examples used together in one step; “all” uses every example in each step.",
        _number("batch_size", 32, 64, 128, 256, 512, 0),
    ),
    Field(
        "epochs",
        "Epochs",
        "Learning",
        "Passes over the training examples, or over the hardest of them.",
        _number("epochs"),
    ),
    Field(
        "hardest",
        "Hardest share",
        "Learning",
        "Share of the examples that each epoch but the first takes: those to whose label the "
        "network last gave the least probability, digits with a wrong label among them. Training "
        "then looks worse than validation.",
        _number("hardest", 0.1, 0.25, 0.5, 1.0),
    ),
    Field(
        "l2",
        "L2 penalty",
        "Regularisation",
        "Adds l2/2 · ‖W‖² to the loss, so that weights stay small; 0 turns it off.",
        _number("l2"),
    ),
    Field(
        "dropout",
        "Dropout",
        "Regularisation",
        "Share of hidden units silenced in each step; 0 turns it off.",
        _number("dropout"),
    ),
    Field(
        "augmentation",
        "Distortion",
        "Regularisation",
        "Shows each image a little different every time. That is harder, so training looks worse "
        "than validation.",
        Choice(
            {
                "none": "None",
                "affine": "Shift, turn, stretch",
                "pen": "Thicker, thinner pen",
                "elastic": "Elastic",
                "all": "Elastic and pen",
            }
        ),
    ),
    Field(
        "patience",
        "Early stopping",
        "Regularisation",
        "Stops after this many epochs without a better validation loss, and keeps the best.",
        _number("patience"),
    ),
    Field(
        "seed",
        "Seed",
        "Learning",
        "The same seed gives the same run, number for number.",
        _number("seed"),
    ),
)
FIELD = {field.name: field for field in FIELDS}


def differing_fields(recipe: Recipe, other: Recipe) -> list[Field]:
    """The fields in which they differ, in the order of the form."""
    return [each for each in FIELDS if getattr(recipe, each.name) != getattr(other, each.name)]


def without_effect(recipe: Recipe) -> dict[str, str]:
    """The fields that this recipe makes no use of, and why, in a few words."""
    words = {}
    if recipe.epochs == 1:
        words["hardest"] = "Only from the second epoch on"
    if recipe.optimizer not in ("momentum", "nesterov"):
        words["momentum"] = f"Not used by {FIELD['optimizer'].words(recipe.optimizer)}"
    if not recipe.hidden:
        words |= dict.fromkeys(("activation", "dropout"), "Only with hidden layers")
    return words


def hardest_words(share: float) -> str:
    """Such as “the hardest 25 %”, of the examples that later epochs take."""
    return f"the hardest {100 * share:.3g} %"
