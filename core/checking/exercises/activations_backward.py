"""sigmoid_backward and relu_backward."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Maker, Slip, variants
from core.checking.exercises.examples import COURSE, course_dH, course_Z, random_Z
from core.checking.exercises.formulas import NUDGE, sigmoid, sigmoid_slope
from core.checking.exercises.outputs import read_one
from core.network import activations
from core.network.arrays import Array

SIGMOID_SLOPE = (
    Slip(
        "sigmoid-derivative-from-Z",
        "The derivative is taken from Z",
        "The slope is Z · (1 - Z); it should be s · (1 - s) with s = sigmoid(Z).",
        "The memory holds Z: compute s = sigmoid(Z) first.",
        lambda c, _: c.Z * (1 - c.Z),
    ),
    Slip(
        "sigmoid-derivative-from-Z",
        "Z where s belongs",
        "The slope is s · (1 - Z); it should be s · (1 - s).",
        "Write s * (1 - s), with s = sigmoid(Z) in both places.",
        lambda c, _: sigmoid(c.Z) * (1 - c.Z),
    ),
    Slip(
        "sigmoid-derivative-from-Z",
        "Z where s belongs",
        "The slope is Z · (1 - s); it should be s · (1 - s).",
        "Write s * (1 - s), with s = sigmoid(Z) in both places.",
        lambda c, _: c.Z * (1 - sigmoid(c.Z)),
    ),
    Slip(
        "sigmoid-plus",
        "A plus for a minus",
        "The slope is s · (1 + s).",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c, _: sigmoid(c.Z) * (1 + sigmoid(c.Z)),
    ),
    Slip(
        "sigmoid-negative-slope",
        "The slope has the wrong sign",
        "The slope is s · (s - 1), which is negative.",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c, _: sigmoid(c.Z) * (sigmoid(c.Z) - 1),
    ),
    Slip(
        "sigmoid-not-derived",
        "The function instead of its derivative",
        "dH is multiplied by s = sigmoid(Z) itself.",
        "Multiply by s · (1 - s).",
        lambda c, _: sigmoid(c.Z),
    ),
    Slip(
        "sigmoid-half-derived",
        "Half of the derivative",
        "dH is multiplied by 1 - s alone.",
        "Multiply by s · (1 - s).",
        lambda c, _: 1 - sigmoid(c.Z),
    ),
    Slip(
        "sigmoid-parentheses",
        "Parentheses are missing",
        "s * 1 - s is 0, since the product comes first.",
        "Write s * (1 - s).",
        lambda c, _: np.zeros_like(c.dH, dtype=float),
    ),
    Slip(
        "sigmoid-parentheses",
        "Parentheses are missing",
        "dH * s * 1 - s is dH · s - s, since the products come first.",
        "Write dH * s * (1 - s).",
        lambda c, _: (c.dH * sigmoid(c.Z) - sigmoid(c.Z)) / c.dH,
    ),
    Slip(
        "sigmoid-twice",
        "The sigmoid is taken twice",
        "s is sigmoid(sigmoid(Z)).",
        "The memory holds Z: take the sigmoid once.",
        lambda c, _: sigmoid(sigmoid(c.Z)) * (1 - sigmoid(sigmoid(c.Z))),
    ),
    Slip(
        "sigmoid-from-dH",
        "The derivative is taken from dH",
        "s is sigmoid(dH).",
        "The slope belongs to the place where the layer was: s = sigmoid(Z).",
        lambda c, _: sigmoid(c.dH) * (1 - sigmoid(c.dH)),
    ),
    Slip(
        "sigmoid-square",
        "The square for the product",
        "The slope is 1 - s², which is that of tanh with s put in.",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c, _: 1 - sigmoid(c.Z) ** 2,
    ),
    Slip(
        "sigmoid-is-tanh",
        "This is the slope of tanh",
        "The slope is 1 - tanh(Z)².",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c, _: 1 - np.tanh(c.Z) ** 2,
    ),
)
RELU_SLOPE = (
    Slip(
        "relu-mask-at-zero",
        "The slope at 0 is 1",
        "Where Z is exactly 0 the gradient comes through. It may; the course takes the slope 0.",
        "To do as the course does, set dZ to 0 where Z <= 0.",
        lambda c, _: c.Z >= 0,
        harmless=True,
    ),
    Slip(
        "relu-half-at-zero",
        "The slope at 0 is ½",
        "Where Z is exactly 0 half of the gradient comes through. It may; the course takes 0.",
        "To do as the course does, set dZ to 0 where Z <= 0.",
        lambda c, _: np.heaviside(c.Z, 0.5),
        harmless=True,
    ),
    Slip(
        "relu-mask-on-dH",
        "The mask looks at dH",
        "dZ is 0 where dH is negative; it should be where Z is.",
        "The memory holds Z: compare that with 0.",
        lambda c, _: c.dH > 0,
    ),
    *variants(
        "relu-mask-reversed",
        "The mask is the wrong way round",
        "Keep dH where Z > 0 and set it to 0 elsewhere.",
        ("The gradient comes through where Z is negative or 0.", lambda c, _: c.Z <= 0),
        ("The gradient comes through where Z is negative.", lambda c, _: c.Z < 0),
    ),
    Slip(
        "relu-mask-reversed",
        "The mask is the wrong way round",
        "The gradient comes through where Z is negative.",
        "Keep dH where Z > 0 and set it to 0 elsewhere.",
        lambda c, _: c.Z < 0,
    ),
    Slip(
        "relu-mask-missing",
        "There is no mask",
        "dZ is dH itself.",
        "Set dZ to 0 where Z <= 0.",
        lambda c, _: np.ones_like(c.dH),
    ),
    Slip(
        "relu-leaks",
        "The ReLU leaks",
        "A hundredth of the gradient comes through where Z is negative.",
        "There the gradient is exactly 0.",
        lambda c, _: np.where(c.Z > 0, 1, 0.01),
    ),
    Slip(
        "relu-not-derived",
        "The function instead of its derivative",
        "dH is multiplied by relu(Z).",
        "The slope is 1 where Z > 0, whatever Z is.",
        lambda c, _: np.maximum(c.Z, 0),
    ),
    Slip(
        "relu-times-Z",
        "Multiplied by Z",
        "dH is multiplied by Z.",
        "The slope is 1 where Z > 0, else 0.",
        lambda c, _: c.Z,
    ),
    Slip(
        "relu-mask-above-one",
        "The threshold is not 0",
        "The gradient comes through where Z > 1.",
        "The kink of the ReLU is at 0.",
        lambda c, _: c.Z > 1,
    ),
)
WITHOUT_DH = Slip(
    "no-dH",
    "dH is left out",
    "dZ is the slope alone.",
    "The chain rule multiplies: dZ = dH · g'(Z).",
    lambda c, slope: slope * 1.0,
)
TIMES = (
    WITHOUT_DH,
    Slip(
        "dH-added",
        "A sum for the product",
        "dH and the slope are added.",
        "The chain rule multiplies: dZ = dH · g'(Z).",
        lambda c, slope: c.dH + slope,
    ),
    Slip(
        "dH-dot",
        "A matrix product for the entry by entry one",
        "dH and the slope are multiplied as matrices.",
        "Each entry of dH meets its own slope: use * instead of @ or np.dot.",
        lambda c, slope: c.dH @ (slope * 1.0),
    ),
    Slip(
        "dZ-divided-by-m",
        "Divided by m too early",
        "dZ is divided by m; dZ is kept for each example.",
        "The mean is taken in dW and db only.",
        lambda c, slope: c.dH * slope / c.m,
    ),
)
_SIGMOID_DZ: Chain = (
    ChainStep("slope", lambda c, _: sigmoid_slope(c.Z), SIGMOID_SLOPE),
    ChainStep("dZ", lambda c, slope: c.dH * slope, TIMES),
)
_RELU_DZ: Chain = (
    ChainStep("slope", lambda c, _: c.Z > 0, RELU_SLOPE),
    ChainStep("dZ", lambda c, slope: c.dH * slope, TIMES),
)


def _backward_cases() -> list[Case]:
    rng = np.random.default_rng(5)
    pairs = [(COURSE, course_Z()), *random_Z()]
    cases = []
    for label, Z in pairs:
        dH = course_dH() if label == COURSE else rng.standard_normal(Z.shape)
        given = SimpleNamespace(dH=dH, Z=Z, m=Z.shape[1], n=Z.shape[0])
        cases.append(Case(label, (dH.copy(), Z.copy()), given))
    return cases


def _backward(name: str, chain: Chain) -> Exercise:
    activation = activations.ACTIVATIONS[name]

    def reference(case: Case) -> dict[str, Array]:
        return {"dZ": activation.backward(case.given.dH, np.asarray(case.given.Z, float))}

    def numeric(case: Case, what: str, index: tuple[int, ...]) -> float | None:
        Z = float(case.given.Z[index])
        if name == "relu" and abs(Z) <= NUDGE:
            return None
        above, below = (activation.forward(np.array(Z + each))[0] for each in (NUDGE, -NUDGE))
        return float(case.given.dH[index] * (above - below) / (2 * NUDGE))

    arguments = ("dH", f"{name}_memory")
    return Exercise(
        f"{name}_backward",
        "activations",
        arguments,
        _backward_cases,
        read_one("dZ"),
        reference,
        lambda what: chain,
        numeric,
        Maker(1, name, lambda case: (case.given.Z,)),
    )


SIGMOID_BACKWARD = _backward("sigmoid", _SIGMOID_DZ)
RELU_BACKWARD = _backward("relu", _RELU_DZ)
