"""The template is Python that runs, with blanks, docstrings and the course's signatures."""

import ast
import inspect

import pytest

import core
from core.errors import DataError
from core.lessons import exercise as module
from core.lessons.exercise import template

FUNCTIONS = ("compute_loss", "relu_backward", "sigmoid_backward", "layer_backward")


def test_it_holds_the_functions_of_the_course_with_their_signatures():
    statements = ast.parse(template()).body
    functions = [each.name for each in statements if isinstance(each, ast.FunctionDef)]
    assert functions == list(FUNCTIONS)
    made = {}
    exec(compile(template(), "my_backward.py", "exec"), made)
    for name in FUNCTIONS:
        positional = [
            each
            for each in inspect.signature(getattr(core, name)).parameters.values()
            if each.kind is each.POSITIONAL_OR_KEYWORD and each.name != "buffers"  # the trainer's
        ]
        own = list(inspect.signature(made[name]).parameters.values())
        assert [(each.name, each.default) for each in own] == [
            (each.name, each.default) for each in positional
        ]
        assert len(made[name].__doc__) > 100


def test_every_function_has_a_blank():
    for function in ast.parse(template()).body:
        if isinstance(function, ast.FunctionDef):
            assert any(
                isinstance(each, ast.Constant) and each.value is ... for each in ast.walk(function)
            )


def test_a_missing_template_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "TEMPLATE", tmp_path / "gone")
    with pytest.raises(DataError, match="Install Digit Lab anew"):
        template()
