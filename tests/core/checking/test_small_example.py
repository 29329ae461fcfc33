"""A mistake is shown in numbers that can be followed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.checking.report import Mistake
from core.checking.small_example import small_example
from tests.core.checking.in_process import report_with
from tests.core.checking.wrong import WRONG

# Of functions with small numbers, those whose mistakes are no slip of a formula.
FORMULAS = ("relu_backward", "sigmoid_backward", "layer_backward", "compute_loss", "layer_forward")


def example_of(function: str, code: str):
    report = report_with(function, code)
    assert report.mistake is not None
    return small_example(function, report.mistake)


def test_the_numbers_are_those_of_the_mistake():
    code = "def relu_backward(dH, relu_memory):\n    return dH * (relu_memory < 0)\n"
    example = example_of("relu_backward", code)
    assert example is not None
    dH, Z = example.given["dH"], example.given["Z"]
    assert dH.shape == Z.shape == (2, 2)
    assert np.array_equal(example.right, dH * (Z > 0))
    assert np.array_equal(example.mistaken, dH * (Z < 0))
    assert example.text.splitlines()[0].startswith("dH = [")
    assert "dZ should be [" in example.text


def test_what_is_no_slip_has_none():
    mistake = Mistake("printed", "Printed", "It is printed.", "Return it.", "loss", "")
    assert small_example("compute_loss", mistake) is None
    assert small_example("L_layer_model", mistake) is None


@pytest.mark.slow
def test_most_slips_have_one():
    shown = wrong = 0
    for function, ids, code in WRONG:
        if function not in FORMULAS or len(ids) > 1:
            continue
        wrong += 1
        example = example_of(function, code)
        if example is not None:
            shown += 1
            assert not np.array_equal(example.right, example.mistaken)
            assert len(example.text) < 400
    assert shown > 0.7 * wrong
