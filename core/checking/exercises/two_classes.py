"""The functions of a network with one yes-or-no output: a sigmoid at the end, and its loss.

Files that take other names than the course's for their functions often have such a network.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Slip
from core.checking.exercises.descent import L_LAYER_MODEL, model_cases
from core.checking.exercises.examples import networks
from core.checking.exercises.loss import COMPUTE_LOSS
from core.checking.exercises.network_backward import L_LAYER_BACKWARD, backward_cases
from core.checking.exercises.network_forward import L_LAYER_FORWARD, forward_cases
from core.network.arrays import Array


def _loss_cases() -> list[Case]:
    cases = []
    for seed, m in enumerate((3, 1, 8, 5), start=1):
        rng = np.random.default_rng(seed)
        HL, Y = rng.uniform(0.05, 0.95, (1, m)), rng.integers(0, 2, (1, m)) * 1.0
        Y[0, -1] = m == 1
        given = SimpleNamespace(HL=HL, Y=Y, m=m, n=1)
        cases.append(Case(f"two classes, m = {m}, seed {seed}", (HL.copy(), Y.copy()), given))
    return cases


def _terms(id: str, title: str, sentence: str, formula: Any) -> Slip:
    hint = "loss = -sum(Y · log(HL) + (1 - Y) · log(1 - HL)) / m"
    return Slip(id, title, sentence, hint, lambda c, _: formula(c.HL, c.Y))


_TERMS = ChainStep(
    "terms",
    lambda c, _: c.Y * np.log(c.HL) + (1 - c.Y) * np.log(1 - c.HL),
    (
        _terms(
            "half-of-the-loss",
            "Half of the loss is missing",
            "The examples with Y = 0 are left out.",
            lambda HL, Y: Y * np.log(HL),
        ),
        _terms(
            "half-of-the-loss",
            "Half of the loss is missing",
            "The examples with Y = 1 are left out.",
            lambda HL, Y: (1 - Y) * np.log(1 - HL),
        ),
        _terms(
            "loss-minus",
            "A minus between the two halves",
            "The second half is subtracted.",
            lambda HL, Y: Y * np.log(HL) - (1 - Y) * np.log(1 - HL),
        ),
        _terms(
            "one-minus-missing",
            "1 - HL is missing",
            "The logarithm of HL is taken in both halves.",
            lambda HL, Y: np.log(HL),
        ),
        _terms(
            "log-missing",
            "There is no logarithm",
            "Y · HL + (1 - Y) · (1 - HL) is summed.",
            lambda HL, Y: Y * HL + (1 - Y) * (1 - HL),
        ),
    ),
)


def _loss_chain(what: str) -> Chain:
    return (_TERMS, *COMPUTE_LOSS.chains(what)[1:])


def _loss(case: Case) -> dict[str, Array]:
    c = case.given
    return {"loss": -np.sum(np.where(c.Y == 1, np.log(c.HL), np.log(1 - c.HL))) / c.m}


def _forward(case: Case) -> dict[str, Array]:
    c = case.given
    memories = {f"Z{layer} in memories": Z for layer, Z in enumerate(c.Zs, start=1)}
    return {"HL": c.HL} | memories


# By the function's name in the course.
TWO_CLASSES: dict[str, Exercise] = {
    each.name: each
    for each in (
        replace(COMPUTE_LOSS, cases=_loss_cases, reference=_loss, chains=_loss_chain),
        replace(
            L_LAYER_FORWARD,
            cases=lambda: forward_cases(networks(two_classes=True)),
            reference=_forward,
        ),
        replace(
            L_LAYER_BACKWARD,
            cases=lambda: backward_cases(networks(two_classes=True)),
            numeric=lambda case, what, index: None,
        ),
        replace(L_LAYER_MODEL, cases=lambda: model_cases(networks(two_classes=True))),
    )
}
