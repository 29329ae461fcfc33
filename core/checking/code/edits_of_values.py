"""Changes to the expressions of one statement."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.checking.code.tree import called_name, name_of

Change = tuple[str, str, str, Callable[[], None]]  # kind, before, after, what undoes it
_Made = Iterator[tuple[str, ast.expr]]

_ACTIVATIONS = ("relu", "sigmoid", "softmax", "tanh")
_BACKWARD = ("relu_backward", "sigmoid_backward", "tanh_backward")
# Functions that are taken for one another.
_TAKEN = {
    "max": ("maximum", "sum"),
    "min": ("maximum", "sum"),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "sum": ("mean",),
    "mean": ("sum",),
    "dot": ("multiply",),
    "matmul": ("multiply",),
    "multiply": ("dot",),
    "insert": (),
    "log10": ("log",),
    "log2": ("log",),
    "log1p": ("log",),
    "exp2": ("exp",),
    "expm1": ("exp",),
    "exp": ("log",),
    "rand": ("randn",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "ones_like": ("zeros_like",),
    **{name: tuple(each for each in _ACTIVATIONS if each != name) for name in _ACTIVATIONS},
    **{name: tuple(each for each in _BACKWARD if each != name) for name in _BACKWARD},
}
_REDUCING = ("sum", "mean", "max", "min")
_WORDS = ("relu", "sigmoid", "softmax")
_KEYS = ("W", "b", "dW", "db", "dH", "dA")
_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.MatMult),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.BitXor: (ast.Pow,),
    ast.Pow: (ast.Mult,),
    ast.Mod: (ast.Div,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}


@dataclass(frozen=True)
class Scope:
    """names: that the function has of its own. counters: those that a loop counts with."""

    names: tuple[str, ...]
    counters: tuple[str, ...] = ()


def value_edits(
    statement: ast.stmt, scope: Scope, is_wanted: Callable[[str], bool]
) -> Iterator[Change]:
    """Changes made in place, each to be undone before the next. is_wanted: whether to make those of
    a kind."""
    for parent, field, index, node in _places(statement):
        before = ""
        for kind, made in _instead_of(node, parent, scope):
            if not is_wanted(kind):
                continue
            before = before or ast.unparse(node)
            after = ast.unparse(made)
            if after == before:
                continue
            _put(parent, field, index, made)
            yield kind, before, after, _undo(parent, field, index, node)
    yield from _whole(statement, scope, is_wanted)


def _places(statement: ast.stmt) -> Iterator[tuple[ast.AST, str, int | None, ast.expr]]:
    """Every expression of a statement that is read, and where it stands."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        parent = waiting.pop(0)
        for field, value in ast.iter_fields(parent):
            entries = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, node in entries:
                if isinstance(node, ast.keyword):
                    waiting.append(node)
                elif isinstance(node, ast.expr):
                    waiting.append(node)
                    if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                        yield parent, field, index, node
                elif isinstance(node, ast.comprehension):
                    waiting.append(node)


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _undo(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> Callable[[], None]:
    return lambda: _put(parent, field, index, node)


def _instead_of(node: ast.expr, parent: ast.AST, scope: Scope) -> _Made:
    """What may stand in the place of an expression."""
    if isinstance(parent, (ast.Tuple, ast.Return)) and not isinstance(node, ast.Name):
        yield from (("name", ast.Name(each, ast.Load())) for each in scope.names)
    match node:
        case ast.Constant():
            yield from _constants(node)
            if isinstance(node.value, int) and isinstance(parent, (ast.Subscript, ast.Tuple)):
                yield from (("part", ast.Name(each, ast.Load())) for each in scope.counters)
        case ast.Name():
            yield from _names(node, parent, scope)
        case ast.BinOp():
            yield from _operations(node)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "minus", operand
            yield "minus", ast.BinOp(ast.Constant(1), ast.Sub(), operand)
        case ast.Compare(ops=[op]):
            for other in _COMPARISONS.get(type(op), ()):
                yield "comparison", ast.Compare(node.left, [other()], node.comparators)
        case ast.Attribute(attr="T", value=value):
            yield "transposed", value
        case ast.Subscript(value=value, slice=key):
            yield "part", value
            yield from (("part", each) for each in _wider(value, key))
        case ast.Call():
            yield from _calls(node)
        case ast.Tuple(elts=[one, other]):
            yield "exchanged", ast.Tuple([other, one], ast.Load())
        case ast.Tuple(elts=[one, two, three]):
            for order in ((one, three, two), (two, one, three), (three, two, one)):
                yield "exchanged", ast.Tuple([*order], ast.Load())
            for order in ((two, three, one), (three, one, two)):
                yield "exchanged", ast.Tuple([*order], ast.Load())
        case ast.IfExp(test=test, body=body, orelse=other):
            yield "exchanged", ast.IfExp(test, other, body)


def _wider(value: ast.expr, key: ast.expr) -> Iterator[ast.expr]:
    """A[:, 0] and A[0, :] of A[0, 0]."""
    if not isinstance(key, ast.Tuple):
        return
    for at, each in enumerate(key.elts):
        if not isinstance(each, ast.Slice):
            parts: list[ast.expr] = [*key.elts]
            parts[at] = ast.Slice()
            yield ast.Subscript(value, ast.Tuple(parts, ast.Load()), ast.Load())


def _constants(node: ast.Constant) -> _Made:
    value = node.value
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif isinstance(value, int):
        others = {value + 1, value - 1, 0, 1} - {value}
        yield from (("constant", _number(each)) for each in sorted(others))
    elif isinstance(value, float):
        yield from (("constant", ast.Constant(each)) for each in (1.0, 0.0) if each != value)
    elif isinstance(value, str):
        if value in _WORDS:
            yield from (("word", ast.Constant(each)) for each in _WORDS if each != value)
        elif value in _KEYS:
            yield from (("word", ast.Constant(each)) for each in _KEYS if each != value)


def _number(value: int) -> ast.expr:
    return ast.Constant(value) if value >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-value))


