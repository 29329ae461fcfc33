"""Small networks with biases, walks through them, and central differences the plain, slow way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.inspection.walk import Walk, walk
from core.network.activations import activation_named
from core.network.losses import compute_loss
from core.network.network import L_layer_forward, Network

HIDDEN = ["relu", "sigmoid", "tanh"]
# By depth, 2 to 5 layers.
WIDTHS = {2: (6, 5, 4), 3: (6, 5, 4, 3), 4: (5, 4, 4, 3, 3), 5: (4, 5, 3, 4, 3, 3)}
DEFAULT = (784, 128, 64, 10)
STEP = 1e-5


def network(widths, activation, seed=0) -> Network:
    rng = np.random.default_rng(seed)
    made = Network(widths, activation, "xavier", rng=rng)
    for b in made.biases:
        b[...] = 0.3 * rng.standard_normal(b.shape)
    return made


def small_walk(depth=3, activation="tanh", m=4, seed=0) -> Walk:
    widths = WIDTHS[depth]
    rng = np.random.default_rng([seed, 1])
    X = rng.standard_normal((widths[0], m))
    return walk(network(widths, activation, seed).snapshot(), X, rng.integers(0, widths[-1], m))


def gradients(of: Walk) -> list[str]:
    return [stop.name for stop in of.stops if not stop.is_forward]


def parameters(of: Walk) -> dict[str, np.ndarray]:
    return {
        f"{letter}{layer}": of[f"{letter}{layer}"].copy()
        for layer in range(1, of.depth + 1)
        for letter in "Wb"
    }


def naive_difference(of: Walk, name: str, index: tuple[int, int]) -> float:
    """Nudge one number, go on to the loss through whole layers, twice."""
    changed = name[1:]
    return (loss_with(of, changed, index, STEP) - loss_with(of, changed, index, -STEP)) / (2 * STEP)


def loss_with(of: Walk, name: str, index: tuple[int, int], nudge: float) -> float:
    """The mean loss for W and b, else that of the example alone, with one number moved."""
    theta = parameters(of)
    value = of[name].copy()
    value[index] += nudge
    if name[0] in "Wb":
        HL, _ = L_layer_forward(of["X"], theta | {name: value}, of.activation)
        return float(compute_loss(HL, of["Y"]))
    layer = 0 if name == "X" else int(name[1:])
    H = value
    if name[0] == "Z":
        H, _ = activation_named(of.activation_of(layer)).forward(value)
    later = {
        f"{letter}{new}": theta[f"{letter}{layer + new}"]
        for new in range(1, of.depth - layer + 1)
        for letter in "Wb"
    }
    HL = L_layer_forward(H, later, of.activation)[0] if later else H
    column = slice(index[1], index[1] + 1)
    return float(compute_loss(HL[:, column], of["Y"][:, column]))


def rng():
    return np.random.default_rng(1)


def default_walk(activation="relu", m=1) -> Walk:
    snapshot = Network(DEFAULT, activation, rng=rng()).snapshot()
    return walk(snapshot, rng().random((784, m)), np.arange(m) % 10)


def with_array(of: Walk, name: str, change) -> Walk:
    array = of[name].copy()
    change(array)
    return replace(of, arrays={**of.arrays, name: array})
