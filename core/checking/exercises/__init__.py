"""The thirteen functions, each taken apart into steps with the mistakes that are made in them, and
the two halves of a layer that some courses have in their place.

initialize_parameters is not among EXERCISES: it has rules of its own.
"""

from __future__ import annotations

from core.checking.anatomy import Exercise
from core.checking.exercises import (
    activations_backward,
    activations_forward,
    descent,
    layer_backward,
    layer_forward,
    linear,
    loss,
    network_backward,
    network_forward,
    update,
)

EXERCISES: dict[str, Exercise] = {
    each.name: each
    for each in (
        activations_forward.SIGMOID,
        activations_forward.RELU,
        activations_forward.SOFTMAX,
        layer_forward.LAYER_FORWARD,
        network_forward.L_LAYER_FORWARD,
        loss.COMPUTE_LOSS,
        activations_backward.SIGMOID_BACKWARD,
        activations_backward.RELU_BACKWARD,
        layer_backward.LAYER_BACKWARD,
        network_backward.L_LAYER_BACKWARD,
        update.UPDATE_PARAMETERS,
        descent.L_LAYER_MODEL,
        linear.LINEAR_FORWARD,
        linear.LINEAR_BACKWARD,
    )
}


def page_of(name: str) -> str:
    """The id of the help page on a function of the course."""
    return EXERCISES[name].page if name in EXERCISES else "network"
