"""L_layer_forward: the whole network, from X to HL."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from core.checking.anatomy import Case, ChainStep, Exercise, Formula, Misfit, Slip, variants
from core.checking.exercises.examples import copies_of, networks
from core.checking.exercises.formulas import forward, relu, sigmoid, softmax
from core.checking.exercises.outputs import (
    array_or_misfit,
    kind_of,
    memory_parts,
    parts_of,
    read_several,
)
from core.checking.report import Mistake
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


def _through_layers(order: Callable[[int], Sequence[int]]) -> Formula:
    """Through the layers in this order, by the number of layers; the last place is the output's."""
    return lambda c, hidden: _passed(c, hidden, [(k, k) for k in order(c.depth)])


def _with_first(c: Any, hidden: Any, letter: str) -> tuple[Any, list[Any]]:
    """All hidden layers with the W, or the b, of the first."""
    pairs = [(1, k) if letter == "W" else (k, 1) for k in range(1, c.depth)]
    return _passed(c, hidden, [*pairs, (c.depth, c.depth)])


def _passed(c: Any, hidden: Any, pairs: Sequence[tuple[int, int]]) -> tuple[Any, list[Any]]:
    """(HL, [Z1, ...]) through layers of these (W, b)."""
    H, Zs = c.X, []
    for place, (W, b) in enumerate(pairs, start=1):
        Zs.append(c.parameters[f"W{W}"] @ H + c.parameters[f"b{b}"])
        H = c.last(Zs[-1]) if place == len(pairs) else hidden(Zs[-1])
    return H, Zs


def _fed(c: Any, hidden: Any, gets_X: Callable[[int], bool]) -> tuple[Any, list[Any]]:
    """(HL, [Z1, ...]) where some layers get X."""
    H, Zs = c.X, []
    for layer in range(1, c.depth + 1):
        given = c.X if gets_X(layer) else H
        Zs.append(c.parameters[f"W{layer}"] @ given + c.parameters[f"b{layer}"])
        H = c.last(Zs[-1]) if layer == c.depth else hidden(Zs[-1])
    return H, Zs


def _output_from(c: Any, hidden: Any, place: int) -> tuple[Any, list[Any]]:
    """(HL, [Z1, ...]) where the output gets the H at this place, -2 being the last hidden one's."""
    _, Zs = forward(c, hidden)
    H = hidden(Zs[place]) if len(Zs) >= -place else c.X
    Zs[-1] = c.parameters[f"W{c.depth}"] @ H + c.parameters[f"b{c.depth}"]
    return c.last(Zs[-1]), Zs


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
        *variants(
            "layer-skipped",
            "A layer is skipped",
            "Every layer takes its turn: for l in range(1, L), then the last one.",
            ("The first layer is left out.", _through_layers(lambda L: range(2, L + 1))),
            (
                "The last hidden layer is left out.",
                _through_layers(lambda L: (*range(1, L - 1), L)),
            ),
            (
                "The output layer gets what the last hidden layer was given, not what it gave.",
                lambda c, hidden: _output_from(c, hidden, -3),
            ),
        ),
        *variants(
            "layer-doubled",
            "A layer comes twice",
            "Every layer takes its turn once.",
            (
                "The first layer is passed two times.",
                _through_layers(lambda L: (1, *range(1, L + 1))),
            ),
            (
                "The second layer is passed two times.",
                _through_layers(lambda L: (1, 2, *range(2, L + 1))),
            ),
            (
                "The last hidden layer is passed two times.",
                _through_layers(lambda L: (*range(1, L), L - 1, L)),
            ),
        ),
        *variants(
            "layers-reversed",
            "The layers are in another order",
            "W1 comes first: for l in range(1, L).",
            (
                "The hidden layers are passed from the last to the first.",
                _through_layers(lambda L: (*range(L - 1, 0, -1), L)),
            ),
            (
                "The layers are passed from the last to the first.",
                _through_layers(lambda L: range(L, 0, -1)),
            ),
        ),
        *variants(
            "layers-alike",
            "Every layer takes the same weights",
            "Layer l has its own: parameters['W' + str(l)].",
            ("All hidden layers take W1 and b1.", _through_layers(lambda L: (*[1] * (L - 1), L))),
            ("All layers take W1 and b1.", _through_layers(lambda L: [1] * L)),
            ("All hidden layers take b1.", lambda c, hidden: _with_first(c, hidden, "b")),
            ("All hidden layers take W1.", lambda c, hidden: _with_first(c, hidden, "W")),
        ),
        *variants(
            "X-for-H",
            "X where H belongs",
            "Each layer gets what the layer before it gave: H_prev = H.",
            ("Every layer gets X.", lambda c, hidden: _fed(c, hidden, lambda layer: True)),
            (
                "Every hidden layer gets X.",
                lambda c, hidden: _fed(c, hidden, lambda k: k < c.depth),
            ),
            ("The output layer gets X.", lambda c, hidden: _fed(c, hidden, lambda k: k == c.depth)),
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
        Case(label, (c.X.copy(), copies_of(c.parameters)), c, course=c.course, depth=c.depth)
        for label, c in found
    ]


def _read(value: Any, case: Case) -> dict[str, Any]:
    if parts_of(value, 2) is None:
        return {"HL": read_several("HL", "memories")(value, case)["HL"]}
    found = {"HL": array_or_misfit(value[0], "HL")}
    memories = value[1]
    depth = case.given.depth
    if parts_of(memories, depth) is None:
        wrong = f"The memories should be a list of {depth}, one a layer; this is "
        problem = wrong + kind_of(memories) + "."
        return found | {"memories": Misfit(problem, _of_memories(value, case, problem))}
    for layer, memory in enumerate(memories, start=1):
        parts = memory_parts(memory)
        name = f"Z{layer} in memories"
        found[name] = parts if isinstance(parts, Misfit) else array_or_misfit(parts[3], name)
    return found


def _of_memories(value: Any, case: Case, problem: str) -> Mistake | None:
    HL, memories = value[0], value[1]
    if isinstance(HL, (list, tuple)) and not isinstance(memories, (list, tuple)):
        return Mistake(
            "values-reordered",
            "The values come in another order",
            "(memories, HL) is returned; it should be (HL, memories).",
            "Return them in the order of the exercise: whoever calls it unpacks them so.",
            "forward",
            "HL",
        )
    if isinstance(memories, (list, tuple)) and getattr(HL, "shape", None) == case.given.HL.shape:
        return Mistake(
            "memories-count",
            "The memories are not one a layer",
            problem,
            "Append each layer's memory once, the output layer's too.",
            "forward",
            "memories",
        )
    return None


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
