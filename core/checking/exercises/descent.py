"""L_layer_model: down the gradient, many times."""

from __future__ import annotations

from itertools import cycle
from types import SimpleNamespace
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Slip
from core.checking.exercises.examples import networks
from core.checking.exercises.update import RATE, read_parameters
from core.network.arrays import Array
from core.network.course import update_parameters
from core.network.network import L_layer_backward, L_layer_forward

ITERATIONS = (4, 3, 6, 5)  # in turn


def parameters_after(
    c: Any, steps: int, *, rate: float | None = None, factor: int = 1, fresh: bool = False
) -> dict[str, Array]:
    """The parameters after so many steps of gradient descent.

    c: the case's arrays. rate: the case's own unless given. factor: of each step, -1 for uphill.
    fresh: each step is added to the first parameters, not to the last.
    """
    parameters: dict[str, Array] = c.before
    for _ in range(steps):
        _, memories = L_layer_forward(c.X, parameters)
        HL = c.last(memories[-1][1])
        gradients = L_layer_backward(HL, c.Y, memories)
        start = c.before if fresh else parameters
        parameters = update_parameters(
            start, gradients, factor * (c.rate if rate is None else rate)
        )
    return parameters


def _run(id: str, title: str, sentence: str, hint: str, steps: Any, **changes: Any) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, _: parameters_after(c, steps(c), **changes))


_LOOP = ChainStep(
    "parameters",
    lambda c, _: parameters_after(c, c.steps),
    (
        _run(
            "model-not-updated",
            "The parameters never change",
            "After all iterations the parameters are those of the start.",
            "Keep what update_parameters returns: parameters = update_parameters(...).",
            lambda c: 0,
        ),
        _run(
            "model-one-step",
            "Only one step",
            "One update is made, whatever num_iterations says.",
            "The return stands after the loop, not in it.",
            lambda c: 1,
        ),
        _run(
            "model-one-too-few",
            "One iteration too few",
            "The loop runs num_iterations - 1 times.",
            "for i in range(num_iterations)",
            lambda c: c.steps - 1,
        ),
        _run(
            "model-one-too-many",
            "One iteration too many",
            "The loop runs num_iterations + 1 times.",
            "for i in range(num_iterations)",
            lambda c: c.steps + 1,
        ),
        _run(
            "model-twice",
            "Two updates a step",
            "Each iteration changes the parameters two times.",
            "Call update_parameters once in the loop.",
            lambda c: c.steps,
            factor=2,
        ),
        _run(
            "model-uphill",
            "Uphill",
            "Every update adds the gradient.",
            "Subtract it.",
            lambda c: c.steps,
            factor=-1,
        ),
        _run(
            "model-rate-fixed",
            "The learning rate is a fixed number",
            "0.0075 is used, whatever learning_rate says.",
            "Hand learning_rate on to update_parameters.",
            lambda c: c.steps,
            rate=0.0075,
        ),
        _run(
            "model-starts-again",
            "Each step starts from the beginning",
            "Every update changes the first parameters again.",
            "parameters = update_parameters(parameters, ...): go on from the last ones.",
            lambda c: c.steps,
            fresh=True,
        ),
    ),
)


def model_cases(found: list[tuple[str, Any]]) -> list[Case]:
    """The calls with these networks but the first, whose single example soon fits."""
    cases = []
    for steps, (label, c) in zip(cycle(ITERATIONS), found[1:], strict=False):
        dimensions = [len(c.X), *(len(c.parameters[f"b{k}"]) for k in range(1, c.depth + 1))]
        given = SimpleNamespace(
            X=c.X, Y=c.Y, before=c.parameters, last=c.last, rate=RATE, steps=steps
        )
        cases.append(
            Case(
                f"{label}, {steps} iterations",
                (c.X.copy(), c.Y.copy(), dimensions),
                given,
                named={"learning_rate": RATE, "num_iterations": steps},
                start=c.parameters,
                course=c.course,
                depth=c.depth,
            )
        )
    return cases


def _reference(case: Case) -> dict[str, Array]:
    return parameters_after(case.given, case.given.steps)


def _chain(what: str) -> Chain:
    return (_LOOP, ChainStep(what, lambda c, new: np.asarray(new[what])))


L_LAYER_MODEL = Exercise(
    "L_layer_model",
    "network",
    ("X", "Y", "dimensions"),
    lambda: model_cases(networks()),
    read_parameters,
    _reference,
    _chain,
)
