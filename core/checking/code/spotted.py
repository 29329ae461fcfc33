"""Mistakes that are seen in the code of a function that does not give what it should.

Each is looked for where the numbers tell no cause, or tell one that the code contradicts.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.checking.code.places import bare
from core.checking.code.tree import (
    Code,
    FunctionCode,
    calls,
    name_of,
    own_expressions,
    targets,
    within,
)
from core.checking.report import FunctionReport, Mistake

# What a number tells only in general: the code may know better.
VAGUE = frozenset(
    (
        *("factor", "doubled", "half", "rounded", "zeros", "flat", "sign"),
        *("missing-entry", "no-return", "two-answers"),
    )
)
_WHOLE = ("int", "int32", "int64", "int_", "intp", "uint8", "int8", "int16")
_DRAWS = ("rand", "randn", "random", "normal", "standard_normal", "uniform", "choice", "binomial")


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


_Look = Callable[[FunctionReport, FunctionCode, Code], Iterator[Spot]]


def spotted(report: FunctionReport, function: FunctionCode, code: Code, page: str) -> list[Mistake]:
    """What is seen in a function that is wrong or failed, the surest first.

    Empty where the numbers have named a cause that nothing here is better than.
    """
    named = None if report.mistake is None else report.mistake.id
    found = [spot for look in LOOKS for spot in look(report, function, code)]
    return [
        Mistake(
            each.id, each.title, each.sentence, each.hint, page, each.array, each.line,
            code.line(each.line),
        )
        for each in found
        if named is None or named in VAGUE or named in each.over
    ]  # fmt: skip


def _integers(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


def _hidden_error(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    for part in function.with_helpers:
        for node in ast.walk(part.node):
            if isinstance(node, ast.ExceptHandler) and _takes_all(node):
                yield Spot(
                    "error-hidden",
                    "An error is hidden",
                    "Whatever goes wrong above is caught here without a word, and the function "
                    "goes on with something else.",
                    "Leave try and except out: Python then says what is wrong.",
                    node.lineno,
                    ANY,
                )
                return


def _takes_all(handler: ast.ExceptHandler) -> bool:
    raises = any(isinstance(each, ast.Raise) for each in ast.walk(handler))
    wide = handler.type is None or name_of(handler.type) in (
        "Exception",
        "BaseException",
        "NameError",
    )
    return wide and not raises


class _Any(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


ANY: frozenset[str] = _Any()


def _unused(report: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    """Arguments that the function never looks at, though the exercise is about them."""
    wanted = {
        "L_layer_model": ("num_iterations", "learning_rate", "dimensions", "Y", "X"),
        "update_parameters": ("learning_rate", "gradients"),
        "initialize_parameters": ("dimensions",),
        "layer_forward": ("b", "activation"),
        "layer_backward": ("activation",),
        "relu_backward": ("relu_memory", "dH"),
        "sigmoid_backward": ("sigmoid_memory", "dH"),
    }.get(report.name, ())
    aliases = {
        "num_iterations": ("iterations", "epochs", "num_iters", "n_iterations", "num_epochs"),
        "learning_rate": ("lr", "alpha", "eta", "rate"),
        "dimensions": ("layer_dims", "layers_dims", "dims", "layers", "sizes"),
    }
    used = {name for part in function.with_helpers for name in _read_before_written(part)}
    for name in wanted:
        here = next((p for p in function.parameters if p in (name, *aliases.get(name, ()))), None)
        if here is not None and here not in used:
            line, literal = _in_its_place(function, name)
            instead = f" {literal} is used in its place." if literal else ""
            yield Spot(
                "argument-unused",
                f"{here} is not used",
                f"The function is given {here} and does not look at it.{instead}",
                f"Use {here}, whatever it is.",
                line,
                frozenset(),
            )


def _read_before_written(part: FunctionCode) -> set[str]:
    """Names that are read, but for parameters that get another value first."""
    read: set[str] = set()
    lost: set[str] = set()
    for statement in part.statements:
        for node in within(statement):
            if (
                isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and node.id not in lost
            ):
                read.add(node.id)
        if isinstance(statement, ast.Assign):
            lost |= {
                name for name, place in targets(statement) if isinstance(place, ast.Name)
            } - read
    return read


def _in_its_place(function: FunctionCode, name: str) -> tuple[int, str]:
    """The line that has a number or a list where `name` should stand, and that."""
    for statement in function.statements:
        for call in (each for part in own_expressions(statement) for each in calls(part)):
            for value in call.args:
                is_list = name == "dimensions" and isinstance(value, (ast.List, ast.Tuple))
                is_rate = (
                    name == "learning_rate"
                    and isinstance(value, ast.Constant)
                    and isinstance(value.value, float)
                )
                is_count = (
                    name == "num_iterations"
                    and name_of(call.func) == "range"
                    and isinstance(value, ast.Constant)
                    and value.value not in (0, 1)
                )
                if is_list or is_rate or is_count:
                    return statement.lineno, ast.unparse(value)
        if isinstance(statement, ast.Assign) and name in {each for each, _ in targets(statement)}:
            return statement.lineno, ast.unparse(statement.value)
    return function.node.lineno, ""


def _early_return(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    for loop in function.loops():
        for last in (each for each in loop.body if isinstance(each, ast.Return)):
            yield Spot(
                "return-in-loop",
                "return stands in the loop",
                "The function ends after the first turn of the loop.",
                "Indent return less, so that it stands after the loop.",
                last.lineno,
                frozenset(
                    (
                        *("first-layer-only", "model-one-step", "W-unchanged", "b-unchanged"),
                        *("memories-count", "last-layer-missing"),
                    )
                ),
            )


def _starts_again(report: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    if report.name != "L_layer_model":
        return
    for loop in function.loops():
        for statement in loop.body:
            if calls(statement, "initialize_parameters", "initialize_parameters_deep"):
                yield Spot(
                    "model-starts-again",
                    "Each step starts from the beginning",
                    "initialize_parameters is called in the loop, so all that was learned is "
                    "thrown away at each step.",
                    "Call it once, before the loop.",
                    statement.lineno,
                    frozenset(("model-one-step", "model-not-updated")),
                )
                return


def _after_the_loop(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    """A statement after a loop that was meant for each turn of it."""
    for place, loop in enumerate(function.node.body):
        if not isinstance(loop, ast.For):
            continue
        counter = {name for name, _ in targets(loop)}
        made = {
            name
            for statement in ast.walk(loop)
            if isinstance(statement, ast.stmt)
            for name, target in targets(statement)
            if isinstance(target, ast.Name)
        }
        for statement in function.node.body[place + 1 :]:
            stores = [target for _, target in targets(statement)]
            if not any(isinstance(each, ast.Subscript) for each in stores):
                continue
            names = {n.id for n in within(statement) if isinstance(n, ast.Name)}
            if names & (made | counter) and _key(statement) in ("W", "b", "dW", "db", "dH", "dA"):
                yield Spot(
                    "after-the-loop",
                    "This stands after the loop",
                    "Only what the last turn of the loop made is kept.",
                    "Indent this line, so that it happens in each turn.",
                    statement.lineno,
                    frozenset(("last-layer-only", "first-layer-missing", "W-unchanged")),
                )
                return


def _key(statement: ast.stmt) -> str:
    """What the key begins with that an assignment writes to."""
    return next((name for name, _ in targets(statement)), "")


def _printed(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


def _power(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


def _not_kept(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


def _random(report: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    if report.name in ("initialize_parameters", "L_layer_model"):
        return
    for part in function.with_helpers:
        for statement in part.statements:
            drawn = [each for e in own_expressions(statement) for each in calls(e, *_DRAWS)]
            if any(
                "random" in ast.unparse(each.func) or name_of(each.func) in _DRAWS for each in drawn
            ):
                yield Spot(
                    "random-numbers",
                    "Chance has a part in it",
                    "Random numbers are drawn here, so two calls with the same input differ.",
                    "Leave out dropout and noise: the course's formulas have none.",
                    statement.lineno,
                    ANY,
                )
                return


def _remembers(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    for part in function.with_helpers:
        for statement in part.statements:
            if isinstance(statement, ast.Global):
                yield Spot(
                    "state-kept",
                    "Something is remembered from call to call",
                    f"{', '.join(statement.names)} is changed outside of the function, so the next "
                    "call gives something else.",
                    "Use only what the function is given.",
                    statement.lineno,
                    ANY,
                )
                return


def _from_outside(report: FunctionReport, function: FunctionCode, code: Code) -> Iterator[Spot]:
    """m, X or Y of the notebook, where the function's own are meant."""
    given = set(function.parameters)
    own = {name for statement in function.statements for name, _ in targets(statement)}
    for statement in function.statements:
        for node in within(statement):
            is_outer = (
                isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and node.id not in given | own
                and node.id in code.outside
                and bare(node.id)
                in ("m", "x", "y", "l", "h", "w", "b", "hl", "dz", "z", "parameters")
            )
            if is_outer:
                assert isinstance(node, ast.Name)
                yield Spot(
                    "from-outside",
                    f"{node.id} comes from outside",
                    f"{node.id} is no argument of the function: its value is the whole file's.",
                    f"Compute {node.id} in the function, from its arguments.",
                    statement.lineno,
                    frozenset(("m-fixed", "factor", "missing-1/m")),
                )
                return


LOOKS: tuple[_Look, ...] = (
    _hidden_error,
    _starts_again,
    _early_return,
    _after_the_loop,
    _random,
    _remembers,
    _from_outside,
    _integers,
    _power,
    _not_kept,
    _unused,
    _printed,
)
