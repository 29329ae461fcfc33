"""update_parameters and L_layer_model: going down the gradient, once and many times."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from core.arrays import Array
from core.checking.anatomy import Case, Chain, Exercise, Slip, Step
from core.checking.exercises.network import networks, read_named
from core.course import update_parameters
from core.network import L_layer_backward, L_layer_forward

ITERATIONS = 4
RATE = 0.3


def _moved(id: str, title: str, sentence: str, hint: str, factor: Any) -> Slip:
    return Slip(
        id,
        title,
        sentence,
        hint,
        lambda c, _: {
            name: array - factor(c) * c.gradients[f"d{name}"] for name, array in c.before.items()
        },
    )


_UPDATE = Step(
    "parameters",
    lambda c, _: {
        name: array - c.rate * c.gradients[f"d{name}"] for name, array in c.before.items()
    },
    (
        _moved(
            "update-uphill",
            "Plus instead of minus",
            "The gradient is added: the loss will rise.",
            "W = W - learning_rate · dW: go down.",
            lambda c: -c.rate,
        ),
        _moved(
            "rate-missing",
            "The learning rate is left out",
            "The whole gradient is subtracted.",
            "W = W - learning_rate · dW.",
            lambda c: 1,
        ),
        _moved(
            "rate-missing",
            "The learning rate is left out, and plus for minus",
            "The whole gradient is added.",
            "W = W - learning_rate · dW.",
            lambda c: -1,
        ),
        _moved(
            "rate-divides",
            "Divided by the learning rate",
            "The gradient is divided by the learning rate.",
            "Multiply: W = W - learning_rate · dW.",
            lambda c: 1 / c.rate,
        ),
        _moved(
            "rate-twice",
            "The learning rate is applied twice",
            "The gradient is multiplied by learning_rate².",
            "W = W - learning_rate · dW.",
            lambda c: c.rate**2,
        ),
        _moved(
            "rate-fixed",
            "The learning rate is a fixed number",
            "0.0075 is used, whatever learning_rate says.",
            "Use the argument learning_rate.",
            lambda c: 0.0075,
        ),
        _moved(
            "rate-fixed",
            "The learning rate is a fixed number",
            "0.01 is used, whatever learning_rate says.",
            "Use the argument learning_rate.",
            lambda c: 0.01,
        ),
        _moved(
            "rate-fixed",
            "The learning rate is a fixed number",
            "0.1 is used, whatever learning_rate says.",
            "Use the argument learning_rate.",
            lambda c: 0.1,
        ),
        Slip(
            "gradients-returned",
            "The change alone",
            "learning_rate · gradient is returned, not the new parameters.",
            "Subtract it from the parameters.",
            lambda c, _: {name: c.rate * c.gradients[f"d{name}"] for name in c.before},
        ),
        Slip(
            "gradients-returned",
            "The change alone",
            "The negative of learning_rate · gradient is returned, not the new parameters.",
            "Add it to the parameters.",
            lambda c, _: {name: -c.rate * c.gradients[f"d{name}"] for name in c.before},
        ),
        Slip(
            "last-layer-missing",
            "The last layer is not updated",
            "The loop ends one layer early.",
            "range(1, L + 1) reaches the last layer L.",
            lambda c, _: _all_but(c, len(c.before) // 2),
        ),
        Slip(
            "first-layer-missing",
            "The first layer is not updated",
            "The loop starts one layer late.",
            "Layers are counted from 1.",
            lambda c, _: _all_but(c, 1),
        ),
    ),
)


def _all_but(c: Any, layer: int) -> dict[str, Any]:
    return {
        name: array if name[1:] == str(layer) else array - c.rate * c.gradients[f"d{name}"]
        for name, array in c.before.items()
    }


def _pick(what: str) -> Step:
    letter = what[0]
    return Step(
        what,
        lambda c, new: new[what],
        (
            Slip(
                f"{letter}-unchanged",
                f"{letter} is returned unchanged",
                f"Each {letter} comes back as it was handed in.",
                f"{letter} = {letter} - learning_rate · d{letter}, for every layer.",
                lambda c, new: c.before[what],
            ),
            Slip(
                "W-and-b-mixed",
                "W and b are mixed up",
                f"{what} is changed by the other one's gradient.",
                "Each parameter has its own gradient: dW for W, db for b.",
                lambda c, new: (
                    c.before[what]
                    - c.rate * c.gradients[f"d{'b' if letter == 'W' else 'W'}{what[1:]}"]
                ),
            ),
        ),
    )


def _update_cases() -> list[Case]:
    cases = []
    for label, c in networks():
        gradients = L_layer_backward(c.HL, c.Y, L_layer_forward(c.X, c.parameters)[1])
        gradients = {name: array for name, array in gradients.items() if name[:2] != "dH"}
        given = SimpleNamespace(before=c.parameters, gradients=gradients, rate=RATE)
        arguments = (_copied(c.parameters), _copied(gradients), RATE)
        cases.append(Case(f"{label}, learning rate {RATE}", arguments, given))
    return cases


def _copied(arrays: dict[str, Array]) -> dict[str, Array]:
    return {name: array.copy() for name, array in arrays.items()}


def _read(value: Any, case: Case) -> dict[str, Any]:
    return read_named(value, list(case.given.before), "the parameters")


def _update_reference(case: Case) -> dict[str, Array]:
    c = case.given
    return update_parameters(c.before, c.gradients, c.rate)


def descended(
    c: Any, steps: int, *, rate: float | None = None, sign: int = 1, fresh: bool = False
) -> dict[str, Array]:
    """The parameters after so many steps. fresh: each starts from the beginning again."""
    parameters: dict[str, Array] = c.before
    for _ in range(steps):
        HL, memories = L_layer_forward(c.X, parameters)
        gradients = L_layer_backward(HL, c.Y, memories)
        start = c.before if fresh else parameters
        parameters = update_parameters(start, gradients, sign * (c.rate if rate is None else rate))
    return parameters


def _run(id: str, title: str, sentence: str, hint: str, steps: Any, **changes: Any) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, _: descended(c, steps(c), **changes))


_LOOP = Step(
    "parameters",
    lambda c, _: descended(c, c.steps),
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
            "model-uphill",
            "Uphill",
            "Every update adds the gradient.",
            "Subtract it.",
            lambda c: c.steps,
            sign=-1,
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


def _model_cases() -> list[Case]:
    cases = []
    for label, c in networks()[1:]:
        dimensions = [len(c.X), *(len(c.parameters[f"b{k}"]) for k in range(1, c.depth + 1))]
        given = SimpleNamespace(X=c.X, Y=c.Y, before=c.parameters, rate=RATE, steps=ITERATIONS)
        cases.append(
            Case(
                f"{label}, {ITERATIONS} iterations",
                (c.X.copy(), c.Y.copy(), dimensions),
                given,
                named={"learning_rate": RATE, "num_iterations": ITERATIONS},
                start=c.parameters,
            )
        )
    return cases


def _model_reference(case: Case) -> dict[str, Array]:
    return descended(case.given, case.given.steps)


def _model_chain(what: str) -> Chain:
    return (_LOOP, Step(what, lambda c, new: np.asarray(new[what])))


UPDATE_PARAMETERS = Exercise(
    "update_parameters",
    "network",
    ("parameters", "gradients", "learning_rate"),
    _update_cases,
    _read,
    _update_reference,
    lambda what: (_UPDATE, _pick(what)),
)
L_LAYER_MODEL = Exercise(
    "L_layer_model",
    "network",
    ("X", "Y", "dimensions"),
    _model_cases,
    _read,
    _model_reference,
    _model_chain,
)
