"""What is behind an error that a learner's function raised, as far as its line tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from difflib import get_close_matches

from core.checking.code.places import line_of
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

_NOT_DEFINED = re.compile(r"“(\w+)” is not defined")
_NO_ENTRY = re.compile(r"no entry (.+?) in the dictionary")
_UNPACK = re.compile(r"(too many|not enough) values to unpack|cannot unpack non-iterable")
_SHAPES = re.compile(r"these shapes do not fit together|boolean index did not match|IndexError")
_OWN_ASSERT = re.compile(r"AssertionError")
_ENDLESS = re.compile(r"did not come to an end")
_NO_FUNCTION = re.compile(r"object is not callable")
_PRODUCTS = ("dot", "matmul")
# What each array is, for one whose shapes do not fit.
_FORMULAS = {
    "dW": "dW = dZ·H_prevᵀ / m",
    "db": "db is the sum of dZ over the examples (axis=1, keepdims=True), divided by m",
    "dH_prev": "dH_prev = Wᵀ·dZ",
    "dZ": "dZ has the shape of Z",
    "Z": "Z = W·H_prev + b",
    "HL": "each layer gets what the layer before it gave",
    "loss": "Y and log(HL) are multiplied entry by entry, then summed",
    "W": "W = W - learning_rate · dW, each layer with its own gradient",
    "b": "b = b - learning_rate · db, each layer with its own gradient",
}


def behind_error(
    report: FunctionReport, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    """The mistake that an error comes from; None where its line does not tell."""
    line = report.line or _line_in(report.problem)
    statement = _statement_at(function, line) if line else None
    for pattern, explain in _EXPLANATIONS:
        found = pattern.search(report.problem)
        if found and (mistake := explain(found, statement, function, code, page)):
            return mistake
    return None


def _line_in(problem: str) -> int | None:
    found = re.search(r"[Ll]ine (\d{1,7})", problem)
    return int(found.group(1)) if found else None


def _statement_at(function: FunctionCode, line: int) -> ast.stmt | None:
    """The innermost statement of the function or its helpers that holds this line."""
    around = [
        each
        for part in function.with_helpers
        for each in part.statements
        if each.lineno <= line <= (each.end_lineno or each.lineno)
    ]
    return around[-1] if around else None


def _undefined(
    found: re.Match[str], at: ast.stmt | None, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    name = found.group(1)
    known = [*(code.functions or {}), *code.outside, *function.parameters]
    known += [each for statement in function.statements for each, _ in targets(statement)]
    near = get_close_matches(name, sorted({*known} - {name}), 1, 0.75)
    line = at.lineno if at else function.node.lineno
    if near:
        sentence = f"{name} is not defined in this file; {near[0]} is."
        hint = f"Write {near[0]} in place of {name}, if that is meant."
    else:
        sentence = f"{name} is used here and has got no value before."
        hint = f"Give {name} a value in the function, or hand it in as an argument."
    return Mistake(
        "name-unknown", f"{name} is not defined", sentence, hint, page, "", line, code.line(line)
    )


def _no_entry(
    found: re.Match[str], at: ast.stmt | None, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    key, line = found.group(1).strip("'\"“”"), at.lineno if at else function.node.lineno
    counted = re.fullmatch(r"[A-Za-z_]+(\d+)", key)
    sentence = f"There is no entry {key}."
    hint = "Look at the key, and at the numbers that the loop counts through."
    if counted and counted.group(1) == "0":
        sentence += " Layers are counted from 1, and the loop counts from 0."
        hint = "Write str(l + 1), or let the loop begin with 1."
    elif counted:
        sentence += " The loop asks for a layer that is not there, or not yet."
    return Mistake(
        "key-missing", f"No entry {key}", sentence, hint, page, "", line, code.line(line)
    )


def _unpacked(
    _: re.Match[str], at: ast.stmt | None, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    if at is None:
        return None
    called = next(
        (
            name_of(each.func)
            for part in own_expressions(at)
            for each in calls(part)
            if name_of(each.func) in (code.functions or {})
        ),
        "",
    )
    if not called:
        return Mistake(
            "unpacking",
            "The values are unpacked otherwise",
            "This line takes another number of values than there are.",
            "Look at what stands on the right side, and at how many names are on the left.",
            page, "", at.lineno, code.line(at.lineno),
        )  # fmt: skip
    return Mistake(
        "unpacking",
        f"{called} returns another number of values",
        f"This line takes another number of values from {called} than its return gives.",
        f"Let {called} return what this line unpacks, such as H and the memory.",
        page, called, at.lineno, code.line(at.lineno),
    )  # fmt: skip


def _shapes(
    _: re.Match[str], at: ast.stmt | None, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    if at is None:
        return None
    if function.name in ("compute_loss", "compute_cost") and _multiplies(at):
        return _dot_in_loss(at.lineno, code, page)
    given = [re.sub(r"[\d_]*$", "", name) for name, _ in targets(at)]
    array = next((each for each in (*given, *_FORMULAS) if each in _FORMULAS and each in given), "")
    hint = f"{_FORMULAS[array]}." if array else "Print the shapes just before this line."
    return Mistake(
        "shapes",
        "The shapes do not fit",
        "The arrays in this line have shapes that do not go together.",
        hint, page, array, at.lineno, code.line(at.lineno),
    )  # fmt: skip


def _asserted(
    _: re.Match[str], at: ast.stmt | None, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    """The function's own assert has found it; the cause stands above."""
    if at is None:
        return None
    before = [each for each in function.statements if each.lineno < at.lineno]
    if function.name in ("compute_loss", "compute_cost"):
        for each in before:
            if _multiplies(each) and any(calls(part, "log") for part in own_expressions(each)):
                return _dot_in_loss(each.lineno, code, page)
    asserted = sorted({node.id for node in ast.walk(at) if isinstance(node, ast.Name)} - {"np"})
    array = next((name for name in asserted if name in _FORMULAS), asserted[0] if asserted else "")
    mistake = Mistake(
        "own-assert",
        "Your own assert does not hold",
        f"{ast.unparse(at)[:80]} fails, so {array or 'something'} is not what it should be.",
        f"{_FORMULAS[array]}." if array in _FORMULAS else "Look at the lines above it.",
        page,
        array,
    )
    line = line_of(mistake, function)
    return Mistake(**vars(mistake) | {"line": line, "code": code.line(line)})


