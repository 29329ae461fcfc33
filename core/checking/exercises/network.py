"""L_layer_forward and L_layer_backward: the whole network, there and back.

Long because it is a table: one entry a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np

from core import activations
from core.arrays import Array
from core.checking.anatomy import Case, Chain, Exercise, Misfit, Slip, Step
from core.checking.exercises.elementwise import NUDGE, sigmoid
from core.checking.exercises.layer import memory_parts
from core.checking.exercises.reading import kind_of, numbers, parts_of, several
from core.checking.report import Mistake
from core.losses import compute_loss, one_hot
from core.network import L_layer_backward, L_layer_forward

# The last is square all over, where wrong products and wrong layers go through.
DIMENSIONS = ((4, 5, 3, 6), (4, 3, 2), (3, 6, 4, 3, 5), (3, 2, 7), (3, 3, 3, 3))


def softmax(Z: Any) -> Any:
    return activations.softmax(Z)[0]


def relu(Z: Any) -> Any:
    return np.maximum(Z, 0.0)


def forward(
    c: Any,
    hidden: Callable[[Any], Any] = relu,
    last: Callable[[Any], Any] = softmax,
    bias: bool = True,
    depth: int | None = None,
) -> tuple[Any, list[Any]]:
    """(HL, [Z1, ...]) with other activations, without biases, or with fewer layers."""
    H, Zs = c.X, []
    depth = c.depth if depth is None else depth
    for layer in range(1, depth + 1):
        Z = c.parameters[f"W{layer}"] @ H + bias * c.parameters[f"b{layer}"]
        Zs.append(Z)
        H = last(Z) if layer == c.depth else hidden(Z)
    return H, Zs


def _through(id: str, title: str, sentence: str, g: Callable[[Any], Any]) -> Slip:
    return Slip(id, title, sentence, "The hidden layers use ReLU.", lambda c, _: g)


_HIDDEN_WAY = Step(
    "HL",
    lambda c, _: relu,
    (
        _through(
            "hidden-sigmoid",
            "Sigmoid in the hidden layers",
            "The hidden layers use the sigmoid.",
            sigmoid,
        ),
        _through(
            "hidden-linear",
            "No activation in the hidden layers",
            "The hidden layers hand on their Z.",
            lambda Z: Z,
        ),
        _through(
            "hidden-softmax",
            "Softmax in the hidden layers",
            "The hidden layers use softmax.",
            softmax,
        ),
    ),
)


def _ending(id: str, title: str, sentence: str, hint: str, **changes: Any) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, hidden: forward(c, hidden, **changes))


_WAY = Step(
    "HL",
    lambda c, hidden: forward(c, hidden),
    (
        _ending(
            "output-sigmoid",
            "Sigmoid at the output",
            "The last layer uses the sigmoid, so its ten numbers do not add up to 1.",
            "The output layer's activation is softmax.",
            last=sigmoid,
        ),
        _ending(
            "output-relu",
            "ReLU at the output",
            "The last layer uses ReLU like the hidden ones.",
            "The output layer's activation is softmax.",
            last=relu,
        ),
        _ending(
            "output-linear",
            "No activation at the output",
            "HL is the last Z.",
            "The output layer's activation is softmax.",
            last=lambda Z: Z,
        ),
        _ending(
            "b-missing",
            "b is left out",
            "The layers compute W·H_prev without the bias.",
            "Z = W·H_prev + b.",
            bias=False,
        ),
        _ending(
            "softmax-axis",
            "Summed along the wrong axis",
            "Each row of HL adds up to 1; each column, which is an example, should.",
            "Sum over axis=0 with keepdims=True.",
            last=lambda Z: softmax(Z.T).T,
        ),
        Slip(
            "last-layer-missing",
            "One layer is missing",
            "The loop ends one layer early: HL is the last hidden layer's H.",
            "There are as many layers as W1, W2, ...: len(parameters) // 2.",
            lambda c, hidden: forward(c, hidden, depth=c.depth - 1),
        ),
    ),
)


def _pick(what: str) -> Step:
    if what == "HL":
        return Step(what, lambda c, ways: ways[0])
    layer = _number(what)
    return Step(what, lambda c, ways: ways[1][layer - 1])


def _number(what: str) -> int:
    found = re.search(r"\d+", what)
    return int(found.group()) if found else 0


_OUTPUT = Step(
    "dZ",
    lambda c, _: c.HL - c.Y,
    (
        Slip(
            "output-sign",
            "The sign of the first gradient",
            "The way back starts with Y - HL, so every gradient points uphill.",
            "dZ of the output layer is HL - Y.",
            lambda c, _: c.Y - c.HL,
        ),
        Slip(
            "1/m-twice",
            "1/m is applied twice",
            "All gradients are divided by m two times, as when the way back starts with "
            "(HL - Y) / m and each layer divides once more.",
            "dZ of the output layer is HL - Y; the mean is taken once, in dW and db.",
            lambda c, _: (c.HL - c.Y) / c.m,
        ),
        Slip(
            "output-dH",
            "dH where dZ belongs",
            "The way back starts with -Y / HL as if it were dZ.",
            "Softmax and the loss together give dZ = HL - Y.",
            lambda c, _: -c.Y / c.HL,
        ),
        Slip(
            "output-dH-binary",
            "The gradient of another loss",
            "The way back starts with -(Y / HL - (1 - Y) / (1 - HL)).",
            "Softmax and the loss together give dZ = HL - Y.",
            lambda c, _: -(c.Y / c.HL - (1 - c.Y) / (1 - c.HL)),
        ),
        Slip(
            "output-sigmoid",
            "The output's derivative is that of the sigmoid",
            "HL - Y is multiplied by HL · (1 - HL).",
            "Softmax and the loss together give dZ = HL - Y, with nothing more to multiply.",
            lambda c, _: (c.HL - c.Y) * c.HL * (1 - c.HL),
        ),
        Slip(
            "output-relu",
            "The output's derivative is that of ReLU",
            "HL - Y goes through relu_backward.",
            "Softmax and the loss together give dZ = HL - Y, with nothing more to multiply.",
            lambda c, _: (c.HL - c.Y) * (c.Zs[-1] > 0),
        ),
        Slip(
            "output-sigmoid",
            "The output's derivative is that of the sigmoid",
            "-Y / HL is multiplied by HL · (1 - HL).",
            "Softmax and the loss together give dZ = HL - Y.",
            lambda c, _: -c.Y * (1 - c.HL),
        ),
        Slip(
            "output-relu",
            "The output's derivative is that of ReLU",
            "-Y / HL goes through relu_backward.",
            "Softmax and the loss together give dZ = HL - Y.",
            lambda c, _: -c.Y / c.HL * (c.Zs[-1] > 0),
        ),
        Slip(
            "output-doubled",
            "A factor of 2",
            "The way back starts with 2 · (HL - Y), as for the squared error.",
            "dZ of the output layer is HL - Y.",
            lambda c, _: 2 * (c.HL - c.Y),
        ),
    ),
)


def _down(c: Any, dZ: Any, slope: Callable[[Any], Any], W: Callable[[Any], Any]) -> list[Any]:
    """dZ of each layer, from the first on."""
    dZs = [dZ]
    for layer in range(c.depth - 1, 0, -1):
        dZs.insert(0, (W(c.parameters[f"W{layer + 1}"]) @ dZs[0]) * slope(c.Zs[layer - 1]))
    return dZs


def _hidden(id: str, title: str, sentence: str, hint: str, slope: Any) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, dZ: _down(c, dZ, slope, np.transpose))


_HIDDEN = Step(
    "dZ",
    lambda c, dZ: _down(c, dZ, lambda Z: Z > 0, np.transpose),
    (
        _hidden(
            "slope-missing",
            "The activation's derivative is left out",
            "The hidden layers' dZ is their dH.",
            "dZ = relu_backward(dH, Z) in each hidden layer.",
            lambda Z: 1.0,
        ),
        _hidden(
            "hidden-sigmoid",
            "Sigmoid in the hidden layers",
            "The hidden layers' derivative is that of the sigmoid.",
            "The hidden layers use ReLU.",
            lambda Z: sigmoid(Z) * (1 - sigmoid(Z)),
        ),
        _hidden(
            "relu-mask-reversed",
            "The mask is the wrong way round",
            "The gradient comes through where Z is negative.",
            "Keep dH where Z > 0.",
            lambda Z: Z <= 0,
        ),
        Slip(
            "W-not-transposed",
            "W is not transposed",
            "dH_prev = W·dZ; that runs only where W is square, and is wrong there.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: _down(c, dZ, lambda Z: Z > 0, np.array),
        ),
    ),
)


def _gradients(c: Any, dZs: Any, share: float) -> dict[str, Any]:
    gradients = {}
    for layer, dZ in enumerate(dZs, start=1):
        H_prev = c.X if layer == 1 else relu(c.Zs[layer - 2])
        gradients[f"dW{layer}"] = share * (dZ @ H_prev.T)
        gradients[f"db{layer}"] = share * np.sum(dZ, axis=1, keepdims=True)
    return gradients


_MEAN = Step(
    "dW and db",
    lambda c, dZs: _gradients(c, dZs, 1 / c.m),
    (
        Slip(
            "missing-1/m",
            "The 1/m is missing",
            "The gradients are sums over the examples; they should be means.",
            "Divide dW and db by m, the number of examples.",
            lambda c, dZs: _gradients(c, dZs, 1),
        ),
        Slip(
            "layers-reversed",
            "The layers are in reverse order",
            "dW1 holds the last layer's gradient.",
            "Count the layers down on the way back: dWl belongs to Wl.",
            lambda c, dZs: _renamed(c, dZs),
        ),
    ),
)


def _renamed(c: Any, dZs: Any) -> dict[str, Any]:
    right = _gradients(c, dZs, 1 / c.m)
    return {f"{name[:2]}{c.depth + 1 - int(name[2:])}": array for name, array in right.items()}


def _gradient(what: str) -> Chain:
    return (_OUTPUT, _HIDDEN, _MEAN, Step(what, lambda c, gradients: gradients[what]))


def networks() -> list[tuple[str, SimpleNamespace]]:
    """Labelled small networks, with all that their two passes give."""
    found = []
    for seed, dimensions in enumerate(DIMENSIONS, start=1):
        rng = np.random.default_rng(seed)
        m = 1 if seed == 1 else 3 if len(set(dimensions)) == 1 else 4 + seed
        parameters = {}
        for layer, (n_prev, n) in enumerate(pairwise(dimensions), start=1):
            parameters[f"W{layer}"] = rng.standard_normal((n, n_prev))
            parameters[f"b{layer}"] = rng.standard_normal((n, 1))
        X = rng.standard_normal((dimensions[0], m))
        Y = one_hot(rng.integers(0, dimensions[-1], m), dimensions[-1])
        c = SimpleNamespace(X=X, Y=Y, parameters=parameters, m=m, depth=len(dimensions) - 1)
        c.HL, c.Zs = forward(c)
        label = f"{'-'.join(map(str, dimensions))} units, m = {m}, seed {seed}"
        found.append((label, c))
    return found


def _copied(parameters: dict[str, Array]) -> dict[str, Array]:
    return {name: array.copy() for name, array in parameters.items()}


def _forward_cases() -> list[Case]:
    return [Case(label, (c.X.copy(), _copied(c.parameters)), c) for label, c in networks()]


def _backward_cases() -> list[Case]:
    return [
        Case(label, (c.HL, c.Y, L_layer_forward(c.X, c.parameters)[1]), c)
        for label, c in networks()
    ]


def _read_forward(value: Any, case: Case) -> dict[str, Any]:
    if parts_of(value, 2) is None:
        return {"HL": several("HL", "memories")(value, case)["HL"]}
    found = {"HL": numbers(value[0], "HL")}
    memories = value[1]
    depth = case.given.depth
    if parts_of(memories, depth) is None:
        wrong = f"The memories should be a list of {depth}, one a layer; this is "
        return found | {"memories": Misfit(wrong + kind_of(memories) + ".")}
    for layer, memory in enumerate(memories, start=1):
        parts = memory_parts(memory)
        name = f"Z{layer} in memories"
        found[name] = parts if isinstance(parts, Misfit) else numbers(parts[3], name)
    return found


def _forward_reference(case: Case) -> dict[str, Array]:
    HL, memories = L_layer_forward(case.given.X, case.given.parameters)
    return {"HL": HL} | {
        f"Z{layer} in memories": Z for layer, (_, Z) in enumerate(memories, start=1)
    }


def read_named(value: Any, names: list[str], kind: str) -> dict[str, Any]:
    """A dictionary of arrays, such as gradients or parameters; losses beside it do no harm."""
    if isinstance(value, (tuple, list)):
        value = next((each for each in value if isinstance(each, dict)), value)
    if value is None:
        return {names[0]: numbers(None, kind, alone=True)}
    if not isinstance(value, dict):
        return {names[0]: Misfit(f"{kind} should be a dictionary; this is {kind_of(value)}.")}
    return {
        name: numbers(value[name], name) if name in value else _missing(name, kind)
        for name in names
    }


def _missing(name: str, kind: str) -> Misfit:
    mistake = Mistake(
        "missing-entry",
        "An entry is missing",
        f"There is no “{name}” in {kind}.",
        "Layers are counted from 1, and every one has its W and its b.",
        "network",
        name,
    )
    return Misfit(mistake.sentence, mistake)


def _read_backward(value: Any, case: Case) -> dict[str, Any]:
    names = [f"d{name}" for name in case.given.parameters]
    return read_named(value, names, "the gradients")


def _backward_reference(case: Case) -> dict[str, Array]:
    c = case.given
    memories = L_layer_forward(c.X, c.parameters)[1]
    gradients = L_layer_backward(c.HL, c.Y, memories)
    return {f"d{name}": gradients[f"d{name}"] for name in c.parameters}


def _numeric(case: Case, what: str, index: tuple[int, ...]) -> float | None:
    """Of the loss, by one weight or bias; None at a kink of ReLU."""
    c = case.given
    losses, signs = [], []
    for nudge in (NUDGE, -NUDGE):
        nudged = _copied(c.parameters)
        nudged[what[1:]][index] += nudge
        HL, memories = L_layer_forward(c.X, nudged)
        losses.append(float(compute_loss(HL, c.Y)))
        signs.append([Z > 0 for _, Z in memories[:-1]])
    if any((a != b).any() for a, b in zip(*signs, strict=True)):
        return None
    return (losses[0] - losses[1]) / (2 * NUDGE)


L_LAYER_FORWARD = Exercise(
    "L_layer_forward",
    "forward",
    ("X", "parameters"),
    _forward_cases,
    _read_forward,
    _forward_reference,
    lambda what: (_HIDDEN_WAY, _WAY, _pick(what)),
)
L_LAYER_BACKWARD = Exercise(
    "L_layer_backward",
    "chain",
    ("HL", "Y", "memories"),
    _backward_cases,
    _read_backward,
    _backward_reference,
    _gradient,
    _numeric,
)
