"""In which line of a function a known mistake is made.

Each statement is weighed: whether the course has the very same one, whether it gives a value to the
array that is wrong, and whether it has what the mistake is known by.
"""

from __future__ import annotations

import ast
import re

from core.checking.code.forms import is_right
from core.checking.code.marks import MARKS
from core.checking.code.tree import FunctionCode, bare, calls, name_of, own_expressions, targets
from core.checking.report import Mistake

# What arrays are called beside their own names, without digits and “_”, in small letters.
_ALIASES: dict[str, tuple[str, ...]] = {
    "H": ("h", "a", "out", "result", "s", "sig", "res", "y", "zexp", "e", "exps", "relu"),
    "HL": ("hl", "al", "h", "a", "yhat", "probs", "memory", "out"),
    "Z": ("z", "memory", "cache"),
    "loss": ("loss", "cost", "l", "j", "logprobs", "total", "crossentropy", "losses"),
    "dZ": ("dz", "da", "dh", "grad", "mask", "ds", "derivative", "slope", "h", "s", "sig"),
    "dW": ("dw", "gradw", "dwtemp"),
    "db": ("db", "gradb", "dbtemp"),
    "dH_prev": ("dhprev", "daprev", "dx", "dhprevtemp", "dh", "da"),
    "dH": ("dh", "da", "dhprev", "dhl", "dal", "dz", "dhprevtemp"),
    "W": ("w", "parameters", "params"),
    "b": ("b", "parameters", "params"),
    "parameters": ("parameters", "params", "w", "b"),
    "memory": ("memory", "cache", "linearmemory", "activationmemory", "zmemory"),
}
SUSPECT, TARGET, MARKED = 4.0, 3.0, 5.0  # weights
_RETURNS = 1.5  # what a function without an assignment to the array gives back
_LATER = 0.01  # a line: the last of equal ones has the say


def line_of(mistake: Mistake, function: FunctionCode) -> int:
    """The line that the mistake is made in, from 1; that of the definition where nothing tells."""
    marks = MARKS.get(mistake.id, ())
    names = names_of(mistake.array)
    best, weight = function.node.lineno, 0.0
    if mistake.id == "memories-count" and (line := _loop_without_append(function)):
        return line
    if mistake.id == "changes-input" and (line := _writes_to_input(function)):
        return line
    if (wrong := WRONG_BRANCHES.get(mistake.id)) and (line := _in_branch(function, *wrong)):
        return line
    for part in function.with_helpers:
        for place, statement in enumerate(part.statements):
            if _says_nothing(statement):
                continue
            found = place * _LATER
            found += SUSPECT * (not is_right(statement))
            found += TARGET * _gives(statement, names)
            found += sum(MARKED / (1 + k) for k, mark in enumerate(marks) if mark(statement))
            found += _RETURNS * isinstance(statement, ast.Return)
            if found > weight + 1e-9:
                best, weight = statement.lineno, found
    return best


# Of mistakes in branches: what the test of a branch says, and what is called in it all the same.
WRONG_BRANCHES = {
    "always-relu": ("sigmoid", ("relu", "relu_backward")),
    "always-sigmoid": ("relu", ("sigmoid", "sigmoid_backward")),
}


def _writes_to_input(function: FunctionCode) -> int | None:
    """The line that writes into an array that the function was given, or to another name of it."""
    given = set(function.parameters)
    for statement in function.statements:
        if isinstance(statement, ast.Assign) and name_of(statement.value) in given:
            given |= {name for name, _ in targets(statement)}
        for _, place in targets(statement):
            is_written = isinstance(place, ast.Subscript) or isinstance(statement, ast.AugAssign)
            if is_written and name_of(place) in given:
                return statement.lineno
        for part in own_expressions(statement):
            for call in calls(part):
                if any(
                    each.arg == "out" and name_of(each.value) in given for each in call.keywords
                ):
                    return statement.lineno
    return None


def _loop_without_append(function: FunctionCode) -> int | None:
    """The last line of a loop that keeps nothing."""
    for loop in function.loops():
        if not any(calls(each, "append", "extend", "insert") for each in loop.body):
            return loop.body[-1].lineno
    return None


def _in_branch(function: FunctionCode, tested: str, called: tuple[str, ...]) -> int | None:
    """The line in a branch for `tested`, or for what is left, that calls one of `called`."""
    for part in function.with_helpers:
        for branch in part.statements:
            if not isinstance(branch, ast.If):
                continue
            said = any(
                isinstance(node, ast.Constant) and node.value == tested
                for node in ast.walk(branch.test)
            )
            body = branch.body if said else branch.orelse
            for statement in body:
                if not isinstance(statement, ast.If) and calls(statement, *called):
                    return statement.lineno
    return None


def names_of(array: str) -> tuple[str, ...]:
    """The names under which a function may hold an array, as `bare` gives them."""
    letters = re.sub(r"\d+", "", array.partition(" in ")[0].partition(" and ")[0])
    return _ALIASES.get(letters, (bare(letters),))


def _gives(statement: ast.stmt, names: tuple[str, ...]) -> float:
    """How well an assignment fits: 1 for the array's own name, less for another word for it."""
    given = {bare(name) for name, _ in targets(statement)}
    place = next((k for k, name in enumerate(names) if name in given), None)
    return 0.0 if place is None else 1.0 - 0.5 * place / len(names)


def _says_nothing(statement: ast.stmt) -> bool:
    """An assertion, a text, something printed, an empty branch, or what defines a function."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) or bool(calls(statement, "print"))
    nothing = (ast.Assert, ast.Pass, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return isinstance(statement, nothing)