def _names(node: ast.Name, parent: ast.AST, scope: Scope) -> _Made:
    if isinstance(parent, ast.Call) and parent.func is node:
        for other in _TAKEN.get(node.id, ()):
            yield "function", ast.Name(other, ast.Load())
        return
    for other in scope.names:
        if other != node.id:
            yield "name", ast.Name(other, ast.Load())


def _operations(node: ast.BinOp) -> _Made:
    for other in _OPERATORS.get(type(node.op), ()):
        yield "operator", ast.BinOp(node.left, other(), node.right)
    if isinstance(node.op, ast.Div):
        yield "power", ast.BinOp(node.left, node.op, _squared(node.right))
    if not isinstance(node.op, (ast.Add, ast.Mult)):
        yield "exchanged", ast.BinOp(node.right, node.op, node.left)
    if isinstance(node.op, ast.MatMult):
        for left, right in _transposes(node.left, node.right):
            yield "transposed", ast.BinOp(left, node.op, right)
            yield "transposed", ast.BinOp(right, node.op, left)
    yield "superfluous", node.left
    yield "superfluous", node.right
    match node:  # a + b / c, where (a + b) / c is meant
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, ast.BinOp(middle, inner, right)):
            yield "parentheses", ast.BinOp(ast.BinOp(left, op, middle), inner, right)
        case ast.BinOp(ast.BinOp(left, inner, middle), ast.Add() | ast.Sub() as op, right):
            yield "parentheses", ast.BinOp(left, inner, ast.BinOp(middle, op, right))
        case ast.BinOp(ast.BinOp(left, ast.Div(), middle), ast.Mult(), right):
            yield "parentheses", ast.BinOp(left, ast.Div(), ast.BinOp(middle, ast.Mult(), right))
        case ast.BinOp(left, ast.Div(), ast.BinOp(middle, ast.Mult(), right)):
            yield "parentheses", ast.BinOp(ast.BinOp(left, ast.Div(), middle), ast.Mult(), right)


def _squared(node: ast.expr) -> ast.expr:
    return ast.BinOp(node, ast.Pow(), ast.Constant(2))


