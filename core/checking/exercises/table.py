"""The exercises by the names of their functions; initialize_parameters has rules of its own."""

from __future__ import annotations

from core.checking.anatomy import Exercise
from core.checking.exercises import descent, elementwise, layer, loss, network

EXERCISES: dict[str, Exercise] = {
    each.name: each
    for each in (
        elementwise.SIGMOID,
        elementwise.RELU,
        elementwise.SOFTMAX,
        layer.LAYER_FORWARD,
        network.L_LAYER_FORWARD,
        loss.COMPUTE_LOSS,
        elementwise.SIGMOID_BACKWARD,
        elementwise.RELU_BACKWARD,
        layer.LAYER_BACKWARD,
        network.L_LAYER_BACKWARD,
        descent.UPDATE_PARAMETERS,
        descent.L_LAYER_MODEL,
    )
}
