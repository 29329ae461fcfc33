"""The mathematics of Digit Lab, in NumPy alone. Read it in the order of these imports."""

from core.activations import (
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from core.course import L_layer_model, update_parameters
from core.evaluation import evaluate
from core.layers import layer_backward, layer_forward
from core.losses import compute_loss, loss_backward, one_hot
from core.network import L_layer_backward, L_layer_forward, Network
from core.parameters import initialize_parameters
from core.recipe import Recipe
from core.training import train

__all__ = [
    "L_layer_backward",
    "L_layer_forward",
    "L_layer_model",
    "Network",
    "Recipe",
    "compute_loss",
    "evaluate",
    "initialize_parameters",
    "layer_backward",
    "layer_forward",
    "loss_backward",
    "one_hot",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "tanh",
    "tanh_backward",
    "train",
    "update_parameters",
]
