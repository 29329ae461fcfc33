"""How a function of the course is taken apart, so that a wrong number tells where it came from.

Each output is a chain of steps, each step a small formula with the slips that learners make in it.
A known mistake is thus a function too: run the chain with the slip in place of the step, and you
have the very numbers that a learner with that mistake gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from core.checking.report import Mistake
from core.network.arrays import Array

# (the given arrays by name, what the step before gave) -> what this step gives
Formula = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Slip:
    """A mistake in one step. harmless: it shows in hard cases alone; advice, not a fault."""

    id: str
    title: str
    sentence: str
    hint: str
    formula: Formula
    harmless: bool = False


def variants(id: str, title: str, hint: str, *ways: tuple[str, Formula]) -> tuple[Slip, ...]:
    """One mistake that is made in several ways: (sentence, formula) of each."""
    return tuple(Slip(id, title, sentence, hint, formula) for sentence, formula in ways)


@dataclass(frozen=True)
class ChainStep:
    """A step of a chain: what is right, and what is not. `what` names its result: "dZ"."""

    what: str
    right: Formula
    slips: tuple[Slip, ...] = ()


Chain = tuple[ChainStep, ...]


@dataclass(frozen=True, eq=False)
class Case:
    """One call. given: arrays by their names, for the formulas. judged: False where it only helps
    to tell mistakes apart. hard: a wrong number here is advice. start: what the learner's
    initialize_parameters is to give."""

    label: str
    arguments: tuple[Any, ...]
    given: SimpleNamespace
    named: dict[str, Any] = field(default_factory=dict)
    judged: bool = True
    hard: bool = False
    start: dict[str, Array] | None = None


@dataclass(frozen=True)
class Exercise:
    """One of the functions, ready to be checked.

    arguments: their names. read: the value that the learner's code gave, as outputs by name; an
    output that is not as it should be is a Misfit. reference: our outputs. numeric: the central
    difference of an output's entry, None where there is none. chains: by output; outputs whose
    names end in a layer's number share the chain of the name without it.
    """

    name: str
    page: str
    arguments: tuple[str, ...]
    cases: Callable[[], Sequence[Case]]
    read: Callable[[Any, Case], dict[str, Any]]
    reference: Callable[[Case], dict[str, Array]]
    chains: Callable[[str], Chain]
    numeric: Callable[[Case, str, tuple[int, ...]], float | None] = lambda case, what, index: None


@dataclass(frozen=True)
class Misfit:
    """In an output's place: a sentence about what was given instead, and the mistake it is."""

    problem: str
    mistake: Mistake | None = None


def mistake_of(slip: Slip, array: str, page: str) -> Mistake:
    return Mistake(slip.id, slip.title, slip.sentence, slip.hint, page, array)
