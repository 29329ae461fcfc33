"""linear_forward and linear_backward: one layer without its activation, as some courses cut it."""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Maker, Misfit
from core.checking.exercises.examples import WHOLE, layers
from core.checking.exercises.formulas import NUDGE
from core.checking.exercises.layer_backward import LAYER_BACKWARD
from core.checking.exercises.layer_forward import LAYER_FORWARD
from core.checking.exercises.outputs import (
    array_or_misfit,
    linear_memory_parts,
    parts_of,
    read_several,
)
from core.network.arrays import Array
from core.network.layers import linear_backward

_MEMORY = ("H_prev in memory", "W in memory", "b in memory")
_DZ = ChainStep("dZ", lambda c, _: c.dZ)


def _layers() -> list[tuple[str, Any]]:
    """Each layer once, whatever its activation is."""
    return [(label, c) for label, c in layers() if c.activation == "relu"]


def _forward_cases() -> list[Case]:
    return [
        Case(label, (c.H_prev.copy(), c.W.copy(), c.b.copy()), c, hard=label == WHOLE)
        for label, c in _layers()
    ]


def _read_forward(value: Any, case: Case) -> dict[str, Any]:
    if parts_of(value, 2) is None:
        return {"Z": read_several("Z", "memory")(value, case)["Z"]}
    found = {"Z": array_or_misfit(value[0], "Z")}
    parts = linear_memory_parts(value[1])
    if isinstance(parts, Misfit):
        return found | {"b in memory": parts}
    return found | {
        name: array_or_misfit(part, name) for name, part in zip(_MEMORY, parts, strict=True)
    }


def _forward_reference(case: Case) -> dict[str, Array]:
    c = case.given
    return {"Z": c.Z} | dict(zip(_MEMORY, (c.H_prev, c.W, c.b), strict=True))


def _forward_chain(what: str) -> Chain:
    if what != "Z":
        return LAYER_FORWARD.chains(what)
    return tuple(takewhile(lambda step: step.what == "Z", LAYER_FORWARD.chains("H")))


def _backward_cases() -> list[Case]:
    cases = []
    for label, c in _layers():
        # What comes in is any array of Z's shape; dH is that of the formulas.
        given = type(c)(**vars(c) | {"dZ": c.dH, "dH": c.dH[:, ::-1] + 1})
        arguments = (c.dH.copy(), (c.H_prev.copy(), c.W.copy(), c.b.copy()))
        cases.append(Case(label, arguments, given, hard=label == WHOLE))
    return cases


def _backward_reference(case: Case) -> dict[str, Array]:
    c = case.given
    dH_prev, dW, db = linear_backward(c.dZ, (c.H_prev, c.W, c.b))
    assert dH_prev is not None
    return {"dH_prev": dH_prev, "dW": dW, "db": db}


def _numeric(case: Case, what: str, index: tuple[int, ...]) -> float:
    """Of sum(dZ · Z), by H_prev itself, by W and b of its mean."""
    c = case.given
    name = {"dH_prev": "H_prev", "dW": "W", "db": "b"}[what]
    totals = []
    for nudge in (NUDGE, -NUDGE):
        nudged = {each: np.array(vars(c)[each], float) for each in ("H_prev", "W", "b")}
        nudged[name][index] += nudge
        totals.append(float(np.sum(c.dZ * (nudged["W"] @ nudged["H_prev"] + nudged["b"]))))
    return (totals[0] - totals[1]) / (2 * NUDGE) / (1 if what == "dH_prev" else c.m)


def _backward_chain(what: str) -> Chain:
    return (_DZ, *dropwhile(lambda step: step.what == "dZ", LAYER_BACKWARD.chains(what)))


LINEAR_FORWARD = Exercise(
    "linear_forward",
    "forward",
    ("H_prev", "W", "b"),
    _forward_cases,
    _read_forward,
    _forward_reference,
    _forward_chain,
)
LINEAR_BACKWARD = replace(
    LAYER_BACKWARD,
    name="linear_backward",
    arguments=("dZ", "linear_memory"),
    cases=_backward_cases,
    reference=_backward_reference,
    chains=_backward_chain,
    numeric=_numeric,
    maker=Maker(1, "linear_forward", lambda case: (case.given.H_prev, case.given.W, case.given.b)),
)
