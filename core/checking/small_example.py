"""A mistake in numbers that can be followed by hand: 2×2, whole and half ones.

The right numbers and the mistaken ones both come from the exercise's own formulas, on arrays that
are small enough to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from core.checking.anatomy import Chain, Slip
from core.checking.compare import agree
from core.checking.exercises import EXERCISES
from core.checking.exercises.formulas import activate
from core.checking.report import Mistake
from core.network.arrays import Array

DIGITS = 4
SEEDS = range(8)  # tried in turn until the mistake shows in the numbers
# The arrays that are shown of what each function is given.
_SHOWN = {
    "sigmoid": ("Z",),
    "relu": ("Z",),
    "softmax": ("Z",),
    "layer_forward": ("H_prev", "W", "b"),
    "compute_loss": ("HL", "Y"),
    "sigmoid_backward": ("dH", "Z"),
    "relu_backward": ("dH", "Z"),
    "layer_backward": ("dH", "Z", "H_prev", "W"),
}


@dataclass(frozen=True)
class SmallExample:
    """given: arrays by their names. array: the one that comes out; right and mistaken: what should,
    and what does with the mistake."""

    given: dict[str, Array]
    array: str
    right: Array
    mistaken: Array

    @property
    def text(self) -> str:
        """Lines for people."""
        lines = [f"{name} = {_text(value)}" for name, value in self.given.items()]
        lines.append(f"{self.array} should be {_text(self.right)}")
        lines.append(f"with this mistake it is {_text(self.mistaken)}")
        return "\n".join(lines)


@np.errstate(all="ignore")
def small_example(function: str, mistake: Mistake) -> SmallExample | None:
    """The mistake in a function of the course, in small numbers; None for one that is no slip of a
    formula, or of a function that has no small numbers."""
    names = _SHOWN.get(function)
    array = mistake.array.partition(" in ")[0]
    if names is None:
        return None
    chains = _chains(function, array)
    for seed in SEEDS:
        c = _small(function, np.random.default_rng(seed))
        for what, chain in chains:
            right, mistaken = _run(chain, c, None), _run(chain, c, mistake)
            shows = right is not None and mistaken is not None and not agree(mistaken, right)
            if shows and np.isfinite(mistaken).all():
                given = {name: getattr(c, name) for name in names}
                return SmallExample(given, what, np.asarray(right), np.asarray(mistaken))
    return None


def _chains(function: str, array: str) -> list[tuple[str, Chain]]:
    """The chains that the array is in, its own first: dZ shows in dW."""
    exercise = EXERCISES[function]
    outputs = {
        "layer_forward": ("H", "Z in memory"),
        "layer_backward": ("dW", "db", "dH_prev"),
        "compute_loss": ("loss",),
        "sigmoid_backward": ("dZ",),
        "relu_backward": ("dZ",),
    }.get(function, ("H",))
    ordered = sorted(outputs, key=lambda each: each != array)
    return [(each.partition(" in ")[0], exercise.chains(each)) for each in ordered]


def _run(chain: Chain, c: Any, mistake: Mistake | None) -> Any:
    """The chain's result, with the mistake's slip in the place of its step; None where the chain
    has no such slip, or the shapes do not fit."""
    value: Any = None
    used = mistake is None
    for step in chain:
        formula = step.right
        if mistake is not None and not used:
            slip = _slip_in(step.slips, mistake)
            formula, used = (slip.formula, True) if slip else (formula, used)
        try:
            value = formula(c, value)
        except (ValueError, TypeError, IndexError, KeyError, AttributeError):
            return None
    return np.asarray(value) if used else None


def _slip_in(slips: tuple[Slip, ...], mistake: Mistake) -> Slip | None:
    return next(
        (each for each in slips if each.id == mistake.id and each.sentence == mistake.sentence),
        None,
    )


def _small(function: str, rng: np.random.Generator) -> SimpleNamespace:
    """The arrays of one small layer, or of a loss with two classes and two examples."""

    def numbers(*shape: int) -> Array:
        return rng.choice([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 3.0], shape)

    H_prev, W, b, dH = numbers(2, 2), numbers(2, 2), numbers(2, 1), numbers(2, 2)
    Z = W @ H_prev + b if function.startswith("layer") else numbers(2, 2)
    HL = (
        np.array([[0.8, 0.4], [0.2, 0.6]])
        if rng.integers(2)
        else np.array([[0.1, 0.5], [0.9, 0.5]])
    )
    activation = "sigmoid" if function == "sigmoid_backward" else "relu"
    return SimpleNamespace(
        H_prev=H_prev, W=W, b=b, dH=dH, Z=Z, H=activate(activation, Z), activation=activation,
        HL=HL, Y=np.eye(2)[:, rng.permutation(2)], m=2, n=2, n_prev=2,
    )  # fmt: skip


def _text(value: Array) -> str:
    """[1 -2; 3 0.5], rows parted by a semicolon."""
    if value.ndim == 0:
        return f"{float(value):.{DIGITS}g}"
    rows = np.atleast_2d(value)
    return "[" + "; ".join(" ".join(f"{each:.{DIGITS}g}" for each in row) for row in rows) + "]"
