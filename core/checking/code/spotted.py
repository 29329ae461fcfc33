"""Mistakes that are seen in the code of a function that does not give what it should.

Each is looked for where the numbers tell no cause, or tell one that the code contradicts.
"""

from __future__ import annotations

from core.checking.code import spots_in_loops, spots_in_values, spots_outside
from core.checking.code.edits import FORMULA
from core.checking.code.spot import ANY, CHANGE, VAGUE, Look, Spot
from core.checking.code.tree import Code, FunctionCode
from core.checking.report import FunctionReport, Mistake

# The surest first.
LOOKS: tuple[Look, ...] = (
    spots_outside.hidden_error,
    spots_in_loops.starts_again,
    spots_in_loops.early_return,
    spots_in_loops.outside_the_loop,
    spots_in_loops.begun_anew,
    spots_in_loops.divided_in_the_loop,
    spots_in_loops.after_the_loop,
    spots_outside.random_numbers,
    spots_outside.remembers,
    spots_outside.default_kept,
    spots_outside.from_outside,
    spots_in_values.integers,
    spots_in_values.power,
    spots_in_values.not_kept,
    spots_outside.unused,
    spots_in_values.printed,
)


def spotted(report: FunctionReport, function: FunctionCode, code: Code, page: str) -> list[Mistake]:
    """What is seen in a function that is wrong or failed, the surest first.

    Empty where the numbers have named a cause that nothing here is better than.
    """
    found = [spot for look in LOOKS for spot in look(report, function, code)]
    return [
        Mistake(
            each.id, each.title, each.sentence, each.hint, page, each.array, each.line,
            code.line(each.line),
        )
        for each in found
        if _is_better(each, report.mistake)
    ]  # fmt: skip


def _is_better(spot: Spot, known: Mistake | None) -> bool:
    """Whether it tells more than what is known. What one change mends is made in that line."""
    if known is None or spot.over is ANY:
        return True
    if known.id.startswith(CHANGE) and known.id != f"{CHANGE}{FORMULA}":
        return spot.line == known.line
    is_vague = known.id in VAGUE or known.id.startswith(CHANGE)
    return is_vague or known.id in spot.over
