"""The thirteen functions of the course, in its order, and what each may call of the others."""

from __future__ import annotations

FUNCTIONS = (
    "sigmoid",
    "relu",
    "softmax",
    "initialize_parameters",
    "layer_forward",
    "L_layer_forward",
    "compute_loss",
    "sigmoid_backward",
    "relu_backward",
    "layer_backward",
    "L_layer_backward",
    "update_parameters",
    "L_layer_model",
)

ACTIVATIONS = ("sigmoid", "relu", "softmax")

_SLOPES = ("sigmoid", "sigmoid_backward", "relu_backward")

# Those whose faults show in the one that calls them.
CALLS: dict[str, tuple[str, ...]] = {
    "sigmoid_backward": ("sigmoid",),
    "layer_forward": ("sigmoid", "relu"),
    "L_layer_forward": ("sigmoid", "relu", "softmax", "layer_forward"),
    "layer_backward": _SLOPES,
    "L_layer_backward": (*_SLOPES, "softmax", "layer_backward"),
    "L_layer_model": tuple(name for name in FUNCTIONS if name != "L_layer_model"),
}
