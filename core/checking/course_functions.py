"""The thirteen functions of the course, in its order, what each may call of the others, and what
other courses call them."""

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

# One layer without its activation: other courses have a function for that.
HALVES = {"layer_forward": "linear_forward", "layer_backward": "linear_backward"}
# In the order in which they are judged: who calls comes after who is called.
JUDGED = tuple(name for whole in FUNCTIONS for name in (HALVES.get(whole), whole) if name)

OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "initialize_parameters": ("initialize_parameters_deep",),
    "layer_forward": ("linear_activation_forward",),
    "L_layer_forward": ("L_model_forward",),
    "compute_loss": ("compute_cost",),
    "layer_backward": ("linear_activation_backward",),
    "L_layer_backward": ("L_model_backward",),
}
ALL_NAMES = (*JUDGED, *(name for names in OTHER_NAMES.values() for name in names))

ACTIVATIONS = ("sigmoid", "relu", "softmax")

_SLOPES = ("sigmoid", "sigmoid_backward", "relu_backward")

# Those whose faults show in the one that calls them.
CALLS: dict[str, tuple[str, ...]] = {
    "sigmoid_backward": ("sigmoid",),
    "layer_forward": ("sigmoid", "relu", "linear_forward"),
    "L_layer_forward": ("sigmoid", "relu", "softmax", "linear_forward", "layer_forward"),
    "layer_backward": (*_SLOPES, "linear_backward"),
    "L_layer_backward": (*_SLOPES, "softmax", "linear_backward", "layer_backward"),
    "L_layer_model": tuple(name for name in JUDGED if name != "L_layer_model"),
}
