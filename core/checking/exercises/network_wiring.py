"""How L_layer_backward's gradients go wrong: one layer's formula, or how the layers are wired."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.checking.anatomy import Slip, variants
from core.checking.exercises.formulas import relu


def gradients_of(c: Any, dZs: Any, share: float) -> dict[str, Any]:
    gradients = {}
    for layer, dZ in enumerate(dZs, start=1):
        H_prev = c.X if layer == 1 else relu(c.Zs[layer - 2])
        gradients[f"dW{layer}"] = share * (dZ @ H_prev.T)
        gradients[f"db{layer}"] = share * np.sum(dZ, axis=1, keepdims=True)
    return gradients


def _changed(c: Any, dZs: Any, *, layers: str, name: str, change: Any) -> dict[str, Any]:
    """The gradients, those called `name` of some layers changed. layers: "last", "hidden", "all".
    change: from (dZ, H_prev, m) to the gradient."""
    gradients = gradients_of(c, dZs, 1 / c.m)
    chosen = {
        "last": (c.depth,),
        "hidden": range(1, c.depth),
        "all": range(1, c.depth + 1),
    }[layers]
    for layer in chosen:
        H_prev = c.X if layer == 1 else relu(c.Zs[layer - 2])
        gradients[f"{name}{layer}"] = change(dZs[layer - 1], H_prev, c.m)
    return gradients


# (id, title, sentence, hint, which gradient, what it is instead)
_SLIPS_OF_LAYERS: tuple[tuple[str, str, str, str, str, Any], ...] = (
    (
        "db-axis",
        "Summed over the wrong axis",
        "db is summed down the columns; the examples are the columns.",
        "db = np.sum(dZ, axis=1, keepdims=True) / m.",
        "db",
        lambda dZ, H_prev, m: np.sum(dZ, axis=0, keepdims=True) / m,
    ),
    (
        "db-keepdims",
        "keepdims is missing",
        "db has the shape (n,); it should be (n, 1).",
        "db = np.sum(dZ, axis=1, keepdims=True) / m.",
        "db",
        lambda dZ, H_prev, m: np.sum(dZ, axis=1) / m,
    ),
    (
        "db-all",
        "Summed over everything",
        "db is one number for the whole layer.",
        "db = np.sum(dZ, axis=1, keepdims=True) / m.",
        "db",
        lambda dZ, H_prev, m: np.sum(dZ) / m,
    ),
    (
        "db-is-dW",
        "dW where db belongs",
        "db holds dW.",
        "Keep each gradient under its own name.",
        "db",
        lambda dZ, H_prev, m: dZ @ H_prev.T / m,
    ),
    (
        "missing-1/m",
        "The 1/m is missing",
        "db is a sum over the examples; it should be a mean.",
        "Divide by m, the number of examples.",
        "db",
        lambda dZ, H_prev, m: np.sum(dZ, axis=1, keepdims=True),
    ),
    (
        "missing-1/m",
        "The 1/m is missing",
        "dW is a sum over the examples; it should be a mean.",
        "Divide by m, the number of examples.",
        "dW",
        lambda dZ, H_prev, m: dZ @ H_prev.T,
    ),
    (
        "1/n-for-1/m",
        "Divided by the wrong length",
        "db is divided by the number of units; m is the number of columns.",
        "m = HL.shape[1].",
        "db",
        lambda dZ, H_prev, m: np.sum(dZ, axis=1, keepdims=True) / len(dZ),
    ),
    (
        "1/n-for-1/m",
        "Divided by the wrong length",
        "dW is divided by the number of units; m is the number of columns.",
        "m = HL.shape[1].",
        "dW",
        lambda dZ, H_prev, m: dZ @ H_prev.T / len(dZ),
    ),
    (
        "product-reversed",
        "The product is the wrong way round",
        "dW = H_prevᵀ·dZ.",
        "dW = dZ·H_prevᵀ / m.",
        "dW",
        lambda dZ, H_prev, m: H_prev.T @ dZ / m,
    ),
    (
        "product-transposed",
        "The product is transposed",
        "dW = H_prev·dZᵀ.",
        "dW = dZ·H_prevᵀ / m.",
        "dW",
        lambda dZ, H_prev, m: H_prev @ dZ.T / m,
    ),
    (
        "H-for-H_prev",
        "The wrong input",
        "dW is not made with the layer's own input H_prev.",
        "dW = dZ·H_prevᵀ / m, with H_prev from the layer's memory.",
        "dW",
        lambda dZ, H_prev, m: dZ @ dZ.T / m,
    ),
)


def _of_some_layers() -> list[Slip]:
    """The slips of dW and db, made in the output layer, in the hidden ones, or in all."""
    where = {"last": "In the output layer ", "hidden": "In the hidden layers ", "all": ""}
    return [
        Slip(
            id,
            title,
            place + sentence if place else sentence,
            hint,
            partial(_changed, layers=layers, name=name, change=change),
            array=name,
        )
        for id, title, sentence, hint, name, change in _SLIPS_OF_LAYERS
        for layers, place in where.items()
    ]


def _wired(
    c: Any,
    dZs: Any,
    memory: Callable[[int], int] = lambda layer: layer,
    *,
    first_dH: Any = None,
    same_dH: bool = False,
    mixed_up: bool = False,
) -> dict[str, Any]:
    """The gradients where the hidden layers are wired otherwise.

    memory: the layer whose memory a layer goes back with. first_dH: what the last hidden layer
    gets; the right one unless given. same_dH: all hidden layers get that. mixed_up: dW and dH_prev
    change places.
    """
    gradients = gradients_of(c, dZs, 1 / c.m)
    dH = c.parameters[f"W{c.depth}"].T @ dZs[-1] if first_dH is None else first_dH
    first = dH
    for layer in range(c.depth - 1, 0, -1):
        k = memory(layer)
        H_prev = c.X if k == 1 else relu(c.Zs[k - 2])
        dZ = (first if same_dH else dH) * (c.Zs[k - 1] > 0)
        dW, dH = dZ @ H_prev.T / c.m, c.parameters[f"W{k}"].T @ dZ
        if mixed_up:
            dW, dH = dH, dW
        gradients[f"dW{layer}"] = dW
        gradients[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / c.m
    return gradients


def _renamed(c: Any, dZs: Any) -> dict[str, Any]:
    right = gradients_of(c, dZs, 1 / c.m)
    return {f"{name[:2]}{c.depth + 1 - int(name[2:])}": array for name, array in right.items()}


SLIPS_OF_WIRING = (
    *_of_some_layers(),
    *variants(
        "other-memory",
        "Another layer's memory",
        "Layer l goes back with its own memory: memories[l - 1] belongs to layer l.",
        (
            "Every hidden layer goes back with the last layer's memory.",
            lambda c, dZs: _wired(c, dZs, lambda layer: c.depth),
        ),
        (
            "Every hidden layer goes back with the memory of the layer after it.",
            lambda c, dZs: _wired(c, dZs, lambda layer: layer + 1),
        ),
        (
            "Every hidden layer goes back with the first layer's memory.",
            lambda c, dZs: _wired(c, dZs, lambda layer: 1),
        ),
        (
            "Every hidden layer goes back with the memory of the layer before it.",
            lambda c, dZs: _wired(c, dZs, lambda layer: layer - 1 or c.depth),
        ),
        (
            "The hidden layers' memories are taken from the first to the last.",
            lambda c, dZs: _wired(c, dZs, lambda layer: c.depth - layer),
        ),
    ),
    *variants(
        "dH-not-handed-on",
        "dH is not handed on",
        "What a layer gives as dH_prev is the dH of the layer before it.",
        (
            "Every hidden layer gets the same dH, that of the last hidden layer.",
            lambda c, dZs: _wired(c, dZs, same_dH=True),
        ),
        (
            "Every hidden layer gets dZ of the output in place of dH.",
            lambda c, dZs: _wired(c, dZs, first_dH=dZs[-1], same_dH=True),
        ),
        (
            "The last hidden layer gets dZ of the output; it should get Wᵀ·dZ.",
            lambda c, dZs: _wired(c, dZs, first_dH=dZs[-1]),
        ),
    ),
    Slip(
        "layer-values-reordered",
        "The values of layer_backward are mixed up",
        "It gives (dH_prev, dW, db); dH_prev is taken for dW, and dW for dH_prev.",
        "dH_prev, dW, db = layer_backward(...)",
        lambda c, dZs: _wired(c, dZs, mixed_up=True),
    ),
    Slip(
        "layers-reversed",
        "The layers are in reverse order",
        "dW1 holds the last layer's gradient.",
        "Count the layers down on the way back: dWl belongs to Wl.",
        lambda c, dZs: _renamed(c, dZs),
    ),
)
