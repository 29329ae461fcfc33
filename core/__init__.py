"""The mathematics of Digit Lab, in NumPy alone. Read it in the order of this table.

Each name is imported when it is first asked for, so that what needs no mathematics starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_NAMES_OF = {
    "core.network.activations": (
        "relu",
        "relu_backward",
        "sigmoid",
        "sigmoid_backward",
        "softmax",
        "softmax_backward",
        "tanh",
        "tanh_backward",
    ),
    "core.network.losses": ("compute_loss", "loss_backward", "one_hot"),
    "core.network.layers": ("layer_backward", "layer_forward"),
    "core.network.parameters": ("initialize_parameters",),
    "core.network.network": ("L_layer_backward", "L_layer_forward", "Network"),
    "core.network.course": ("L_layer_model", "update_parameters"),
    "core.network.recipe": ("Recipe",),
    "core.network.training": ("train",),
    "core.network.evaluation": ("evaluate",),
}
_MODULE_OF = {name: module for module, names in _NAMES_OF.items() for name in names}

__all__ = list(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
