"""Recipe: the hyper-parameters of a run, and which values each may have. Needs no NumPy."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from core.errors import RecipeError
from core.number_range import Range

INPUTS = 784
MAX_LAYERS = 12
MAX_UNITS = 4096
MAX_PARAMETERS = 20_000_000  # of the hidden layers


RANGES = {
    "learning_rate": Range(0, 1000, above=True),
    "momentum": Range(0, 0.999),
    "batch_size": Range(1, 60_000, whole=True, zero="all"),
    "epochs": Range(1, 100_000, whole=True),
    "hardest": Range(0, 1, above=True),
    "l2": Range(0, 1),
    "dropout": Range(0, 0.9),
    "patience": Range(1, 1000, whole=True, zero="off"),
    "seed": Range(0, 2**32 - 1, whole=True),
}
# The keys of the tables that do them, which a test compares.
CHOICES = {
    "activation": ("relu", "sigmoid", "tanh"),
    "initialization": ("he", "xavier", "normal", "wide"),
    "optimizer": ("sgd", "momentum", "nesterov", "adam"),
    "schedule": ("constant", "step", "cosine", "warm-up", "trapezoid"),
    "augmentation": ("none", "affine", "pen", "elastic", "all"),
}
# What may change while a run goes on: none of it makes another network.
CHANGEABLE = ("learning_rate", "momentum", "batch_size", "l2", "dropout", "augmentation")


def check_field(name: str, value: Any) -> None:
    """Raises RecipeError, naming the field, unless a recipe may have this value there."""
    try:
        if name in RANGES:
            RANGES[name].check(value)
        elif name not in CHOICES:
            check_hidden(value)
        elif value not in CHOICES[name]:
            raise ValueError(f"Choose one of: {', '.join(CHOICES[name])}.")
    except ValueError as error:
        raise RecipeError(name, str(error)) from None


def check_hidden(value: Any) -> None:
    """Widths of the hidden layers: a tuple of numbers, maybe empty."""
    if not isinstance(value, tuple) or not all(type(n) is int for n in value):
        raise ValueError("Write whole numbers with commas between them, such as “128, 64”.")
    if len(value) > MAX_LAYERS:
        raise ValueError(f"At most {MAX_LAYERS} hidden layers, please.")
    for n in value:
        if not 1 <= n <= MAX_UNITS:
            given = f", not {n:,}" if abs(n) < 10**12 else ""
            raise ValueError(f"Each hidden layer needs 1 to {MAX_UNITS:,} units{given}.")
    parameters = sum((n_prev + 1) * n for n_prev, n in pairwise((INPUTS, *value)))
    if parameters > MAX_PARAMETERS:
        raise ValueError(
            f"Those layers have {parameters:,} parameters; at most {MAX_PARAMETERS:,}, please."
        )


@dataclass(frozen=True)
class Recipe:
    """The hyper-parameters of a run; checked when made.

    batch_size 0 means all examples in one batch; patience 0 means no early stopping. hardest: the
    share of the examples that each epoch but the first takes, see core.data.batches.
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
    hardest: float = 1.0
    l2: float = 3e-4
    dropout: float = 0.0
    augmentation: str = "none"
    patience: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            check_field(field.name, value)
            if field.name in RANGES and not RANGES[field.name].whole:
                object.__setattr__(self, field.name, float(value))

    def dimensions(self, outputs: int) -> tuple[int, ...]:
        """Widths of all layers, input and output included: (784, ..., outputs)."""
        return (INPUTS, *self.hidden, outputs)
