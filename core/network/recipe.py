"""Recipe: the hyper-parameters of a run. Its fields are data: a form, the command line and the
TOML file are all made from FIELDS."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields

import tomli_w

from core.errors import RecipeError
from core.recipe_fields import INPUTS, OUTPUTS, Choice, Field, Layers, Number

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
                "step": "Halved each tenth",
                "cosine": "Cosine (down to 0)",
                "warm-up": "Warm-up, cosine",
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
        "L2 penalty",
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
        except (ValueError, RecursionError) as error:
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
