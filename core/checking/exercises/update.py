"""update_parameters: one step down the gradient."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from core.checking.anatomy import Case, ChainStep, Exercise, Slip
from core.checking.exercises.examples import copies_of, networks
from core.checking.exercises.outputs import read_dictionary
from core.network.arrays import Array
from core.network.course import update_parameters
from core.network.network import L_layer_backward, L_layer_forward

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


def _fixed(rate: float) -> Slip:
    return _moved(
        "rate-fixed",
        "The learning rate is a fixed number",
        f"{rate} is used, whatever learning_rate says.",
        "Use the argument learning_rate.",
        lambda c: rate,
    )


_UPDATE = ChainStep(
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
        *map(_fixed, (0.0075, 0.01, 0.1)),
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
            "first-layer-only",
            "Only the first layer is updated",
            "All other layers come back as they were, as when return stands in the loop.",
            "Update every layer, and return after the loop.",
            lambda c, _: _only(c, 1),
        ),
        Slip(
            "last-layer-only",
            "Only the last layer is updated",
            "All other layers come back as they were, as when the new arrays are put into "
            "parameters after the loop.",
            "Put them in within the loop, for each layer.",
            lambda c, _: _only(c, len(c.before) // 2),
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


def _only(c: Any, layer: int) -> dict[str, Any]:
    return {
        name: array - c.rate * c.gradients[f"d{name}"] if name[1:] == str(layer) else array
        for name, array in c.before.items()
    }


def _all_but(c: Any, layer: int) -> dict[str, Any]:
    return {
        name: array if name[1:] == str(layer) else array - c.rate * c.gradients[f"d{name}"]
        for name, array in c.before.items()
    }


def _pick(what: str) -> ChainStep:
    letter = what[0]
    return ChainStep(
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


def _cases() -> list[Case]:
    cases = []
    for label, c in networks():
        gradients = L_layer_backward(c.HL, c.Y, L_layer_forward(c.X, c.parameters)[1])
        gradients = {name: array for name, array in gradients.items() if name[:2] != "dH"}
        given = SimpleNamespace(before=c.parameters, gradients=gradients, rate=RATE)
        arguments = (copies_of(c.parameters), copies_of(gradients), RATE)
        cases.append(
            Case(f"{label}, learning rate {RATE}", arguments, given, course=c.course, depth=c.depth)
        )
    return cases


def read_parameters(value: Any, case: Case) -> dict[str, Any]:
    """The outputs of a dictionary of parameters, see read_dictionary."""
    return read_dictionary(value, list(case.given.before), "the parameters")


def _reference(case: Case) -> dict[str, Array]:
    c = case.given
    return update_parameters(c.before, c.gradients, c.rate)


UPDATE_PARAMETERS = Exercise(
    "update_parameters",
    "network",
    ("parameters", "gradients", "learning_rate"),
    _cases,
    read_parameters,
    _reference,
    lambda what: (_UPDATE, _pick(what)),
)
