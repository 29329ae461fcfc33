"""The check of initialize_parameters, whose random numbers can be neither right nor wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from core.checking.anatomy import Misfit
from core.checking.calling import LearnersFile
from core.checking.exercises.outputs import read_dictionary
from core.checking.report import Comparison, FunctionReport, Mistake
from core.checking.trial_results import works_alone
from core.network.arrays import Array

START = "initialize_parameters"
DIMENSIONS = ([784, 45, 10], [784, 20, 15, 10], [4, 5, 3, 2], [3, 1])
WIDEST = 0.6  # standard deviation of weights, above which the course's network stays stuck
# What some ask for beside the widths.
_BESIDE = {"seed": 1, "scale": 0.1, "std": 0.1, "sigma": 0.1, "factor": 0.1}
ALIKE = 3  # so many numbers are not the same by chance
ENOUGH = 100  # so many weights are not all positive by chance

_SHAPES = (
    ("init-transposed", "W is transposed", "W", lambda n, n_prev: (n_prev, n), "(n, n_prev)"),
    ("init-b-flat", "b is flat", "b", lambda n, n_prev: (n,), "(n, 1)"),
    ("init-b-lying", "b lies on its side", "b", lambda n, n_prev: (1, n), "(n, 1)"),
    ("init-b-of-inputs", "b belongs to the inputs", "b", lambda n, n_prev: (n_prev, 1), "(n, 1)"),
)


def _mistake(id: str, title: str, sentence: str, hint: str, array: str) -> Mistake:
    return Mistake(id, title, sentence, hint, "network", array)


def judge_initialization(
    dimensions: Sequence[int], value: Any
) -> tuple[list[Comparison], list[Mistake]]:
    """The comparisons and mistakes of what initialize_parameters(dimensions) returned: shapes,
    dtypes, and whether a network can learn from there."""
    pairs = list(pairwise(dimensions))
    shapes: dict[str, tuple[int, ...]] = {}
    for layer, (n_prev, n) in enumerate(pairs, start=1):
        shapes |= {f"W{layer}": (n, n_prev), f"b{layer}": (n, 1)}
    case = f"dimensions {list(dimensions)}"
    comparisons: list[Comparison] = []
    mistakes: list[Mistake] = []
    for name, got in read_dictionary(value, list(shapes), "the parameters").items():
        if isinstance(got, Misfit):
            comparisons.append(_row(name, case, None, shapes[name], got.problem))
            mistakes += [got.mistake] if got.mistake else []
            continue
        n_prev, n = pairs[int(name[1:]) - 1]
        found = _shape_mistake(name, got, shapes[name], n, n_prev) or _number_mistake(name, got)
        problem = ""
        if got.shape != shapes[name]:
            problem = f"{name} has the shape {got.shape}; it should be {shapes[name]}."
        elif found is not None:
            problem = found.sentence
        comparisons.append(_row(name, case, got, shapes[name], problem))
        mistakes += [found] if found else []
    superfluous = _superfluous(value, shapes)
    if superfluous and not mistakes and all(each.ok for each in comparisons):
        comparisons.append(_row(superfluous.array, case, None, (), superfluous.sentence))
        mistakes.append(superfluous)
    return comparisons, mistakes


def _superfluous(value: Any, wanted: Collection[str]) -> Mistake | None:
    """The mistake of a layer that the network has not."""
    if isinstance(value, (tuple, list)):
        value = next((each for each in value if isinstance(each, dict)), {})
    names = [each for each in value if isinstance(each, str)] if isinstance(value, dict) else []
    more = [each for each in names if re.fullmatch(r"[Wb]\d+", each) and each not in wanted]
    if not more or len(more) == len(names):
        return None
    return _mistake(
        "init-layer-too-many",
        "A layer too many",
        f"There is “{more[0]}” in the parameters; the network has no such layer.",
        "Layers are counted from 1 to len(dimensions) - 1.",
        more[0],
    )


def _row(
    name: str, case: str, got: Array | None, wanted: tuple[int, ...], problem: str
) -> Comparison:
    shape, dtype = ((), "") if got is None else (got.shape, got.dtype.name)
    ok = not problem
    return Comparison(name, case, shape, wanted, dtype, None, None, None, None, None, ok, problem)


def _shape_mistake(
    name: str, got: Array, wanted: tuple[int, ...], n: int, n_prev: int
) -> Mistake | None:
    if got.shape == wanted:
        return None
    for id, title, letter, shape, right in _SHAPES:
        if name[0] == letter and got.shape == shape(n, n_prev):
            sentence = f"{name} has the shape {got.shape} for a layer {n_prev} → {n}."
            return _mistake(id, title, sentence, f"{letter} has the shape {right}.", name)
    return None


def _number_mistake(name: str, got: Array) -> Mistake | None:
    if got.dtype.kind not in "fiu" or (got.dtype.kind != "f" and name[0] == "W"):
        return _mistake(
            "init-not-floating",
            "No floating-point numbers",
            f"{name} is {got.dtype.name}.",
            "Weights are floating-point numbers, such as np.random.randn gives.",
            name,
        )
    if not np.isfinite(got).all():
        return _mistake(
            "init-not-finite",
            "Not finite",
            f"{name} holds nan or infinite numbers.",
            "Fill the array: np.empty leaves whatever was there.",
            name,
        )
    if name[0] == "b":
        return None
    if got.size > 1 and (got == got.flat[0]).all():
        return _mistake(
            "init-zeros" if got.flat[0] == 0 else "init-equal",
            "The weights are all alike",
            f"Every number of {name} is {got.flat[0]:g}, so the units of a layer stay twins.",
            "Draw the weights at random: np.random.randn(n, n_prev) * 0.1.",
            name,
        )
    if got.size >= ENOUGH and (got.min() >= 0 or got.max() <= 0):
        return _mistake(
            "init-one-sided",
            "The weights all have one sign",
            f"No number of {name} is on the other side of 0, as with np.random.rand.",
            "Use np.random.randn, which is centred on 0.",
            name,
        )
    if got.size >= ENOUGH and float(np.std(got)) > WIDEST:
        return _mistake(
            "init-too-wide",
            "The weights are too large",
            f"The numbers of {name} spread by {np.std(got):.2g}; the course takes 0.1.",
            "Multiply them by 0.1.",
            name,
        )
    return None


def initialization_notes(value: Any) -> list[str]:
    """Harmless things worth knowing: biases that do not begin at 0, weights that are very small,
    the same random numbers in every layer."""
    if not isinstance(value, dict):
        return []
    arrays = {name: each for name, each in value.items() if isinstance(each, np.ndarray)}
    notes = []
    if any(name.startswith("b") and each.any() for name, each in arrays.items()):
        notes.append("The biases do not start at 0. They may, but 0 is the custom.")
    wide = [each for name, each in arrays.items() if name.startswith("W") and each.size >= ENOUGH]
    if any(0 < float(np.std(each)) < 1e-3 for each in wide):
        notes.append("The weights are very small; the course takes 0.1 times a normal number.")
    drawn = [each for name, each in arrays.items() if name.startswith("W")]
    if any(_begin_alike(one, other) for one, other in pairwise(drawn)):
        notes.append(
            "The layers' weights begin with the same random numbers, as when the seed is set in "
            "the loop. Set it once, before the loop."
        )
    return notes


def report_on_initialization(file: LearnersFile, *, to_the_end: bool = True) -> FunctionReport:
    """The report on a file's initialize_parameters. to_the_end: whether what follows a wrong answer
    is asked as well. Raises what file.ask does."""
    signature = file.signatures[START]
    rows: list[Comparison] = []
    mistakes: list[Mistake] = []
    notes: dict[str, None] = {}
    for number, dimensions in enumerate(DIMENSIONS):
        arguments: tuple[Any, ...] = (list(dimensions),)
        if beside := [_BESIDE[name] for name in signature.required_names[1:] if name in _BESIDE]:
            arguments = (list(dimensions), *beside)
        elif signature.required > 1:  # the widths one by one: n_x, n_h, n_y
            if signature.required != len(dimensions):
                continue
            arguments = tuple(dimensions)
            notes["It takes the widths one by one; a list would fit any depth."] = None
        reply = file.ask(name=START, arguments=arguments, named={}, ours={}, silent=number > 0)
        complaint = reply.get("complaint")
        if complaint and complaint["kind"] == "AssertionError" and rows:  # the course's sizes
            notes[works_alone(complaint, "784 inputs and 10 outputs")] = None
            continue
        if complaint and (needed := reply.get("needed")):
            text = f"Not checked: it needs {', '.join(needed)}, which cannot be used here."
            return FunctionReport(START, "unchecked", problem=text)
        if complaint:
            return FunctionReport(
                START,
                "failed",
                tuple(rows),
                problem=str(complaint["sentence"]),
                traceback=str(complaint["traceback"]),
                line=complaint["line"],
            )
        value = reply.get("value")
        if isinstance(value, dict):
            value = file.convention.taken(value)
        found, wrong = judge_initialization(dimensions, value)
        rows += found
        if not (to_the_end or all(row.ok for row in found)):
            break
        for each in wrong:
            if each.id not in {known.id for known in mistakes}:
                mistakes.append(each)
        notes |= dict.fromkeys(initialization_notes(value))
    if not rows:
        text = "It can be called neither with a list of widths nor with three of them."
        return FunctionReport(START, "failed", problem=text)
    right = all(row.ok for row in rows)
    problem = next((row.problem for row in rows if not row.ok), "")
    first = mistakes[0] if mistakes else None
    return FunctionReport(
        START,
        "right" if right else "wrong",
        tuple(rows),
        first,
        problem,
        also=tuple(mistakes[1:]),
        notes=tuple(notes),
    )


def _begin_alike(one: Array, other: Array) -> bool:
    """Whether two arrays of weights were drawn after the same seed, at whatever scale."""
    count = min(one.size, other.size)
    a, b = one.ravel()[:count], other.ravel()[:count]
    if count < ALIKE or not (b.any() and np.ptp(a)):
        return False
    place = int(np.argmax(np.abs(b)))
    return bool(np.allclose(a, b * (a[place] / b[place]), rtol=1e-6, atol=0))