def _transposes(left: ast.expr, right: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    yield _turned(left), right
    yield left, _turned(right)
    yield _turned(left), _turned(right)


def _turned(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def _calls(node: ast.Call) -> _Made:
    name = called_name(node)
    if isinstance(node.func, ast.Attribute):
        for other in _TAKEN.get(name, ()):
            func = ast.Attribute(node.func.value, other, ast.Load())
            yield "function", ast.Call(func, node.args, node.keywords)
    if name == "len" and node.args:
        yield "function", ast.Call(_np("sum"), node.args, [])
    if name == "insert" and len(node.args) == 2 and isinstance(node.func, ast.Attribute):
        func = ast.Attribute(node.func.value, "append", ast.Load())
        yield "insert", ast.Call(func, node.args[1:], [])
    if name in _REDUCING:
        yield from _axes(node)
    if name == "range":
        yield from _ranges(node)
    if name == "enumerate" and len(node.args) == 1 and not node.keywords:
        yield "loop", ast.Call(node.func, [*node.args, ast.Constant(1)], [])
    if name == "reversed" and len(node.args) == 1:
        yield "loop", node.args[0]
    if name in ("dot", "matmul") and len(node.args) == 2:
        flat = [_turned(each) if isinstance(each, ast.Attribute) else each for each in node.args]
        yield "operator", ast.BinOp(flat[0], ast.Mult(), flat[1])
        for left, right in _transposes(*node.args):
            yield "transposed", ast.Call(node.func, [left, right], node.keywords)
            yield "transposed", ast.Call(node.func, [right, left], node.keywords)
    if len(node.args) >= 2:
        for at in range(len(node.args) - 1):
            args = [*node.args]
            args[at], args[at + 1] = args[at + 1], args[at]
            yield "exchanged", ast.Call(node.func, args, node.keywords)
    if node.args and name not in ("range", "len", "enumerate", "zip"):
        yield "superfluous", node.args[0]
    elif isinstance(node.func, ast.Attribute) and not node.args:
        yield "superfluous", node.func.value
    for at, keyword in enumerate(node.keywords):
        if keyword.arg not in ("axis", "keepdims"):
            others = [*node.keywords[:at], *node.keywords[at + 1 :]]
            yield "superfluous", ast.Call(node.func, node.args, others)


def _axes(node: ast.Call) -> _Made:
    """A sum along another axis, or all of them, with and without keepdims."""
    args = node.args[:1] if isinstance(node.func, ast.Name) or _is_np(node.func) else []
    others = [each for each in node.keywords if each.arg not in ("axis", "keepdims")]
    for axis in (0, 1, None):
        for keeps in (True, False):
            words = [] if axis is None else [ast.keyword("axis", ast.Constant(axis))]
            words += [ast.keyword("keepdims", ast.Constant(True))] * keeps
            func = node.func if isinstance(node.func, ast.Attribute) else _np(called_name(node))
            yield "axis", ast.Call(func, args, [*words, *others])


def _is_np(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and name_of(func.value) in ("np", "numpy")


def _np(name: str) -> ast.expr:
    return ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())


def _ranges(node: ast.Call) -> _Made:
    one = ast.Constant(1)
    match node.args:
        case [end]:
            bounds = [[one, end], [_plus(end, 1)], [_plus(end, -1)], [one, _plus(end, 1)]]
        case [start, end]:
            bounds = [[end], [start, _plus(end, 1)], [start, _plus(end, -1)]]
            bounds += [[_plus(start, 1), end], [_plus(start, -1), end]]
        case [start, end, step]:
            bounds = [[_plus(start, by), end, step] for by in (1, -1)]
            bounds += [[start, _plus(end, by), step] for by in (1, -1)]
        case _:
            bounds = []
    for args in bounds:
        yield "loop", ast.Call(node.func, args, [])
    yield "loop", ast.Call(ast.Name("reversed", ast.Load()), [node], [])


def _plus(node: ast.expr, by: int) -> ast.expr:
    """node + by, as one would write it."""
    match node:
        case ast.Constant(value=int(value)):
            return _number(value + by)
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, ast.Constant(int(value))):
            whole = (value if isinstance(op, ast.Add) else -value) + by
            if not whole:
                return left
            operator: ast.operator = ast.Add() if whole > 0 else ast.Sub()
            return ast.BinOp(left, operator, ast.Constant(abs(whole)))
    operator = ast.Add() if by > 0 else ast.Sub()
    return ast.BinOp(node, operator, ast.Constant(abs(by)))


def _whole(statement: ast.stmt, scope: Scope, is_wanted: Callable[[str], bool]) -> Iterator[Change]:
    """Changes to all that an assignment gives, or a return: another sign, another factor."""
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return)):
        return
    value = statement.value
    if value is None or isinstance(value, (ast.Tuple, ast.Constant, ast.List, ast.Dict)):
        return
    made: list[tuple[str, ast.expr]] = [("minus-missing", ast.UnaryOp(ast.USub(), value))]
    if "m" in scope.names:
        m = ast.Name("m", ast.Load())
        made += [("share", ast.BinOp(value, ast.Div(), m))]
        made += [("share", ast.BinOp(value, ast.Mult(), m))]
    made += [("transposed", _turned(value))]
    for kind, other in made:
        if not is_wanted(kind):
            continue
        before, after = ast.unparse(value), ast.unparse(other)
        statement.value = other

        def undo(statement: ast.Assign | ast.AugAssign | ast.Return = statement) -> None:
            statement.value = value

        yield kind, before, after, undo
