"""How large the rooms are, and that core/network reads like the course, in one sitting."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest

from core.network.layers import layer_backward, layer_forward
from core.network.stepping import Stepper
from tests.test_house import HOUSE, imports, within

ROOMS = (
    *("core", "core/network", "core/reading", "core/files", "core/ink", "core/data"),
    *("core/inspection", "core/evaluation", "core/projection", "core/checking", "core/lessons"),
    *("core/runs", "core/export", "core/classroom", "core/cli"),
    *("app", "app/between", "app/look", "app/desktop", "app/background", "app/state", "app/views"),
    *("packaging", "tests"),
)
MOST_LINES = {"core/network": 1500}
MOST_PARAMETERS = 5
SCREEN = 40  # lines that are seen at once
# What the network knows of the rest: how its errors are called, and what digits are.
NETWORK_MAY_USE = ("core.network", "core.errors", "core.data", "core.number_range")
NETWORK_NEVER_USES = ("core.data.handwriting", "core.data.writing", "core.data.starter")


def lines_of(room: str) -> int:
    paths = list((HOUSE / room).rglob("*.py"))
    assert paths, f"there is no {room}"
    return sum(path.read_text(encoding="utf-8").count("\n") for path in paths)


def test_rooms_are_as_large_as_they_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = {room: lines_of(room) for room in ROOMS}
    with capsys.disabled():
        print("\nlines:", ", ".join(f"{room} {lines:,}" for room, lines in sizes.items()))
    too_large = {room: sizes[room] for room, most in MOST_LINES.items() if sizes[room] > most}
    assert not too_large


def test_the_network_knows_errors_data_and_ranges_alone() -> None:
    used = {
        (module, name)
        for module, names in imports().items()
        if within(module, ("core.network",))
        for name in names
        if within(name, ("core", "app"))
    }
    assert any(name == "core.errors.ShapeError" for _, name in used)
    strangers = [
        f"{module} imports {name}"
        for module, name in sorted(used)
        if not within(name, NETWORK_MAY_USE) or within(name, NETWORK_NEVER_USES)
    ]
    assert not strangers


def functions_of_the_network() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted((HOUSE / "core" / "network").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.stem}.{node.name}", node


def test_no_function_of_the_network_has_many_parameters() -> None:
    counts = {}
    for name, function in functions_of_the_network():
        given = function.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        every += [each for each in (given.vararg, given.kwarg) if each is not None]
        counts[name] = len([each for each in every if each.arg not in ("self", "cls")])
    assert len(counts) > 60
    assert not {name: count for name, count in counts.items() if count > MOST_PARAMETERS}


@pytest.mark.parametrize(
    ("function", "course"),
    [
        (layer_forward, ["H_prev", "W", "b", "activation"]),
        (layer_backward, ["dH", "memory", "activation"]),
    ],
)
def test_layers_take_the_courses_arguments_and_one_more(function, course) -> None:
    first, rest = [*inspect.signature(function).parameters][: len(course)], len(course)
    assert first == course
    assert len(inspect.signature(function).parameters) <= rest + 1


def test_a_step_of_training_fits_one_screen() -> None:
    assert len(inspect.getsource(Stepper._step).splitlines()) <= SCREEN
