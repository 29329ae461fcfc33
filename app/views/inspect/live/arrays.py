"""The arrays of one layer at one step that can be looked at, and what they are in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from app.views import figures
from app.views.widgets.matrix.forms import PIXELS
from core.inspection.statistics import Inspection
from core.network.arrays import Array
from core.network.parameters import unpack


@dataclass(frozen=True)
class ArrayKind:
    """letter: as the course writes it. field: of StepSnapshot. is_bias: the biases' part of it.

    words: what it is, with the layer's number; tip: without.
    """

    letter: str
    field: str
    is_bias: bool
    words: str
    tip: str


KINDS = (
    ArrayKind("dW", "gradient", False, "gradient of layer {}'s weights", "Gradient of the weights"),
    ArrayKind("db", "gradient", True, "gradient of layer {}'s biases", "Gradient of the biases"),
    ArrayKind(
        "W", "theta", False, "weights of layer {} before the step", "Weights before the step"
    ),
    ArrayKind(
        "ΔW", "update", False, "what the step added to {}", "What the step added to the weights"
    ),
)


@dataclass(frozen=True, eq=False)
class Shown:
    """values: (n, n_prev) or (n, 1). limit: where the colours end, as in the histogram of dW;
    None for what suits the values.

    caption: what it is; order: its shape, and what lies where.
    """

    name: str
    caption: str
    order: str
    values: Array
    limit: float | None


def shown(inspection: Inspection, layer: int, kind: ArrayKind) -> Shown:
    """The array of this kind of `layer`, which counts from 1."""
    step = inspection.step
    parts = unpack(getattr(step, kind.field), step.dimensions)[kind.is_bias]
    values = parts[layer - 1]
    n, columns = values.shape
    name = f"{kind.letter}{layer}"
    what = kind.words.format(figures.symbol(f"W{layer}") if kind.letter == "ΔW" else layer)
    if columns == PIXELS:
        unit = "hidden unit" if layer < len(inspection.layers) else "digit"
        order = f"one picture per {unit}"
    elif kind.is_bias:
        order = "one row per unit"
    else:
        order = "one row per unit, one column per input"
    return Shown(
        name,
        f"{figures.symbol(name)}, {what}",
        f"{n} × {columns}, {order}",
        values,
        inspection.layers[layer - 1].histogram.limit if kind.letter == "dW" else None,
    )
