"""Our functions in a learner's namespace, where the learner's are missing or not to be trusted."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
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
    """Within it, these names of the learner's file mean the substitutes: where they are called, in
    its classes, and in the dictionaries, lists and tuples that hold what they meant."""
    if not substitutes:
        yield
        return
    before = [
        (namespace, name, namespace.get(name, _MISSING), value)
        for name, value in substitutes.items()
    ]
    new = {id(old): value for _, _, old, value in before if callable(old)}
    undo: list[Callable[[], object]] = []
    for holder in list(namespace.values()):
        if isinstance(holder, type) and holder.__module__ == namespace.get("__name__"):
            for name in substitutes.keys() & vars(holder).keys():
                undo.append(partial(setattr, holder, name, vars(holder)[name]))
                setattr(holder, name, substitutes[name])
        elif isinstance(holder, (dict, list)) and holder is not namespace:
            entries = holder.items() if isinstance(holder, dict) else enumerate(holder)
            for key, value in list(entries):
                if (other := _exchanged(value, new)) is not value:
                    undo.append(partial(holder.__setitem__, key, value))
                    holder[key] = other
    namespace.update(substitutes)
    try:
        yield
    finally:
        for each in undo:
            each()
        for _, name, old, _ in before:
            if old is _MISSING:
                namespace.pop(name, None)
            else:
                namespace[name] = old


_MISSING = object()


def _exchanged(value: Any, new: dict[int, Any]) -> Any:
    """What a value is with other functions in it; the same object where it has none of them."""
    if isinstance(value, tuple):
        parts = tuple(new.get(id(each), each) for each in value)
        return value if all(map(operator.is_, parts, value)) else parts
    return new.get(id(value), value)
