"""How the loss changes when one unit takes another value, for many units and values at once.

A nudge is one number of a walk, set to another value. It needs no pass from X: one H that moves by
δ adds δ times a column of the next W to the next Z. Only the layers after that are run, for all
nudges side by side as columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.inspection.walk import Walk, losses
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.layers import layer_forward

BLOCK = 256  # nudges that go through the layers together; wider layers then stay in the cache


@dataclass(frozen=True, eq=False)
class Nudges:
    """p single numbers, each at two values; all vectors (p,).

    layer: the numbers are H[units, examples] of this layer (X for 0), but Z of the last layer.
    above, below: the two values. at_kink: whether a ReLU's kink lies between them.
    """

    layer: int
    units: NDArray[np.intp]
    examples: NDArray[np.intp]
    above: Array
    below: Array
    at_kink: NDArray[np.bool_]


def of_Z(
    walk: Walk, layer: int, units: NDArray[np.intp], examples: NDArray[np.intp], move: Array
) -> Nudges:
    """Nudges of Z[units, examples] of a layer by `move` (p,), up and down."""
    Z = walk[f"Z{layer}"][units, examples]
    above, below = Z + move, Z - move
    if layer == walk.depth:
        return Nudges(layer, units, examples, above, below, np.zeros(len(Z), np.bool_))
    crossed = (above > 0) != (below > 0) if walk.activation == "relu" else np.zeros(len(Z), bool)
    forward = activation_named(walk.activation).forward
    return Nudges(layer, units, examples, forward(above)[0], forward(below)[0], crossed)


def of_H(
    walk: Walk, layer: int, units: NDArray[np.intp], examples: NDArray[np.intp], move: float
) -> Nudges:
    """Nudges of H[units, examples] of a hidden layer, or X for layer 0, by `move`, up and down."""
    H = walk[walk.input_of(layer + 1)][units, examples]
    return Nudges(layer, units, examples, H + move, H - move, np.zeros(len(H), np.bool_))


def loss_changes(walk: Walk, nudges: Nudges) -> tuple[Array, NDArray[np.bool_]]:
    """(change, at_kink), both (p,): the example's loss above less its loss below.

    at_kink adds the kinks of later layers to those of the nudges.
    """
    changes = np.zeros(len(nudges.units))
    at_kink = nudges.at_kink.copy()
    # Where H does not move, behind an unlit pixel or a ReLU that is off, neither does the loss.
    moving = np.flatnonzero(nudges.above != nudges.below)
    for start in range(0, len(moving), BLOCK):
        block = moving[start : start + BLOCK]
        # Filled up with repetitions to a power of two: core.network.activations keeps an array of
        # zeros for each shape it meets, and so it meets few.
        block = np.resize(block, 1 << (len(block) - 1).bit_length())
        change, crossed = _pass(walk, nudges, block)
        changes[block] = change
        at_kink[block] |= crossed
    return changes, at_kink


def _pass(walk: Walk, nudges: Nudges, block: NDArray[np.intp]) -> tuple[Array, NDArray[np.bool_]]:
    half = len(block)
    units, examples = np.tile(nudges.units[block], 2), np.tile(nudges.examples[block], 2)
    values = np.concatenate([nudges.above[block], nudges.below[block]])
    crossed = np.zeros(half, np.bool_)
    layer, Z = _first_Z(walk, nudges.layer, units, examples, values)
    H, _ = activation_named(walk.activation_of(layer)).forward(Z)
    while layer < walk.depth:
        if walk.activation == "relu":
            on = Z > 0
            crossed |= (on[:, :half] != on[:, half:]).any(axis=0)
        layer += 1
        W, b = walk[f"W{layer}"], walk[f"b{layer}"]
        H, (_, Z) = layer_forward(H, W, b, walk.activation_of(layer))
    loss = losses(H, walk["Y"][:, examples])[0]
    return loss[:half] - loss[half:], crossed


def _first_Z(
    walk: Walk, layer: int, units: Array, examples: Array, values: Array
) -> tuple[int, Array]:
    """(layer, Z): the first Z that moves as a whole column, a column each value."""
    if layer == walk.depth:
        Z = walk[f"Z{layer}"][:, examples]
        Z[units, np.arange(len(units))] = values
        return layer, Z
    δ = values - walk[walk.input_of(layer + 1)][units, examples]
    Z = walk[f"W{layer + 1}"].T[units]
    Z *= δ[:, None]
    Z += walk[f"Z{layer + 1}"].T[examples]
    return layer + 1, Z.T
