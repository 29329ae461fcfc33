"""L_layer_forward: the whole network, from X to HL."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from core.checking.anatomy import Case, ChainStep, Exercise, Misfit, Slip
from core.checking.exercises.examples import copies_of, networks
from core.checking.exercises.formulas import forward, relu, sigmoid, softmax
from core.checking.exercises.outputs import (
    array_or_misfit,
    kind_of,
    memory_parts,
    parts_of,
    read_several,
)
from core.network.arrays import Array
from core.network.network import L_layer_forward


def _through(id: str, title: str, sentence: str, g: Callable[[Any], Any]) -> Slip:
    return Slip(id, title, sentence, "The hidden layers use ReLU.", lambda c, _: g)


_HIDDEN_WAY = ChainStep(
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


_WAY = ChainStep(
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


def _pick(what: str) -> ChainStep:
    if what == "HL":
        return ChainStep(what, lambda c, ways: ways[0])
    layer = _number(what)
    return ChainStep(what, lambda c, ways: ways[1][layer - 1])


def _number(what: str) -> int:
    found = re.search(r"\d+", what)
    return int(found.group()) if found else 0


def forward_cases(found: list[tuple[str, Any]]) -> list[Case]:
    """The calls with these networks."""
    return [
        Case(label, (c.X.copy(), copies_of(c.parameters)), c, course=c.course) for label, c in found
    ]


def _read(value: Any, case: Case) -> dict[str, Any]:
    if parts_of(value, 2) is None:
        return {"HL": read_several("HL", "memories")(value, case)["HL"]}
    found = {"HL": array_or_misfit(value[0], "HL")}
    memories = value[1]
    depth = case.given.depth
    if parts_of(memories, depth) is None:
        wrong = f"The memories should be a list of {depth}, one a layer; this is "
        return found | {"memories": Misfit(wrong + kind_of(memories) + ".")}
    for layer, memory in enumerate(memories, start=1):
        parts = memory_parts(memory)
        name = f"Z{layer} in memories"
        found[name] = parts if isinstance(parts, Misfit) else array_or_misfit(parts[3], name)
    return found


def _reference(case: Case) -> dict[str, Array]:
    HL, memories = L_layer_forward(case.given.X, case.given.parameters)
    return {"HL": HL} | {
        f"Z{layer} in memories": Z for layer, (_, Z) in enumerate(memories, start=1)
    }


L_LAYER_FORWARD = Exercise(
    "L_layer_forward",
    "forward",
    ("X", "parameters"),
    lambda: forward_cases(networks()),
    _read,
    _reference,
    lambda what: (_HIDDEN_WAY, _WAY, _pick(what)),
)
