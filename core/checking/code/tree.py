"""The functions of a file as Python's parser sees them, and what is asked of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

DEEPEST = 3  # how far calls to other functions of the file are followed
_MAGIC = re.compile(rb"(?m)^([ \t]*)([%!?].*|.*\?)$")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, eq=False)
class FunctionCode:
    """One function of the file. name: as the file calls it. node: its definition. helpers: other
    functions of the file that it calls, those of the course not among them."""

    name: str
    node: Function
    helpers: tuple[FunctionCode, ...] = ()

    @cached_property
    def statements(self) -> tuple[ast.stmt, ...]:
        """All statements in the order of the text, those in loops and branches too, without those
        of functions that are defined within."""
        return tuple(_statements(self.node.body))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters."""
        given = self.node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        return tuple(each.arg for each in every)

    @property
    def with_helpers(self) -> Iterator[FunctionCode]:
        """Itself, then what it calls."""
        yield self
        for helper in self.helpers:
            yield from helper.with_helpers

    def loops(self) -> Iterator[ast.For | ast.While]:
        """Its loops, in the order of the text."""
        for each in self.statements:
            if isinstance(each, (ast.For, ast.While)):
                yield each


@dataclass(frozen=True, eq=False)
class Code:
    """A file's code. lines: its text, from 0. functions: by name, the last of each name, methods of
    classes among them. outside: the names that are given a value outside of all functions."""

    lines: tuple[str, ...] = ()
    functions: dict[str, Function] | None = None
    outside: frozenset[str] = frozenset()

    def function(self, name: str, but: tuple[str, ...] = ()) -> FunctionCode | None:
        """The function of this name, or “Class.name”, with its helpers; None where there is none.
        but: functions that are no helpers."""
        return self._with_helpers(name.rpartition(".")[2], {*but}, DEEPEST)

    def line(self, number: int) -> str:
        """The text of line `number`, from 1, without its indentation; "" where there is none."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""

    def _with_helpers(self, name: str, but: set[str], deepest: int) -> FunctionCode | None:
        node = (self.functions or {}).get(name)
        if node is None:
            return None
        if deepest == 0:
            return FunctionCode(name, node)
        others = dict.fromkeys(
            called_name(each) for each in ast.walk(node) if isinstance(each, ast.Call)
        )
        helpers = [
            self._with_helpers(other, but | {name}, deepest - 1)
            for other in others
            if other and other != name and other not in but
        ]
        return FunctionCode(name, node, tuple(each for each in helpers if each))


def read_code(source: bytes) -> Code:
    """The code of a file. What cannot be parsed has no functions."""
    text = source.decode("utf-8", "replace")
    lines = tuple(text.splitlines())
    try:
        tree = _parsed(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return Code(lines)
    functions: dict[str, Function] = {}
    outside: set[str] = set()
    for each in _all_statements(tree.body):
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions[each.name] = each
        elif isinstance(each, ast.Assign) and isinstance(each.value, ast.Lambda):
            functions |= {name: _named(name, each.value) for name, _ in targets(each)}
        else:
            outside |= {name for name, _ in targets(each)}
    return Code(lines, functions, frozenset(outside))


def targets(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """What an assignment gives a value to: its name, or the text of its key for an entry of a
    dictionary (“dW” of gradients["dW" + str(l)]), and the target itself."""
    match statement:
        case ast.Assign(targets=found):
            places = list(found)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            places = [target]
        case ast.For(target=target):
            places = [target]
        case _:
            return
    while places:
        place = places.pop(0)
        match place:
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                places[:0] = parts
            case ast.Starred(value=value):
                places.insert(0, value)
            case ast.Name(id=name):
                yield name, place
            case ast.Attribute(attr=name):
                yield name, place
            case ast.Subscript(value=value, slice=key):
                yield key_of(key) or name_of(value), place


def key_of(node: ast.expr) -> str:
    """The letters that the key of a dictionary begins with: “dW” of f"dW{l}"; else ""."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            return re.sub(r"\d+$", "", each.value).replace("%d", "").replace("{}", "").strip()
    return ""


def name_of(node: ast.AST) -> str:
    """The last name of an expression: “sum” of np.sum, “dW” of self.dW; else ""."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return name_of(value)
    return ""


def bare(name: str) -> str:
    """A name without digits and “_”, in small letters."""
    return re.sub(r"[\d_]", "", name).lower()


def called_name(call: ast.Call) -> str:
    """What a call calls, without the module before it."""
    return name_of(call.func)


def calls(node: ast.AST, *names: str) -> list[ast.Call]:
    """The calls of any of these functions in a statement or expression."""
    return [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and (not names or called_name(each) in names)
    ]


def own_expressions(statement: ast.stmt) -> list[ast.AST]:
    """The expressions of a statement itself, without those of the statements in its body."""
    return [each for each in ast.iter_child_nodes(statement) if not isinstance(each, ast.stmt)]


def within(statement: ast.stmt) -> Iterator[ast.AST]:
    """Every node of a statement's own expressions."""
    for each in own_expressions(statement):
        yield from ast.walk(each)


def _parsed(source: bytes) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse(_MAGIC.sub(rb"\1pass", source))


def _named(name: str, value: ast.Lambda) -> ast.FunctionDef:
    """A lambda as the function that it is."""
    returned = ast.copy_location(ast.Return(value.body), value.body)
    made = ast.FunctionDef(name, value.args, [returned], [])
    return ast.copy_location(made, value)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for each in body:
        yield each
        if not isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield from _statements(_inside(each))


def _all_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Outside of functions, and in them those that define functions."""
    for each in body:
        yield each
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for inner in ast.walk(each):
                if inner is not each and isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield inner
        else:
            yield from _all_statements(_inside(each))


def _inside(statement: ast.stmt) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for name in ("body", "orelse", "finalbody"):
        found += getattr(statement, name, None) or []
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        found += part.body
    return sorted(found, key=lambda each: each.lineno)
