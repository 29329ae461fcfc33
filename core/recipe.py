"""Recipe: the hyper-parameters of a run. Its fields are data: a form, the command line and the
TOML file are all made from FIELDS."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any

import tomli_w

from core.errors import RecipeError

MAX_LAYERS = 12
MAX_UNITS = 4096
MAX_PARAMETERS = 20_000_000
INPUTS, OUTPUTS = 784, 10


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

    def check(self, value: Any) -> None:
        if not isinstance(value, str) or value not in self.options:
            raise ValueError(f"Choose one of: {', '.join(self.options)}.")

    def text(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Number:
    """A number between `low` and `high`, both included unless `above` says low is not.

    `special` maps values with a meaning of their own to the word that stands for them.
    `suggestions` are values worth offering.
    """

    low: float
    high: float
    whole: bool = False
    above: bool = False
    special: tuple[tuple[float, str], ...] = ()
    suggestions: tuple[float, ...] = ()

    def parse(self, text: str) -> float | int:
        wanted = text.strip().lower().replace("\u2009", "").replace(" ", "")
        for value, word in self.special:
            if wanted == word:
                return int(value) if self.whole else value
        try:
            value = int(wanted) if self.whole else float(wanted)
        except ValueError:
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(f"This must be {kind}, {self._range()}.") from None
        self.check(value)
        return value

    def check(self, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(f"This must be {kind}, {self._range()}.")
        if any(value == special for special, _ in self.special):
            return
        too_low = value <= self.low if self.above else value < self.low
        if too_low or value > self.high or not math.isfinite(value):
            raise ValueError(f"This must be {self._range()}.")

    def text(self, value: Any) -> str:
        for special, word in self.special:
            if value == special:
                return word
        short = f"{value:g}"
        return str(value) if self.whole or float(short) != value else short

    def _range(self) -> str:
        start = "above" if self.above else "from"
        words = "".join(f", or “{word}”" for _, word in self.special)
        end = "and at most" if self.above else "to"
        return f"{start} {self.low:g} {end} {self.high:,.10g}{words}"


@dataclass(frozen=True)
class Layers:
    """Widths of the hidden layers, such as “128, 64”; nothing means no hidden layer."""

    def parse(self, text: str) -> tuple[int, ...]:
        if not text.strip():
            return ()
        try:
            widths = tuple(int(part) for part in text.split(","))
        except ValueError:
            raise ValueError(
                "Write whole numbers with commas between them, such as “128, 64”."
            ) from None
        self.check(widths)
        return widths

    def check(self, value: Any) -> None:
        if not isinstance(value, tuple) or not all(
            isinstance(n, int) and not isinstance(n, bool) for n in value
        ):
            raise ValueError("Write whole numbers with commas between them, such as “128, 64”.")
        if len(value) > MAX_LAYERS:
            raise ValueError(f"At most {MAX_LAYERS} hidden layers, please.")
        for n in value:
            if not 1 <= n <= MAX_UNITS:
                raise ValueError(f"Each hidden layer needs 1 to {MAX_UNITS:,} units, not {n:,}.")
        widths = (INPUTS, *value, OUTPUTS)
        count = sum((a + 1) * b for a, b in pairwise(widths))
        if count > MAX_PARAMETERS:
            raise ValueError(
                f"That network has {count:,} parameters; at most {MAX_PARAMETERS:,}, please."
            )

    def text(self, value: Any) -> str:
        return ", ".join(map(str, value))


Kind = Choice | Number | Layers


@dataclass(frozen=True)
class Field:
    """How a recipe field is named, explained, read and checked.

    `group` orders a form: "Network", "Learning", "Regularisation". `help` is one sentence.
    """

    name: str
    label: str
    group: str
    help: str
    kind: Kind

    def parse(self, text: str) -> Any:
        """The value a user typed. Raises RecipeError with the reason."""
        return self._or_recipe_error(lambda: self.kind.parse(text))

    def check(self, value: Any) -> None:
        """Raises RecipeError unless `value` is of the right type and in range."""
        self._or_recipe_error(lambda: self.kind.check(value))

    def text(self, value: Any) -> str:
        """The value as a user would type it."""
        return self.kind.text(value)

    def _or_recipe_error(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except ValueError as error:
            raise RecipeError(self.name, str(error)) from None


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
                "xavier": "Xavier (for sigmoid, tanh)",
                "normal": "Normal, 0.1 (the course’s)",
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
        Number(0, 1000, above=True, suggestions=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)),
    ),
    Field(
        "momentum",
        "Momentum",
        "Learning",
        "Share of the last update that is kept (momentum and Nesterov).",
        Number(0, 0.999),
    ),
    Field(
        "schedule",
        "Schedule",
        "Learning",
        "How the learning rate changes during the run.",
        Choice(
            {
                "constant": "Constant",
                "step": "Step (halved each tenth)",
                "cosine": "Cosine (down to 0)",
                "warm-up": "Warm-up, then cosine",
            }
        ),
    ),
    Field(
        "batch_size",
        "Batch size",
        "Learning",
        "Examples used together in one step; “all” uses every example in each step.",
        Number(
            1, 60_000, whole=True, special=((0, "all"),), suggestions=(32, 64, 128, 256, 512, 0)
        ),
    ),
    Field(
        "epochs",
        "Epochs",
        "Learning",
        "Passes over the training examples.",
        Number(1, 100_000, whole=True),
    ),
    Field(
        "l2",
        "Weight decay (L2)",
        "Regularisation",
        "Adds l2/2 · ‖W‖² to the loss, so that weights stay small; 0 turns it off.",
        Number(0, 1),
    ),
    Field(
        "dropout",
        "Dropout",
        "Regularisation",
        "Share of hidden units silenced in each step; 0 turns it off.",
        Number(0, 0.9),
    ),
    Field(
        "augmentation",
        "Distortion",
        "Regularisation",
        "Shows each image a little different every time.",
        Choice({"none": "None", "affine": "Shift, turn, stretch", "elastic": "Elastic"}),
    ),
    Field(
        "patience",
        "Early stopping",
        "Regularisation",
        "Stops after this many epochs without a better validation loss, and keeps the best.",
        Number(1, 1000, whole=True, special=((0, "off"),)),
    ),
    Field(
        "seed",
        "Seed",
        "Learning",
        "The same seed gives the same run, number for number.",
        Number(0, 2**32 - 1, whole=True),
    ),
)
FIELD = {field.name: field for field in FIELDS}


@dataclass(frozen=True)
class Recipe:
    """The hyper-parameters of a run; checked when made.

    batch_size 0 means all examples in one batch; patience 0 means no early stopping.
    Raises RecipeError, naming the field, for a value out of range.
    """

    hidden: tuple[int, ...] = (128, 64)
    activation: str = "relu"
    initialization: str = "he"
    optimizer: str = "momentum"
    learning_rate: float = 0.1
    momentum: float = 0.9
    schedule: str = "warm-up"
    batch_size: int = 64
    epochs: int = 10
    l2: float = 3e-4
    dropout: float = 0.0
    augmentation: str = "none"
    patience: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        for each in fields(self):
            field = FIELD[each.name]
            field.check(getattr(self, each.name))
            if isinstance(field.kind, Number) and not field.kind.whole:
                object.__setattr__(self, each.name, float(getattr(self, each.name)))

    @property
    def dimensions(self) -> tuple[int, ...]:
        """Widths of all layers, input and output included: (784, ..., 10)."""
        return (INPUTS, *self.hidden, OUTPUTS)

    def to_toml(self) -> str:
        return tomli_w.dumps(asdict(self))

    @classmethod
    def from_toml(cls, text: str) -> Recipe:
        """Fields left out keep their defaults. Raises RecipeError for unknown or bad ones."""
        try:
            values = tomllib.loads(text)
        except ValueError as error:
            raise RecipeError("", f"This is not a recipe in TOML: {error}.") from None
        for name in values:
            if name not in FIELD:
                known = ", ".join(FIELD)
                raise RecipeError(name, f"A recipe has no field “{name}”. It has: {known}.")
        if isinstance(values.get("hidden"), list):
            values["hidden"] = tuple(values["hidden"])
        return cls(**values)


PRESETS: dict[str, Recipe] = {
    "Quick and good": Recipe(),
    "The course’s network": Recipe(
        hidden=(45,),
        initialization="normal",
        optimizer="sgd",
        learning_rate=0.0075,
        schedule="constant",
        batch_size=0,
        epochs=500,
        l2=0.0,
    ),
    "Best accuracy": Recipe(
        hidden=(800,),
        learning_rate=0.05,
        batch_size=128,
        epochs=60,
        l2=0.0,
        augmentation="elastic",
    ),
}
