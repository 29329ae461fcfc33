"""A recipe as a program that trains the same run, in NumPy or in PyTorch.

Both draw the same random numbers as core.network.training, in the same order: the first weights,
the order of the examples, what dropout silences, how images are distorted. Their losses differ
from ours by rounding alone, and by which examples count as the hardest where rounding decides that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from core.data.augmentation import KINDS
from core.data.dataset import DIGITS
from core.export.about import recipe_in_words
from core.export.templates import MADE, MARKDOWN, as_comment, filled, sections, template
from core.network.recipe import Recipe

_TITLE = "A network that learns to read"
_IN_NUMPY = (
    *(_TITLE, "The recipe", "The data", "Activations", "Parameters", "Forward", "Loss"),
    *("Backward", "Update", "Schedule", "Distortions", "Epochs", "Training", "The run"),
)
_IN_TORCH = (
    *(_TITLE, "The recipe", "The data", "Parameters", "Network", "Schedule", "Distortions"),
    *("Epochs", "Training", "The run"),
)


def numpy_training(
    recipe: Recipe, class_names: tuple[str, ...] = DIGITS, notes: Iterable[str] = ()
) -> str:
    """The program's text, in the percent form. notes: sentences to say at its top."""
    return _program(recipe, class_names, notes, sections(template("training_numpy")), _IN_NUMPY)


def torch_training(
    recipe: Recipe, class_names: tuple[str, ...] = DIGITS, notes: Iterable[str] = ()
) -> str:
    """As numpy_training, with PyTorch's layers, gradients and optimizers."""
    own = sections(template("training_numpy")) | sections(template("training_torch"))
    return _program(recipe, class_names, notes, own, _IN_TORCH)


def _program(
    recipe: Recipe,
    class_names: tuple[str, ...],
    notes: Iterable[str],
    parts: dict[str, str],
    order: tuple[str, ...],
) -> str:
    values = {name.upper(): value for name, value in asdict(recipe).items()}
    del values["AUGMENTATION"]
    parts["The recipe"] = filled(parts["The recipe"], values | {"CLASS_NAMES": class_names})
    if recipe.augmentation != "none":
        amounts = KINDS[recipe.augmentation]
        told = (amounts.shift, amounts.turn, amounts.stretch, amounts.shear, amounts.bend)
        parts |= sections(template("distortions"))
        parts["Distortions"] = filled(
            parts["Distortions"], {"SHIFT, TURN, STRETCH, SHEAR, BEND, PEN": (*told, amounts.pen)}
        )
    said = as_comment(f"{MADE} {recipe_in_words(recipe)}.", *notes)
    title = f"{MARKDOWN}# # {_TITLE}\n"
    parts[_TITLE] = parts[_TITLE].replace(title, f"{title}#\n{said}\n")
    return _spaced([parts[each] for each in order])


def _spaced(parts: list[str]) -> str:
    """Two empty lines behind functions, as Python is written, else one."""
    text = ""
    for part in parts:
        last = text.rstrip().rpartition("\n")[2]
        text += ("\n\n" if last.startswith(" ") else "\n") * bool(text) + part
    return text
