"""Small changes to a function's code, one at a time: what a learner would change to mend it.

A change that makes a wrong function right in every case tells its mistake, and the very line
(core.checking.mending). This is fault localisation by mutation (Papadakis, Le Traon: Metallaxis-FL,
2015), with the changes that fit the course's functions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from core.checking.code.edits_of_statements import statement_edits
from core.checking.code.edits_of_values import Scope, value_edits
from core.checking.code.forms import is_right
from core.checking.code.tree import FunctionCode, targets

LONGEST = 20_000  # letters of a function that is changed


@dataclass(frozen=True)
class Edit:
    """One change. kind: a key of core.checking.mending.KINDS. line: of what is changed. before,
    after: that, as Python; "" for nothing. source: the definition of the function with the
    change."""

    kind: str
    line: int
    before: str
    after: str
    source: str


def edits(function: FunctionCode) -> Iterator[Edit]:
    """All changes to a function and its helpers, those of doubtful statements first."""
    parts = list(function.with_helpers)
    for doubtful in (True, False):
        for part in parts:
            yield from _edits_of(part, doubtful=doubtful)


def _edits_of(part: FunctionCode, *, doubtful: bool) -> Iterator[Edit]:
    """Of the statements that the course has not, or of those that it has."""
    if len(ast.unparse(part.node)) > LONGEST:
        return
    scope = _scope_of(part)
    chosen = [each for each in part.statements if is_right(each) != doubtful]
    ids = {id(each) for each in chosen}
    for kind, statement, before, after, undo in statement_edits(part.node, ids):
        source = ast.unparse(part.node)
        undo()
        yield Edit(kind, statement.lineno, before, after, source)
    for statement in chosen:
        for kind, before, after, undo in value_edits(statement, scope):
            source = ast.unparse(part.node)
            undo()
            yield Edit(kind, statement.lineno, before, after, source)


def _scope_of(part: FunctionCode) -> Scope:
    given = [each for each in part.parameters if each != "self"]
    made = [
        place.id
        for statement in part.statements
        for _, place in targets(statement)
        if isinstance(place, ast.Name)
    ]
    return Scope(tuple(dict.fromkeys((*given, *made))))
