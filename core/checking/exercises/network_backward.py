"""L_layer_backward: the whole network, from HL and Y to every gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Maker, Slip
from core.checking.exercises.examples import copies_of, networks
from core.checking.exercises.formulas import NUDGE, sigmoid_slope
from core.checking.exercises.network_wiring import SLIPS_OF_WIRING, gradients_of
from core.checking.exercises.outputs import read_dictionary
from core.network.arrays import Array
from core.network.losses import compute_loss
from core.network.network import L_layer_backward, L_layer_forward

_OUTPUT = ChainStep(
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


_HIDDEN = ChainStep(
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
            lambda Z: sigmoid_slope(Z),
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


_MEAN = ChainStep(
    "dW and db",
    lambda c, dZs: gradients_of(c, dZs, 1 / c.m),
    (
        Slip(
            "missing-1/m",
            "The 1/m is missing",
            "The gradients are sums over the examples; they should be means.",
            "Divide dW and db by m, the number of examples.",
            lambda c, dZs: gradients_of(c, dZs, 1),
        ),
        *SLIPS_OF_WIRING,
    ),
)


def _gradient(what: str) -> Chain:
    return (_OUTPUT, _HIDDEN, _MEAN, ChainStep(what, lambda c, gradients: gradients[what]))


def backward_cases(found: list[tuple[str, Any]]) -> list[Case]:
    """The calls with these networks."""
    return [
        Case(
            label,
            (c.HL, c.Y, L_layer_forward(c.X, c.parameters)[1]),
            c,
            course=c.course,
            depth=c.depth,
        )
        for label, c in found
    ]


def _read(value: Any, case: Case) -> dict[str, Any]:
    names = [f"d{name}" for name in case.given.parameters]
    return read_dictionary(value, names, "the gradients")


def _reference(case: Case) -> dict[str, Array]:
    c = case.given
    memories = L_layer_forward(c.X, c.parameters)[1]
    gradients = L_layer_backward(c.HL, c.Y, memories)
    return {f"d{name}": gradients[f"d{name}"] for name in c.parameters}


def _numeric(case: Case, what: str, index: tuple[int, ...]) -> float | None:
    """Of the loss, by one weight or bias; None at a kink of ReLU."""
    c = case.given
    losses, signs = [], []
    for nudge in (NUDGE, -NUDGE):
        nudged = copies_of(c.parameters)
        nudged[what[1:]][index] += nudge
        HL, memories = L_layer_forward(c.X, nudged)
        losses.append(float(compute_loss(HL, c.Y)))
        signs.append([Z > 0 for _, Z in memories[:-1]])
    if any((a != b).any() for a, b in zip(*signs, strict=True)):
        return None
    return (losses[0] - losses[1]) / (2 * NUDGE)


L_LAYER_BACKWARD = Exercise(
    "L_layer_backward",
    "chain",
    ("HL", "Y", "memories"),
    lambda: backward_cases(networks()),
    _read,
    _reference,
    _gradient,
    _numeric,
    Maker(2, "L_layer_forward", lambda case: (case.given.X, case.given.parameters)),
)
