"""Small changes to a function's code, one at a time: what a learner would change to mend it.

A change that makes a wrong function right in every case tells its mistake, and the very line
(core.checking.mending). This is fault localisation by mutation (Papadakis, Le Traon: Metallaxis-FL,
2015), with the changes that fit the course's functions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.checking.code.edits_of_statements import statement_edits
from core.checking.code.edits_of_values import Scope, value_edits
from core.checking.code.forms import is_right
from core.checking.code.formulas import right_arrays
from core.checking.code.tree import FunctionCode, targets

FORMULA = "formula"  # the kind of an edit whose `after` is the name of an array
_TURNS = {"superfluous": 1, "left-out": 1, "name": 2}  # all others come first
_LAST = 2
LONGEST = 20_000  # letters of a function that is changed


@dataclass(frozen=True)
class Edit:
    """One change. function: the name of what is mended by it: the function whose own code, or whose
    helper's, is changed. kind: a key of core.checking.code.edit_words.KINDS, or FORMULA. line: of
    what is changed. before, after: that, as Python; "" for nothing. source: the definition with the
    change."""

    function: str
    kind: str
    line: int
    before: str
    after: str
    source: str


def edits(functions: Sequence[FunctionCode], line: int | None = None) -> Iterator[Edit]:
    """All changes to functions and their helpers, those of doubtful statements first; what is left
    out, and other names, which are many, after all else. line: that of the only statements to
    change; None for all."""
    parts = [
        (function.name, part)
        for function in functions
        for part in function.with_helpers
        if len(ast.unparse(part.node)) <= LONGEST
    ]
    for doubtful in (True, False):
        for turn in range(_LAST + 1):
            for name, part in parts:
                chosen = [
                    each
                    for each in part.statements
                    if is_right(each) != doubtful and line in (None, each.lineno)
                ]
                yield from _edits_of(name, part, chosen, turn)


def formula_edits(function: FunctionCode, name: str) -> Iterator[Edit]:
    """The right array in the place of what a statement computes. name: the course's, of the
    function."""
    for array, statement, before, undo in right_arrays(function, name):
        source = ast.unparse(function.node)
        undo()
        yield Edit(function.name, FORMULA, statement.lineno, before, array, source)


def _edits_of(name: str, part: FunctionCode, chosen: list[ast.stmt], turn: int) -> Iterator[Edit]:
    if not chosen:
        return
    scope, counting = _scope_of(part), _counting(part)
    chosen = [each for each in chosen if id(each) not in counting]
    for kind, statement, before, after, undo in statement_edits(part.node, set(map(id, chosen))):
        source = ast.unparse(part.node) if _turn_of(kind) == turn else ""
        undo()
        if source:
            yield Edit(name, kind, statement.lineno, before, after, source)
    for statement in chosen:
        changes = value_edits(statement, scope, lambda kind: _turn_of(kind) == turn)
        for kind, before, after, undo in changes:
            source = ast.unparse(part.node)
            undo()
            yield Edit(name, kind, statement.lineno, before, after, source)


def _turn_of(kind: str) -> int:
    return _TURNS.get(kind, 0)


def _counting(part: FunctionCode) -> set[int]:
    """The id() of statements that a while loop ends by: changed, it may never end."""
    found = set()
    for loop in part.loops():
        if isinstance(loop, ast.While):
            asked = {each.id for each in ast.walk(loop.test) if isinstance(each, ast.Name)}
            found |= {
                id(each)
                for each in ast.walk(loop)
                if isinstance(each, ast.stmt)
                and not isinstance(each, ast.While)
                and asked & {name for name, _ in targets(each)}
            }
    return found


def _scope_of(part: FunctionCode) -> Scope:
    given = [each for each in part.parameters if each != "self"]
    made = [
        place.id
        for statement in part.statements
        for _, place in targets(statement)
        if isinstance(place, ast.Name)
    ]
    counters = [
        place.id
        for loop in part.loops()
        for _, place in targets(loop)
        if isinstance(place, ast.Name)
    ]
    return Scope(tuple(dict.fromkeys((*given, *made))), tuple(dict.fromkeys(counters)))
