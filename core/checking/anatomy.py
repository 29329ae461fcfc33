"""How a function of the course is taken apart, so that a wrong number tells where it came from.

Each output is a chain of steps, each step a small formula with its slips: the mistakes that
learners make in it. A slip is a formula too: run the chain with the slip in place of the step, and
you have the very numbers that a learner with that mistake gets.
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
    """A known mistake in one step of a chain.

    id, title, sentence, hint: as in Mistake. formula: what is computed instead of the step's own.
    harmless: True when it shows in hard cases alone; it is then advice, not a fault. array: the
    array that it is in, where the step does not tell.
    """

    id: str
    title: str
    sentence: str
    hint: str
    formula: Formula
    harmless: bool = False
    array: str = ""


def variants(id: str, title: str, hint: str, *ways: tuple[str, Formula]) -> tuple[Slip, ...]:
    """The slips of one mistake that is made in several ways: (sentence, formula) of each way."""
    return tuple(Slip(id, title, sentence, hint, formula) for sentence, formula in ways)


@dataclass(frozen=True)
class ChainStep:
    """A step of a chain. what: the name of its result, "dZ". right: its formula. slips: what goes
    wrong in it."""

    what: str
    right: Formula
    slips: tuple[Slip, ...] = ()


Chain = tuple[ChainStep, ...]


@dataclass(frozen=True, eq=False)
class Case:
    """One call of a learner's function.

    arguments, named: what it is called with, by position and by name. given: arrays by their names,
    for the formulas of the chains. judged: False where it only helps to tell mistakes apart. hard:
    True where a wrong number is advice, not a fault. start: what the learner's
    initialize_parameters is to return in this call. course: 1 where the outputs are the course's
    10, 2 where its 784 inputs are there too, else 0. depth: how many layers the network has, 0
    where there is none.
    """

    label: str
    arguments: tuple[Any, ...]
    given: SimpleNamespace
    named: dict[str, Any] = field(default_factory=dict)
    judged: bool = True
    hard: bool = False
    start: dict[str, Array] | None = None
    course: int = 0
    depth: int = 0


@dataclass(frozen=True)
class Maker:
    """Where an argument comes from: function returns it as its last value. place: of the argument,
    from 0. arguments: what `function` is called with in a case."""

    place: int
    function: str
    arguments: Callable[[Case], tuple[Any, ...]]


@dataclass(frozen=True)
class Exercise:
    """One function of the course, ready to be checked.

    page: the id of its help page. arguments: their names. cases: the calls to make. read: from what
    the learner's code returned to outputs by name; an output that cannot be compared is a Misfit.
    reference: our outputs. chains: the chain of each output; outputs whose names end in a layer's
    number share the chain of the name without it. numeric: the central difference of an output's
    entry, None where there is none. maker: of the memory that it takes.
    """

    name: str
    page: str
    arguments: tuple[str, ...]
    cases: Callable[[], Sequence[Case]]
    read: Callable[[Any, Case], dict[str, Any]]
    reference: Callable[[Case], dict[str, Array]]
    chains: Callable[[str], Chain]
    numeric: Callable[[Case, str, tuple[int, ...]], float | None] = lambda case, what, index: None
    maker: Maker | None = None


@dataclass(frozen=True)
class Misfit:
    """Stands for an output that cannot be compared: why, in a sentence, and which known mistake
    that is."""

    problem: str
    mistake: Mistake | None = None


def mistake_of(slip: Slip, array: str, page: str) -> Mistake:
    """The Mistake that a slip is, in this array, with this help page."""
    return Mistake(slip.id, slip.title, slip.sentence, slip.hint, page, slip.array or array)
