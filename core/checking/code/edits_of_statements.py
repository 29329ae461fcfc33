"""Changes to whole statements: left out, moved, added up instead of replaced."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Collection, Iterator

from core.checking.code.tree import Function

Change = tuple[str, ast.stmt, str, str, Callable[[], None]]

_MOST_PARTS = 3
_LONGEST = 100  # letters of a statement that is told


def statement_edits(node: Function, chosen: Collection[int]) -> Iterator[Change]:
    """Changes made in place, each to be undone before the next. chosen: the id() of the statements
    that may be changed."""
    for body, around in _bodies(node):
        for at, statement in enumerate(body):
            if id(statement) in chosen:
                yield from _assigned(body, at)
                yield from _moved(body, at, around)
                if isinstance(statement, ast.If) and statement.orelse:
                    yield _swapped_branches(statement)
                if len(body) > 1 and not _defines(statement):
                    yield _left_out(body, at)


def _bodies(node: ast.AST) -> Iterator[tuple[list[ast.stmt], tuple[list[ast.stmt], int] | None]]:
    """Every list of statements, with the list and place of the loop or branch that it stands in."""
    waiting: list[tuple[ast.AST, tuple[list[ast.stmt], int] | None]] = [(node, None)]
    while waiting:
        each, around = waiting.pop(0)
        for name in ("body", "orelse", "finalbody"):
            body = getattr(each, name, None)
            if not isinstance(body, list) or not body:
                continue
            yield (
                body,
                around if name == "body" and isinstance(each, (ast.For, ast.While)) else None,
            )
            waiting += [(inner, (body, at)) for at, inner in enumerate(body)]


def _defines(statement: ast.stmt) -> bool:
    return isinstance(
        statement,
        (ast.FunctionDef, ast.ClassDef, ast.Return, ast.Import, ast.ImportFrom, ast.For, ast.While),
    )


def _told(statement: ast.stmt) -> str:
    text = ast.unparse(statement)
    return text if len(text) <= _LONGEST and "\n" not in text else text.split("\n")[0]


def _assigned(body: list[ast.stmt], at: int) -> Iterator[Change]:
    """= and += , += and -=."""
    statement = body[at]
    others: list[tuple[str, ast.stmt]] = []
    match statement:
        case ast.Assign(targets=[ast.Name() | ast.Subscript() as target], value=value):
            others = [("added-up", ast.AugAssign(target, ast.Add(), value))]
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() as op, value=value):
            other: ast.operator = ast.Sub() if isinstance(op, ast.Add) else ast.Add()
            others = [
                ("assigned", ast.Assign([target], value)),
                ("operator", ast.AugAssign(target, other, value)),
            ]
        case ast.Assign(targets=[ast.Tuple(elts=parts)], value=value):
            others = [
                ("unpacked", ast.Assign([ast.Tuple(order, ast.Store())], value))
                for order in _orders(parts)
            ]
    match statement:
        case ast.Assign(value=ast.Call(func=ast.Attribute(attr="append" | "insert" | "update"))):
            others.append(("append", ast.Expr(statement.value)))
    for kind, made in others:
        body[at] = ast.fix_missing_locations(ast.copy_location(made, statement))

        def undo() -> None:
            body[at] = statement

        yield kind, statement, _told(statement), _told(made), undo


def _orders(parts: list[ast.expr]) -> Iterator[list[ast.expr]]:
    """Other orders of two or three things, and of those within one of them."""
    if len(parts) <= _MOST_PARTS:
        for other in map(list, itertools.permutations(parts)):
            if other != parts:
                yield other
    for at, part in enumerate(parts):
        if isinstance(part, ast.Tuple):
            for inner in _orders(part.elts):
                yield [*parts[:at], ast.Tuple(inner, ast.Store()), *parts[at + 1 :]]


def _left_out(body: list[ast.stmt], at: int) -> Change:
    statement = body.pop(at)
    return "left-out", statement, _told(statement), "", lambda: body.insert(at, statement)


def _moved(
    body: list[ast.stmt], at: int, around: tuple[list[ast.stmt], int] | None
) -> Iterator[Change]:
    """The last statement of a loop after it, the first after a loop into it, one before the
    next."""
    statement = body[at]
    if around is not None and at == len(body) - 1 and len(body) > 1:
        outer, place = around
        body.pop()
        outer.insert(place + 1, statement)

        def back() -> None:
            outer.pop(place + 1)
            body.append(statement)

        yield "after-loop", statement, _told(statement), "", back
    if at and isinstance(body[at - 1], (ast.For, ast.While)):
        loop = body[at - 1]
        assert isinstance(loop, (ast.For, ast.While))
        body.pop(at)
        loop.body.append(statement)

        def out() -> None:
            loop.body.pop()
            body.insert(at, statement)

        yield "into-loop", statement, _told(statement), "", out
    if at and not _defines(statement) and not _defines(body[at - 1]):
        body[at - 1], body[at] = body[at], body[at - 1]

        def swap() -> None:
            body[at - 1], body[at] = body[at], body[at - 1]

        yield "order", body[at], _told(statement), _told(body[at]), swap


def _swapped_branches(statement: ast.If) -> Change:
    statement.body, statement.orelse = statement.orelse, statement.body

    def undo() -> None:
        statement.body, statement.orelse = statement.orelse, statement.body

    return "branches", statement, ast.unparse(statement.test), "", undo
