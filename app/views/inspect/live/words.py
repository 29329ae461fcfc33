"""What the live pane says of a step and of each of its layers: the line at the top, the headings of
the rows, how each figure is written. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from app.look import figures
from core.inspection.statistics import LayerStatistics
from core.network.snapshots import StepSnapshot

# What an activation does when it no longer learns; softmax, which always does, has no word.
IDLE = {
    "relu": ("dead", "Units of ReLU that are 0 for every digit of the batch: they learn nothing."),
    "sigmoid": (
        "saturated",
        "Activations below 0.01 or above 0.99: sigmoid is flat there,\n"
        "so hardly any gradient passes.",
    ),
    "tanh": (
        "saturated",
        "Activations beyond ±0.98: tanh is flat there,\nso hardly any gradient passes.",
    ),
}


def step_in_words(step: StepSnapshot, *, is_held: bool, newest: int, ended: int | None) -> str:
    """“Step 640  ·  epoch 2  ·  loss 0.21  ·  …”.

    newest: the last step that was seen. ended: the last of a run that is over, None while it goes
    on.
    """
    number = figures.count(step.step)
    words = [
        f"Held at step {number}" if is_held else f"Step {number}",
        f"epoch {figures.count(step.epoch)}",
        f"loss {figures.figure(step.loss)}",
        f"batch of {figures.count(step.examples)}",
        f"rate {figures.scientific(step.learning_rate)}",
    ]
    if is_held and newest != step.step:
        words.append(f"training is at step {figures.count(newest)}")
    elif ended is not None:
        later = f" at step {figures.count(ended)}" if ended > step.step else ""
        words.append(f"the run has ended{later}")
    return "  ·  ".join(words)


@dataclass(frozen=True)
class Column:
    """heading, meaning: for users. widest: the longest text that must fit. write: makes the cell's
    text."""

    heading: str
    meaning: str
    widest: str
    write: Callable[[LayerStatistics], str]


def columns(activation: str) -> tuple[Column, ...]:
    """The columns for a network with this activation in its hidden layers."""
    word, meaning = IDLE.get(activation, IDLE["relu"])
    return (
        Column(
            "‖dW‖",
            "Length of dW: the root of the sum of the squares of all its entries.\n"
            "Near 0, the layer hardly learns; ever larger, the steps are too large.",
            "0.00123",
            lambda layer: figures.scientific(layer.dW_norm),
        ),
        Column(
            "‖db‖",
            "Length of db, the gradient of the layer's biases.",
            "0.00123",
            lambda layer: figures.scientific(layer.db_norm),
        ),
        Column(
            "mean dW",
            "Mean of all entries of dW. Near 0: as many weights shall grow as shrink.",
            "−1.23e−10",
            lambda layer: figures.with_sign(layer.mean),
        ),
        Column(
            "std dW",
            "Standard deviation of the entries of dW: how large a typical one is.",
            "0.00123",
            lambda layer: figures.scientific(layer.std),
        ),
        Column(
            "max |dW|",
            "The largest entry of dW, whichever its sign.",
            "0.00123",
            lambda layer: figures.scientific(layer.largest),
        ),
        Column(
            "zeros",
            "Share of entries of dW that are exactly 0: this batch says nothing about them,\n"
            "because a pixel was black, or a unit 0, in all its digits.",
            "100.0 %",
            lambda layer: figures.percent(layer.zeros),
        ),
        Column(
            word,
            meaning,
            "100.0 %",
            lambda layer: "–" if layer.idle is None else figures.percent(layer.idle),
        ),
        Column(
            "‖ΔW‖/‖W‖",
            "How much this step changed the weights, as a share of their length.\n"
            "About 0.001 is usual; far less is slow, far more is restless.",
            "0.00123",
            lambda layer: _ratio(layer.update_ratio),
        ),
    )


PICTURE = Column(
    "dW around 0",
    "How many entries of dW have which size: negative left, 0 in the middle, positive right.\n"
    "Bars grow with the logarithm of the number. Exact zeros are left out; the numbers at the\n"
    "edges, where they have room, count what lies further out.",
    "",
    lambda layer: "",
)


def _ratio(value: float) -> str:
    """As figures.scientific, and “∞” for the change of weights that were all 0."""
    return "∞" if value == math.inf else figures.scientific(value)


def short_count(count: int) -> str:
    """A count in at most four characters: “188”, “1.2k”, “34k”."""
    if count < 1000:
        return str(count)
    thousands = count / 1000
    return f"{thousands:.1f}k" if thousands < 9.95 else f"{thousands:.0f}k"


def layer_title(layer: LayerStatistics) -> str:
    """A layer's name: “1 · 784 → 128 · ReLU”."""
    n, n_prev = layer.shape
    return f"{layer.layer} · {n_prev} → {n} · {activation_name(layer.activation)}"


def activation_name(activation: str) -> str:
    return {"relu": "ReLU"}.get(activation, activation)


def layer_sentence(layer: LayerStatistics, of: int) -> str:
    """A row in words, for a screen reader. of: how many layers there are."""
    n, n_prev = layer.shape
    cells = (
        f"{each.heading} {each.write(layer)}"
        for each in columns(layer.activation)
        if each.write(layer) != "–"
    )
    return (
        f"Layer {layer.layer} of {of}, {n_prev} to {n}, {activation_name(layer.activation)}: "
        + ", ".join(cells)
    )
