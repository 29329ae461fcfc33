"""The course's formulas in words, and changes that put the right array in the place of one that a
function computes: where that mends it, its formula is wrong."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from core.checking.code.tree import FunctionCode, targets

RIGHT = "_right_"  # what a changed function finds the right arrays under, by their names
FORMULAS = {
    "dW": "dW = dZ·H_prevᵀ / m",
    "db": "db is the sum of dZ over the examples (axis=1, keepdims=True), divided by m",
    "dH_prev": "dH_prev = Wᵀ·dZ",
    "dZ": "dZ = dH times the slope of the activation at Z, entry by entry",
    "Z": "Z = W·H_prev + b",
    "H": "H is the activation of Z, entry by entry; of softmax exp(Z) by its column's sum",
    "memory": "the memory is Z",
    "loss": "the loss is -sum(Y · log(HL)) / m",
}
# What each function returns, in its order.
_RETURNED = {
    "sigmoid": ("H", "memory"),
    "relu": ("H", "memory"),
    "softmax": ("H", "memory"),
    "compute_loss": ("loss",),
    "sigmoid_backward": ("dZ",),
    "relu_backward": ("dZ",),
    "layer_backward": ("dH_prev", "dW", "db"),
    "linear_backward": ("dH_prev", "dW", "db"),
}


def right_arrays(
    function: FunctionCode, name: str
) -> Iterator[tuple[str, ast.stmt, str, Callable[[], None]]]:
    """(array, statement, what it computes, what undoes the change), in the order of the text; made
    in place, each to be undone before the next. name: the course's, of the function."""
    arrays = _RETURNED.get(name, ())
    if not arrays:
        return
    returns = [each for each in function.statements if isinstance(each, ast.Return) and each.value]
    names: dict[str, str] = {}
    for each in returns:
        parts = each.value.elts if isinstance(each.value, ast.Tuple) else [each.value]
        names |= {
            part.id: array
            for part, array in zip(parts, arrays, strict=False)
            if isinstance(part, ast.Name)
        }
    for statement in function.statements:
        if isinstance(statement, (ast.Assign, ast.AugAssign)):
            given = [n for n, place in targets(statement) if isinstance(place, ast.Name)]
            if len(given) == 1 and given[0] in names:
                yield _replaced(statement, names[given[0]])
        elif isinstance(statement, ast.Return) and statement.value is not None:
            if isinstance(statement.value, ast.Tuple):
                parts = statement.value.elts
                for at, array in enumerate(arrays[: len(parts)]):
                    if not isinstance(parts[at], ast.Name):
                        yield _in_tuple(statement, parts, at, array)
            elif not isinstance(statement.value, ast.Name):
                yield _replaced(statement, arrays[0])


def _right(array: str) -> ast.expr:
    return ast.Subscript(ast.Name(RIGHT, ast.Load()), ast.Constant(array), ast.Load())


def _replaced(
    statement: ast.Assign | ast.AugAssign | ast.Return, array: str
) -> tuple[str, ast.stmt, str, Callable[[], None]]:
    value = statement.value
    assert value is not None
    statement.value = _right(array)

    def undo() -> None:
        statement.value = value

    return array, statement, ast.unparse(value), undo


def _in_tuple(
    statement: ast.stmt, parts: list[ast.expr], at: int, array: str
) -> tuple[str, ast.stmt, str, Callable[[], None]]:
    value = parts[at]
    parts[at] = _right(array)

    def undo() -> None:
        parts[at] = value

    return array, statement, ast.unparse(value), undo
