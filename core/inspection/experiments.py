"""What to try against an alarm: for each kind the one change that most plausibly helps."""

from __future__ import annotations

import math
from collections.abc import Callable

from core.inspection.alarm_limits import USUAL_RATIO
from core.inspection.findings import Experiment
from core.network.recipe import RANGES, Recipe
from core.recipe_form import FIELD, Choice

FITTING = {"relu": "he", "sigmoid": "xavier", "tanh": "xavier"}
SAFE_RATE = 0.1  # with which all sorts of networks of this app learn
STRONGER_L2, MUCH_L2 = 0.01, 0.1
DROPOUT = 0.3
MUCH_DROPOUT = 0.5
PATIENCE = 3


def safer_rate(rate: float) -> float:
    """A tenth of a learning rate that was too high, and no more than SAFE_RATE."""
    return min(rate / 10, SAFE_RATE)


def lower_rate(recipe: Recipe, rate: float, value: float) -> Experiment:
    """A safer learning rate than the recipe's, or than that in force where it is lower."""
    return _rate(safer_rate(min(rate, recipe.learning_rate)))


def higher_rate(recipe: Recipe, rate: float, value: float) -> Experiment:
    """The rate times the power of ten, 10 or more, that brings the update ratio to USUAL_RATIO."""
    powers = math.floor(math.log10(USUAL_RATIO / value)) if value > 0 else 1
    return _rate(rate * 10.0 ** max(powers, 1))


def fitting_initialization(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """The initialisation made for the activation; None where the recipe has it."""
    fitting = FITTING[recipe.activation]
    if recipe.initialization == fitting:
        return None
    return _choice("initialization", fitting, "initialisation")


def narrower_initialization(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """As fitting_initialization, but only where the weights were drawn far too wide."""
    return fitting_initialization(recipe, rate, value) if recipe.initialization == "wide" else None


def relu_activation(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """ReLU, whose slope is 1 wherever it is not 0; None where the recipe has it."""
    return None if recipe.activation == "relu" else _choice("activation", "relu", "activation")


def fewer_layers(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """Half of the hidden layers; None where there is but one."""
    if len(recipe.hidden) < 2:
        return None
    hidden = recipe.hidden[: len(recipe.hidden) // 2]
    layers = f"{len(hidden)} hidden layer{'' if len(hidden) == 1 else 's'}"
    return Experiment(f"Try {layers}", "hidden", hidden)


def stronger_l2(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """A strong L2 penalty; None where the recipe has one as strong."""
    if recipe.l2 >= STRONGER_L2:
        return None
    return Experiment(f"Try L2 penalty {STRONGER_L2:g}", "l2", STRONGER_L2)


def some_dropout(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """Dropout; None where the recipe has it, or no hidden layer."""
    if recipe.dropout or not recipe.hidden:
        return None
    return Experiment(f"Try dropout {DROPOUT:g}", "dropout", DROPOUT)


def weaker_l2(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """The usual L2 penalty; None where the recipe’s does not hold all weights near 0."""
    if recipe.l2 < MUCH_L2:
        return None
    usual = Recipe().l2
    return Experiment(f"Try L2 penalty {usual:g}", "l2", usual)


def all_examples(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """Every epoch with all examples; None where the recipe has it so."""
    return None if recipe.hardest == 1 else Experiment("Try hardest share 1", "hardest", 1.0)


def more_epochs(recipe: Recipe, rate: float, value: float) -> Experiment:
    """A run of ten times as many epochs."""
    epochs = int(min(10 * recipe.epochs, RANGES["epochs"].high))
    return Experiment(f"Try {epochs:,} epochs", "epochs", epochs)


def less_dropout(recipe: Recipe, rate: float, value: float) -> Experiment | None:
    """Less dropout; None where it leaves more than half of the units."""
    if recipe.dropout < MUCH_DROPOUT or not recipe.hidden:
        return None
    return Experiment(f"Try dropout {DROPOUT:g}", "dropout", DROPOUT)


def earlier_stopping(recipe: Recipe, rate: float, value: float) -> Experiment:
    """Early stopping, sooner than the recipe has it."""
    patience = PATIENCE if not recipe.patience else max(recipe.patience // 2, 1)
    epochs = f"{patience} epoch{'' if patience == 1 else 's'}"
    return Experiment(f"Try early stopping after {epochs}", "patience", patience)


Remedy = Callable[[Recipe, float, float], Experiment | None]
# The first that applies is tried; the last always does.
REMEDIES: dict[str, tuple[Remedy, ...]] = {
    "not finite": (narrower_initialization, lower_rate),
    "exploding": (narrower_initialization, lower_rate),
    "dead": (lower_rate,),
    "saturated": (fitting_initialization, lower_rate),
    "vanishing": (
        weaker_l2,
        narrower_initialization,
        relu_activation,
        fitting_initialization,
        fewer_layers,
        lower_rate,
    ),
    "rate too high": (weaker_l2, lower_rate),
    "rate too low": (higher_rate,),
    "guessing": (weaker_l2, less_dropout, fitting_initialization, all_examples, more_epochs),
    "overfitting": (all_examples, stronger_l2, some_dropout, earlier_stopping),
}


def experiment_for(kind: str, recipe: Recipe, rate: float, value: float) -> Experiment:
    """The experiment that most plausibly helps against an alarm.

    kind: a key of REMEDIES. rate: the base learning rate in force. value: the alarm's figure.
    """
    found = (remedy(recipe, rate, value) for remedy in REMEDIES[kind])
    return next(each for each in found if each is not None)


def _rate(wanted: float) -> Experiment:
    rate = float(f"{min(max(wanted, 1e-30), RANGES['learning_rate'].high):.3g}")
    words = FIELD["learning_rate"].text(rate)
    return Experiment(f"Try learning rate {words}", "learning_rate", rate)


def _choice(field: str, value: str, word: str) -> Experiment:
    kind = FIELD[field].kind
    assert isinstance(kind, Choice)
    return Experiment(f"Try {kind.options[value].partition(' (')[0]} {word}", field, value)
