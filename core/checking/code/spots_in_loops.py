"""What is wrong with a loop: it ends too early, begins again, or does less than it was meant to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from core.checking.code.spot import Spot
from core.checking.code.tree import (
    Code,
    FunctionCode,
    calls,
    targets,
    within,
)
from core.checking.report import FunctionReport


def early_return(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    for loop in function.loops():
        for last in (each for each in ast.walk(loop) if isinstance(each, ast.Return)):
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


def starts_again(report: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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


_PASSES = {
    "The forward pass": ("L_layer_forward", "L_model_forward", "forward", "forward_propagation"),
    "The backward pass": ("L_layer_backward", "L_model_backward", "backward"),
}


def begun_anew(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    """What is collected in a loop, and emptied in each turn of it."""
    returned = {
        each.id
        for statement in function.statements
        if isinstance(statement, ast.Return)
        for each in ast.walk(statement)
        if isinstance(each, ast.Name)
    }
    for loop in function.loops():
        for statement in loop.body:
            made = {name for name, place in targets(statement) if isinstance(place, ast.Name)}
            if isinstance(statement, ast.Assign) and _begins(statement.value) & bool(
                made & returned
            ):
                yield Spot(
                    "begun-anew",
                    "It is emptied in each turn of the loop",
                    f"{', '.join(sorted(made & returned))} begins anew in each turn, so only what "
                    "the last one made is left.",
                    "Move this line before the loop.",
                    statement.lineno,
                    frozenset(("last-layer-only", "first-layer-only", "memories-count")),
                )
                return


def _begins(value: ast.expr) -> bool:
    """Whether it is a new dictionary, or a new list."""
    match value:
        case ast.Dict() | ast.List(elts=[]):
            return True
        case ast.Call(func=ast.Name(id="dict" | "list"), args=[], keywords=[]):
            return True
    return False


def divided_in_the_loop(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    """A sum that is divided by m while it is still added up."""
    for loop in function.loops():
        inside = [each for each in ast.walk(loop) if isinstance(each, ast.stmt)]
        added = {
            ast.unparse(each.target)
            for each in inside
            if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add)
        }
        for each in inside:
            if _divided(each) in added:
                yield Spot(
                    "divided-in-loop",
                    "Divided in each turn of the loop",
                    "The sum is divided while it is still added up, once in each turn.",
                    "Divide once, after the loop.",
                    each.lineno,
                )
                return


def _divided(statement: ast.stmt) -> str:
    """What a statement divides and keeps under its own name; "" where it is none such."""
    match statement:
        case ast.AugAssign(target=target, op=ast.Div()):
            return ast.unparse(target)
        case ast.Assign(targets=[target], value=ast.BinOp(left=left, op=ast.Div())):
            return ast.unparse(target) if ast.unparse(left) == ast.unparse(target) else ""
    return ""


def outside_the_loop(report: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
    """A pass that a training does once, before its loop."""
    loops = list(function.loops())
    if report.name != "L_layer_model" or not loops:
        return
    for what, names in _PASSES.items():
        made = calls(function.node, *names)
        if made and not any(calls(loop, *names) for loop in loops):
            yield Spot(
                "outside-the-loop",
                f"{what} stands outside of the loop",
                f"{what} is made once, so every step uses what came of the first parameters.",
                "Call it in the loop, with the parameters of the step.",
                made[0].lineno,
            )
            return


def after_the_loop(_: FunctionReport, function: FunctionCode, __: Code) -> Iterator[Spot]:
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
