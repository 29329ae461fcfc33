"""A training run by a learner's functions. In the child process; the parent sends the batches.

Where the file has only some of the functions, ours of the same level call them: a file with
layer_backward alone still trains, through our L_layer_backward written out as a course would.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.checking.stand_ins import OURS
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.layers import linear_backward
from core.network.losses import one_hot


class LearnersTraining:
    """Parameters, and what one step of the learner's functions does to them. own: those functions,
    by name."""

    def __init__(
        self, own: dict[str, Any], parameters: dict[str, Array], activation: str = "relu"
    ) -> None:
        self._own = own
        self._parameters = parameters
        self._activation = activation
        self._depth = len(parameters) // 2

    def step(self, images: Array, labels: Array, rate: float) -> float:
        """The loss before the update, as the learner's compute_loss has it.

        images: uint8 (784, m); labels: (m,). Raises whatever the learner's code does, TypeError
        for a loss that is no number.
        """
        X = images / 255.0
        Y = one_hot(labels.astype(np.intp), len(self._parameters[f"b{self._depth}"]))
        HL, memories = self._forward(X)
        loss = float(np.asarray(self._call("compute_loss", HL, Y)).reshape(()))
        gradients = self._backward(HL, Y, memories)
        self._parameters = self._call("update_parameters", self._parameters, gradients, rate)
        return loss

    def _call(self, name: str, *arguments: Any) -> Any:
        return self._own.get(name, OURS[name])(*arguments)

    def _has_whole(self, name: str) -> bool:
        """Whole-network functions of a file know one hidden activation: ReLU."""
        return name in self._own and self._activation == "relu"

    def _forward(self, X: Array) -> tuple[Array, Any]:
        if self._has_whole("L_layer_forward"):
            HL, memories = self._own["L_layer_forward"](X, self._parameters)
            return HL, memories
        H: Array = X
        memories = []
        for layer in range(1, self._depth + 1):
            W, b = self._parameters[f"W{layer}"], self._parameters[f"b{layer}"]
            if layer == self._depth:
                H, memory = self._output(H, W, b)
            elif "layer_forward" in self._own:
                H, memory = self._own["layer_forward"](H, W, b, self._activation)
            else:
                Z = W @ H + b
                memory = ((H, W, b), Z)
                H = _first(self._activated(Z))
            memories.append(memory)
        return H, memories

    def _activated(self, Z: Array) -> Any:
        own = self._own.get(self._activation)
        return own(Z) if own else activation_named(self._activation).forward(Z)

    def _output(self, H: Array, W: Array, b: Array) -> tuple[Array, Any]:
        Z = W @ H + b
        return _first(self._call("softmax", Z)), ((H, W, b), Z)

    def _backward(self, HL: Array, Y: Array, memories: Any) -> Any:
        if self._has_whole("L_layer_backward"):
            return self._own["L_layer_backward"](HL, Y, memories)
        gradients: dict[str, Any] = {}
        dH, dW, db = linear_backward(HL - Y, memories[-1][0])
        for layer in range(self._depth, 0, -1):
            if layer < self._depth:
                dH, dW, db = self._layer_backward(dH, memories[layer - 1])
            gradients |= {f"dW{layer}": dW, f"db{layer}": db}
        return gradients

    def _layer_backward(self, dH: Any, memory: Any) -> Any:
        if "layer_backward" in self._own:
            return self._own["layer_backward"](dH, memory, self._activation)
        linear_memory, Z = memory
        own = self._own.get(f"{self._activation}_backward")
        dZ = own(dH, Z) if own else activation_named(self._activation).backward(dH, Z)
        return linear_backward(dZ, linear_memory)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value
