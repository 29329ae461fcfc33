"""What can be seen in code, and which causes that the numbers told it explains better."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.checking.code.tree import Code, FunctionCode
from core.checking.report import FunctionReport

# What a number tells only in general: the code may know better.
VAGUE = frozenset(
    (
        *("factor", "doubled", "half", "rounded", "zeros", "flat", "sign"),
        *("missing-entry", "no-return", "two-answers"),
    )
)

CHANGE = "code-"  # what the ids of core.checking.mending begin with


@dataclass(frozen=True)
class Spot:
    """Something in the code. line: where. over: the ids of mistakes that the numbers may have told
    and that this explains better; VAGUE ones always."""

    id: str
    title: str
    sentence: str
    hint: str
    line: int
    over: frozenset[str] = frozenset()
    array: str = ""


Look = Callable[[FunctionReport, FunctionCode, Code], Iterator[Spot]]


class _Any(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


ANY: frozenset[str] = _Any()
