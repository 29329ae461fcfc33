"""PyTorch's chains of Linear layers, as safetensors.torch.save_file writes their state_dict().

Each layer is a weight (out, in), which is the course's W, and a bias (out,), under any name:
0.weight, fc1.weight, net.layers.0.weight. Neither the order of the layers nor what lies between
them is told: the order follows from the numbers in the names and from the shapes, the activation
has to be asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data.class_names import (
    FEWEST_CLASSES,
    MOST_CLASSES,
    checked_class_names,
    numbered,
)
from core.data.dataset import DIGITS, PIXELS
from core.errors import ActivationNeeded, DataError, ModelFileError, RecipeError
from core.files.finite import stays_finite
from core.files.plain_text import plain
from core.files.tensor_file import FLOATS, THIS, Tensor, TensorFile, shown, strict_json
from core.network.parameters import count, unpack
from core.network.recipe import CHOICES, MAX_LAYERS, check_field
from core.network.snapshots import Snapshot

# What a weight belongs to that has this many dimensions instead of a Linear layer's two.
_OTHERS = {
    1: "a normalisation or a PReLU",
    3: "a convolution",
    4: "a convolution",
    5: "a convolution",
}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, eq=False)
class Linear:
    """name: of the module, "" where it stands alone. bias: None for a layer without one."""

    name: str
    weight: Tensor
    bias: Tensor | None

    @property
    def units(self) -> int:
        return self.weight.shape[0]

    @property
    def inputs(self) -> int:
        return self.weight.shape[1]

    @property
    def kin(self) -> str:
        """The name without its numbers; layers that share it come in the order of these."""
        return _NUMBER.sub("#", self.name)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(each[:18]) for each in _NUMBER.findall(self.name))


class _Unfit(Exception):
    """Why the file is no chain of Linear layers, in words that go on after “it”."""


def snapshot_of(
    file: TensorFile, path: Path, classes: Sequence[str] | None, activation: str | None
) -> tuple[Snapshot, str]:
    """The network in a file that is not of our own format, and a sentence on what its outputs are
    taken for where nothing says it, else "".

    classes: what its outputs must stand for; None: what its metadata say under that name, a list as
    JSON, or else their numbers. activation: of the hidden layers, where the metadata do not tell it
    under that name. Raises ModelFileError saying why the file is no network of 784 inputs and an
    output for each class, and ActivationNeeded when nobody tells the activation of hidden layers.
    """
    names = _class_names(file, path) if classes is None else tuple(classes)
    try:
        layers = _in_order(_linear_layers(file.tensors), len(names) if names else None)
    except _Unfit as why:
        raise ModelFileError(
            f"{shown(path)} is a safetensors file, but neither a network of Digit Lab nor "
            f"PyTorch’s Linear layers one after another: it {plain(str(why), 300)}."
        ) from None
    dimensions = (PIXELS, *(each.units for each in layers))
    try:
        check_field("hidden", dimensions[1:-1])
    except RecipeError as error:
        raise ModelFileError(f"{shown(path)} holds a network that is too large. {error}") from None
    theta = _theta(layers, dimensions)
    weights, biases = unpack(theta, dimensions)
    chosen = _activation(file.metadata.get("activation") or activation, path, len(layers))
    if not stays_finite(weights, biases, chosen):
        raise ModelFileError(
            f"{shown(path)} cannot read an image: its weights are not finite or too large."
        )
    theta.setflags(write=False)
    doubt, outputs = "", dimensions[-1]
    if not names and outputs != len(DIGITS):
        doubt = (
            f"{shown(path)} does not say what its {outputs} outputs stand for, so they are called "
            f"0 to {outputs - 1}. Names can stand in its metadata, under “classes”."
        )
    return Snapshot(
        dimensions, chosen, theta, plain(path.stem), class_names=names or numbered(outputs)
    ), doubt


def _class_names(file: TensorFile, path: Path) -> tuple[str, ...] | None:
    if "classes" not in file.metadata:
        return None
    try:
        return checked_class_names(strict_json(file.metadata["classes"]))
    except (DataError, ValueError) as error:
        raise ModelFileError(f"{shown(path)} cannot be used: {error}.") from None


def _linear_layers(tensors: dict[str, Tensor]) -> list[Linear]:
    modules: dict[str, dict[str, Tensor]] = defaultdict(dict)
    for full, tensor in tensors.items():
        name, _, part = full.rpartition(".")
        modules[name][part] = tensor
    if not any("weight" in parts for parts in modules.values()):
        raise _Unfit("has no array that is called a weight")
    return [_linear(name, parts) for name, parts in modules.items()]


def _linear(name: str, parts: dict[str, Tensor]) -> Linear:
    module = f"“{plain(name, 40)}”"
    if "running_mean" in parts:
        raise _Unfit(f"has batch normalisation, {module}")
    others = sorted(set(parts) - {"weight", "bias"})
    if others:
        raise _Unfit(f"has “{plain(others[0], 40)}”, which is no part of a Linear layer")
    if "weight" not in parts:
        raise _Unfit(f"has a bias without a weight, {module}")
    weight, bias = parts["weight"], parts.get("bias")
    if len(weight.shape) != 2:
        kind = _OTHERS.get(len(weight.shape), "something else")
        raise _Unfit(f"has {kind}, {module}, with a weight of shape {_shape(weight)}")
    if 0 in weight.shape:
        raise _Unfit(f"has a layer without numbers, {module}, of shape {_shape(weight)}")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise _Unfit(
            f"has a bias of shape {_shape(bias)} beside a weight of {_shape(weight)}, {module}"
        )
    for tensor in filter(None, (weight, bias)):
        if tensor.dtype not in FLOATS:
            raise _Unfit(
                f"has numbers of type {plain(tensor.dtype, 20)}, {module}, instead of float16, "
                f"bfloat16, float32 or float64"
            )
    return Linear(name, weight, bias)


def _in_order(layers: Sequence[Linear], outputs: int | None) -> tuple[Linear, ...]:
    """From the input on. Raises _Unfit when they do not lead from PIXELS to `outputs`; None: to as
    many as there may be classes."""
    low, high = (FEWEST_CLASSES, MOST_CLASSES) if outputs is None else (outputs, outputs)
    if len(layers) > MAX_LAYERS + 1:
        raise _Unfit(f"has {len(layers)} layers; at most {MAX_LAYERS} hidden ones are read")

    # Those of its kin that come before each.
    before = {
        each: frozenset(
            other for other in layers if other.kin == each.kin and other.numbers < each.numbers
        )
        for each in layers
    }

    @cache
    def chains(width: int, left: frozenset[Linear]) -> list[tuple[Linear, ...]]:
        """At most two ways to go on from `width` units through all that are left."""
        if not left:
            return [()] if low <= width <= high else []
        found = []
        for each in left:
            if each.inputs == width and not before[each] & left:
                found += [(each, *rest) for rest in chains(each.units, left - {each})]
            if len(found) > 1:
                break
        return found[:2]

    found = chains(PIXELS, frozenset(layers))
    if len(found) == 1:
        return found[0]
    if found:
        raise _Unfit("does not tell the order of its layers; give them names with numbers")
    by_name = sorted(layers, key=lambda each: (each.kin, each.numbers))
    shapes = ", ".join(f"{each.inputs} to {each.units}" for each in by_name)
    wanted = f"{low} to {high}" if outputs is None else outputs
    raise _Unfit(f"does not lead from {PIXELS} inputs to {wanted} outputs, its layers go {shapes}")


def _theta(layers: Sequence[Linear], dimensions: tuple[int, ...]) -> NDArray[np.float32]:
    theta = np.zeros(count(dimensions), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for layer, W, b in zip(layers, *unpack(theta, dimensions), strict=True):
            W[...] = layer.weight.array()
            if layer.bias is not None:
                b[:, 0] = layer.bias.array()
    return theta


def _activation(name: str | None, path: Path, layers: int) -> str:
    """As our own files call it; for a network without hidden layers any will do."""
    if name is None:
        if layers == 1:
            return "relu"
        raise ActivationNeeded(
            f"{shown(path)} does not tell the activation of its hidden layers. "
            f"Say which it is: relu, sigmoid or tanh."
        )
    activation = name.strip().lower()
    if activation not in CHOICES["activation"]:
        raise ModelFileError(
            f"{shown(path)} uses the activation “{plain(name, 40)}”, which {THIS} does not know."
        )
    return activation


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or "one number"
