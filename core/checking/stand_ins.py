"""Our functions in a learner's namespace, where the learner's are missing or not to be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from core.network import activations, course, layers, losses, network, parameters
from core.network.arrays import Array


def _linear_forward(H_prev: Array, W: Array, b: Array) -> tuple[Array, layers.LinearMemory]:
    return W @ H_prev + b, (H_prev, W, b)


OURS: dict[str, Any] = {
    "sigmoid": activations.sigmoid,
    "relu": activations.relu,
    "softmax": activations.softmax,
    "tanh": activations.tanh,
    "initialize_parameters": parameters.initialize_parameters,
    "linear_forward": _linear_forward,
    "layer_forward": layers.layer_forward,
    "L_layer_forward": network.L_layer_forward,
    "compute_loss": losses.compute_loss,
    "sigmoid_backward": activations.sigmoid_backward,
    "relu_backward": activations.relu_backward,
    "tanh_backward": activations.tanh_backward,
    "linear_backward": layers.linear_backward,
    "layer_backward": layers.layer_backward,
    "L_layer_backward": network.L_layer_backward,
    "update_parameters": course.update_parameters,
    "L_layer_model": course.L_layer_model,
}


class StandIn:
    """Our function `name`. used: how often it was called. bare: it returns H alone, as some write
    sigmoid(Z). turned: it gets and gives back transposed arrays."""

    def __init__(self, name: str, bare: bool = False, turned: bool = False) -> None:
        self.name = name
        self.used = 0
        self.turned = turned
        self._bare = bare
        self._function = OURS[name]

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.used += 1
        if self.turned:
            arguments, named = _transposed(arguments), _transposed(named)
        with np.errstate(all="ignore"):
            value = self._function(*arguments, **named)
        value = _transposed(value) if self.turned else value
        return value[0] if self._bare else value


def _transposed(value: Any) -> Any:
    """Every array within it; flat ones stand upright."""
    match value:
        case np.ndarray():
            return value.reshape(-1, 1) if value.ndim == 1 else value.T
        case dict():
            return {key: _transposed(each) for key, each in value.items()}
        case tuple():
            return tuple(map(_transposed, value))
        case list():
            return list(map(_transposed, value))
    return value


class FixedParameters:
    """In place of initialize_parameters: returns copies of these parameters, or those of the widths
    that it is asked for, where these are others."""

    def __init__(self, parameters: dict[str, Array]) -> None:
        self.used = 0
        self._parameters = parameters

    def __call__(self, *arguments: Any, **named: Any) -> dict[str, Array]:
        self.used += 1
        asked = _widths((*arguments, *named.values()))
        if len(asked) > 1 and asked != self._own_widths():
            return parameters.initialize_parameters(asked)
        return {name: array.copy() for name, array in self._parameters.items()}

    def _own_widths(self) -> list[int]:
        sizes = [each.size for name, each in self._parameters.items() if name.startswith("b")]
        return [self._parameters["W1"].size // sizes[0], *sizes]


def _widths(arguments: tuple[Any, ...]) -> list[int]:
    """The first list of whole numbers among arguments, or those of them that are whole; [] when
    there are none."""
    for each in arguments:
        if isinstance(each, (list, tuple, np.ndarray)) and len(whole := _whole(each)) == len(each):
            return whole
    return _whole(arguments)


def _whole(values: Any) -> list[int]:
    return [int(each) for each in values if isinstance(each, (int, np.integer))]


@contextmanager
def substitute(namespace: dict[str, Any], substitutes: dict[str, Any]) -> Iterator[None]:
    """Within it, these names of the learner's file mean the substitutes."""
    missing = object()
    before = {name: namespace.get(name, missing) for name in substitutes}
    namespace.update(substitutes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is missing:
                namespace.pop(name, None)
            else:
                namespace[name] = value
