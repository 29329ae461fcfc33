"""What is true of a network, found by running it: the answers of the quiz."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.network.activations import ACTIVATIONS, relu_backward, sigmoid, sigmoid_backward
from core.network.arrays import Array
from core.network.layers import LayerMemory
from core.network.losses import compute_loss, one_hot
from core.network.network import L_layer_backward, L_layer_forward, Network
from core.network.snapshots import Snapshot

Facts = dict[str, Any]


@dataclass(frozen=True, eq=False)
class _Given:
    """What questions leave open: how many examples go through, which layer is asked about, and the
    arrays (1, 3) that relu_backward is given."""

    examples: int
    layer: int
    relu_dH: Array
    relu_Z: Array


def facts_of(snapshot: Snapshot, seed: int = 0) -> Facts:
    """Numbers, shapes and words, by name, of this network with some examples run through it.

    seed: the examples, the layer that is asked about and the numbers of ReLU's question are drawn
    from it; 0 gives those of the first time. chain: “784 → 128 → 10”. layer: 2 or a later one, or
    1 where there is no other; before: the one before it. Shapes are tuples of whole numbers;
    formulas and memories are words, each found by comparing arrays with what the words say.
    """
    given = _given(len(snapshot.dimensions) - 1, seed)
    X = np.random.default_rng(0).random((snapshot.dimensions[0], given.examples), np.float32)
    labels = np.arange(given.examples) % snapshot.dimensions[-1]
    Y = one_hot(labels, snapshot.dimensions[-1], np.float32)
    parameters = Network.from_snapshot(snapshot).parameters
    HL, memories = L_layer_forward(X, parameters, snapshot.activation)
    gradients = L_layer_backward(HL, Y, memories, snapshot.activation)
    last, layer = len(memories), given.layer
    (H_prev, W, b), Z = memories[layer - 1]
    return {
        "chain": " → ".join(map(str, snapshot.dimensions)),
        "name": snapshot.name or "the network in use",
        "seed": seed,
        "m": given.examples,
        "depth": last,
        "inputs": X.shape[0],
        "outputs": HL.shape[0],
        "last_width": memories[-1][0][0].shape[0],
        "parameters": sum(each.size for each in parameters.values()),
        "layer": layer,
        "before": layer - 1,
        "units": W.shape[0],
        "shape_W": W.shape,
        "shape_b": b.shape,
        "shape_Z": Z.shape,
        "shape_H_prev": H_prev.shape,
        "shape_X": X.shape,
        "shape_Y": Y.shape,
        "shape_dW": gradients[f"dW{layer}"].shape,
        "shape_db": gradients[f"db{layer}"].shape,
        "shape_dH_prev": gradients[f"dH{layer - 1}"].shape,
        "hidden_activation": snapshot.activation,
        "output_activation": _activation_between(memories[-1][1], HL),
        "column_sum": float(HL.sum(axis=0, dtype=np.float64).mean()),
        "memory": _memory_in_words(memories[layer - 1], gradients[f"dW{layer}"]),
        "sigmoid_memory": _memory_of_sigmoid(),
        "guessing_loss": float(compute_loss(np.full_like(Y, 1 / len(Y)), Y)),
        "relu_dH": tuple(given.relu_dH.ravel().tolist()),
        "relu_Z": tuple(given.relu_Z.ravel().tolist()),
        "mask": tuple(relu_backward(given.relu_dH, given.relu_Z).ravel().tolist()),
        "steepest": float(sigmoid_backward(np.ones((1, 1)), np.zeros((1, 1))).item()),
        **_formulas(HL, Y, memories[-1], gradients[f"dW{last}"], gradients[f"dH{last - 1}"]),
    }


def _given(depth: int, seed: int) -> _Given:
    """depth: how many layers there are. ReLU's Z has a negative number, a positive one and 0."""
    if not seed:
        return _Given(5, min(2, depth), np.array([[5.0, -3.0, 4.0]]), np.array([[-1.0, 2.0, 0.0]]))
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 10, 5).astype(np.float64)
    return _Given(
        examples=int(rng.integers(3, 10)),
        layer=int(rng.integers(min(2, depth), depth + 1)),
        relu_dH=(sizes[:3] * rng.choice([-1, 1], 3))[None],
        relu_Z=rng.permutation([-sizes[3], sizes[4], 0])[None],
    )


def _activation_between(Z: Array, H: Array) -> str:
    """Which activation turns Z into H."""
    fitting = (name for name, each in ACTIVATIONS.items() if np.allclose(each.forward(Z)[0], H))
    return next(fitting, "none of these")


def _memory_in_words(memory: LayerMemory, dW: Array) -> str:
    """“((H_prev, W, b), Z)”, every part known by the array that it is."""
    (H_prev, W, b), _ = memory
    known = {"H_prev": H_prev, "W": W, "b": b, "dW": dW}

    def words(part: Any) -> str:
        if isinstance(part, tuple):
            return f"({', '.join(map(words, part))})"
        names = [name for name, array in known.items() if array is part]
        is_Z = not names and np.allclose(part, W @ H_prev + b, rtol=1e-4, atol=1e-4)
        return "Z" if is_Z else names[0]

    return words(memory)


def _memory_of_sigmoid() -> str:
    Z = np.linspace(-2, 2, 5)
    H, memory = sigmoid(Z)
    return "Z" if np.array_equal(memory, Z) else "H" if np.array_equal(memory, H) else "dZ"


def _formulas(HL: Array, Y: Array, memory: LayerMemory, dW: Array, dH_prev: Array) -> Facts:
    """What the last layer's backward computes, as formulas that give just these arrays."""
    (H_prev, W, _), _ = memory
    m = HL.shape[1]
    errors = {"HL − Y": HL - Y, "Y − HL": Y - HL, "(HL − Y) / m": (HL - Y) / m}
    found = _nearest(dH_prev, {words: W.T @ dZ for words, dZ in errors.items()})
    dZ = errors[found]
    return {
        "output_formula": found,
        "dW_formula": _nearest(
            dW, {"dZ·H_prevᵀ": dZ @ H_prev.T, "dZ·H_prevᵀ / m": dZ @ H_prev.T / m}
        ),
        "dH_prev_formula": _nearest(dH_prev, {"Wᵀ·dZ / m": W.T @ dZ / m, "Wᵀ·dZ": W.T @ dZ}),
    }


def _nearest(array: Array, candidates: dict[str, Array]) -> str:
    """The words of the candidate that is nearest to the array."""
    return min(candidates, key=lambda words: float(np.abs(array - candidates[words]).max()))