def _multiplies(statement: ast.stmt) -> bool:
    products = any(isinstance(node, ast.MatMult) for node in within(statement))
    return products or any(calls(part, *_PRODUCTS) for part in own_expressions(statement))


def _dot_in_loss(line: int, code: Code, page: str) -> Mistake:
    return Mistake(
        "loss-dot",
        "np.dot in the loss",
        "Y and log(HL) are multiplied as matrices here.",
        "Multiply them entry by entry (with *, or np.multiply), then sum.",
        page, "loss", line, code.line(line),
    )  # fmt: skip


_Explain = Callable[[re.Match[str], ast.stmt | None, FunctionCode, Code, str], Mistake | None]


def never_ends(
    report: FunctionReport, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    """The loop that goes on and on, or the function that calls itself, where a function did not
    come back; else None."""
    if not _ENDLESS.search(report.problem):
        return None
    for part in function.with_helpers:
        loop = next((each for each in part.loops() if isinstance(each, ast.While)), None)
        if loop is not None:
            test = ast.unparse(loop.test)
            return Mistake(
                "endless-loop",
                "A loop never ends",
                f"It goes on as long as “{test}” holds; nothing in the loop ends that, or not in "
                "every turn.",
                "Change what it asks about in each turn, or count with for i in range(...).",
                page,
                "",
                loop.lineno,
                code.line(loop.lineno),
            )
        for statement in part.statements:
            if any(calls(each, part.name) for each in own_expressions(statement)):
                return Mistake(
                    "endless-recursion",
                    "It calls itself without end",
                    f"{part.name} calls {part.name}, and so on.",
                    "Call the function that was meant.",
                    page,
                    "",
                    statement.lineno,
                    code.line(statement.lineno),
                )
    return None


def _shadowed(
    _: re.Match[str], at: ast.stmt | None, function: FunctionCode, code: Code, page: str
) -> Mistake | None:
    """A name of a function that was given another meaning."""
    called = (
        {name_of(each.func) for part in own_expressions(at) for each in calls(part)} if at else {}
    )
    for part in function.with_helpers:
        for statement in part.statements:
            for name, place in targets(statement):
                if isinstance(place, ast.Name) and name in called:
                    return Mistake(
                        "shadowed",
                        f"{name} means something else here",
                        f"{name} is given another value in this line, so it is no function any "
                        "more where it is called.",
                        "Take another name for the value.",
                        page,
                        "",
                        statement.lineno,
                        code.line(statement.lineno),
                    )
    return None


_EXPLANATIONS: tuple[tuple[re.Pattern[str], _Explain], ...] = (
    (_NOT_DEFINED, _undefined),
    (_NO_ENTRY, _no_entry),
    (_UNPACK, _unpacked),
    (_SHAPES, _shapes),
    (_OWN_ASSERT, _asserted),
    (_NO_FUNCTION, _shadowed),
)
