"""What is wrong with a value: it is whole, lost or printed, or a sign means something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from core.checking.code.spot import ANY, Spot
from core.checking.code.tree import (
    Code,
    FunctionCode,
    calls,
    name_of,
    within,
)
from core.checking.report import FunctionReport

_WHOLE = ("int", "int32", "int64", "int_", "intp", "uint8", "int8", "int16")


def integers(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    for part in function.with_helpers:
        for statement in part.statements:
            for node in within(statement):
                if _is_whole(node):
                    yield Spot(
                        "whole-numbers",
                        "Whole numbers",
                        "The results are put into an array of whole numbers, which cuts off their "
                        "decimals.",
                        "Keep floating-point numbers: leave out dtype=int, astype(int) and //.",
                        statement.lineno,
                        frozenset(("sigmoid-parentheses", "relu-mask-missing", "no-dH")),
                    )
                    return


def _is_whole(node: ast.AST) -> bool:
    match node:
        case ast.keyword(arg="dtype", value=value):
            return name_of(value) in _WHOLE or _is_text(value, _WHOLE)
        case ast.Call(func=ast.Attribute(attr="astype"), args=[kind, *_]):
            return name_of(kind) in _WHOLE or _is_text(kind, _WHOLE)
        case ast.BinOp(op=ast.FloorDiv(), left=left):
            return not calls(left, "len") and not isinstance(left, ast.Constant)
    return False


def _is_text(node: ast.expr, texts: tuple[str, ...]) -> bool:
    return isinstance(node, ast.Constant) and node.value in texts


def power(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    for statement in function.statements:
        if any(
            isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitXor)
            for each in within(statement)
        ):
            yield Spot(
                "power",
                "^ is no power",
                "In Python ^ works on the bits of whole numbers.",
                "Write ** for a power.",
                statement.lineno,
                ANY,
            )
            return


def not_kept(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    """A result that goes nowhere."""
    for statement in function.statements:
        if not isinstance(statement, ast.Expr):
            continue
        value = statement.value
        pure = isinstance(value, ast.Call) and name_of(value.func) in (
            *(
                "maximum",
                "where",
                "dot",
                "sum",
                "multiply",
                "exp",
                "log",
                "copy",
                "reshape",
                "relu",
            ),
            *("sigmoid", "softmax", "update_parameters", "relu_backward", "sigmoid_backward"),
        )
        if pure or isinstance(value, (ast.BinOp, ast.Compare)):
            yield Spot(
                "result-lost",
                "The result is not kept",
                "This line computes something and gives it no name, so it is lost.",
                "Assign it: name = ...",
                statement.lineno,
                frozenset(("relu-mask-missing", "model-not-updated", "W-unchanged")),
            )
            return


def printed(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    if any(isinstance(each, ast.Return) and each.value for each in function.statements):
        return
    for statement in function.statements:
        if isinstance(statement, ast.Expr) and calls(statement, "print"):
            yield Spot(
                "printed",
                "Printed, not returned",
                "The result is printed, and nothing is returned: None comes back.",
                "Write return in place of print.",
                statement.lineno,
            )
            return
    if function.statements:
        yield Spot(
            "no-return",
            "Nothing is returned",
            "The function ends without return, so None comes back.",
            "Return the result in the last line.",
            function.statements[-1].lineno,
        )
