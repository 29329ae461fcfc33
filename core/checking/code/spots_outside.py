"""What a function should not do: swallow errors, draw random numbers, remember, look outside of
itself, or not look at what it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from core.checking.code.spot import ANY, Spot
from core.checking.code.tree import (
    Code,
    FunctionCode,
    bare,
    calls,
    name_of,
    own_expressions,
    targets,
    within,
)
from core.checking.report import FunctionReport

_DRAWS = ("rand", "randn", "random", "normal", "standard_normal", "uniform", "choice", "binomial")


def hidden_error(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


def unused(report: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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
        if not isinstance(statement, ast.Assign):
            continue
        if name in {each for each, _ in targets(statement)}:
            return statement.lineno, ast.unparse(statement.value)
        if name == "dimensions" and isinstance(statement.value, (ast.List, ast.Tuple)):
            return statement.lineno, ast.unparse(statement.value)
    return function.node.lineno, ""


def random_numbers(report: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


def remembers(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


def default_kept(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    """A list or dictionary that is made once, for all calls, and written to."""
    given = function.node.args
    late = [*given.posonlyargs, *given.args][-len(given.defaults) :] if given.defaults else []
    pairs = [
        *zip(late, given.defaults, strict=True),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    kept = {each.arg for each, value in pairs if isinstance(value, (ast.Dict, ast.List))}
    for statement in function.statements:
        for name in sorted(kept):
            stored = any(
                isinstance(place, ast.Subscript) and name_of(place) == name
                for _, place in targets(statement)
            )
            filled = any(
                isinstance(call.func, ast.Attribute) and name_of(call.func.value) == name
                for part in own_expressions(statement)
                for call in calls(part, "append", "update", "insert", "extend")
            )
            joined = isinstance(statement, ast.AugAssign) and name_of(statement.target) == name
            if stored or filled or joined:
                yield Spot(
                    "default-kept",
                    f"{name} is kept from call to call",
                    f"The default of {name} is made once, when the function is defined: every call "
                    "adds to the same one.",
                    f"Begin with {name} = {{}} or [] inside the function.",
                    statement.lineno,
                    ANY,
                )
                return


def from_outside(report: FunctionReport, function: FunctionCode, code: Code) -> Iterator[Spot]:
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
