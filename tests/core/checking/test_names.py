"""Names: misspelt, given by other courses, of methods."""

from __future__ import annotations

import pytest

from core.checking.code.names import near_names
from core.checking.code.tree import read_code
from tests.core.checking.in_process import report_on
from tests.core.checking.right import TEXTBOOK


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("relu_backwards", "relu_backward"),
        ("reluBackward", "relu_backward"),
        ("compute_los", "compute_loss"),
        ("comptue_loss", "compute_loss"),
        ("layer_fowrard", "layer_forward"),
        ("L_layer_fordward", "L_layer_forward"),
        ("initialise_parameters", "initialize_parameters"),
        ("Softmax", "softmax"),
        ("sigmod", "sigmoid"),
        ("update_parameter", "update_parameters"),
    ],
)
def test_a_name_that_is_nearly_one_of_the_courses_is_told(written, meant):
    assert near_names(read_code(f"def {written}(a): pass".encode()), set()) == ((written, meant),)
    assert near_names(read_code(f"def {written}(a): pass".encode()), {meant}) == ()


@pytest.mark.parametrize(
    "name",
    [
        *(
            "relu2",
            "relu_forward",
            "sigmoid_prime",
            "relu_derivative",
            "softmax_backward",
            "test_relu",
        ),
        *(
            "compute_loss_and_gradients",
            "layer_backward_fast",
            "_relu",
            "main",
            "l_model",
            "elu",
            "sigma",
        ),
        *("linear_forward", "compute_cost", "L_model_forward"),
    ],
)
def test_other_names_are_no_slips(name):
    assert near_names(read_code(f"def {name}(a): pass".encode()), set()) == ()


def test_a_file_with_a_misspelt_name_is_not_right():
    report = report_on(TEXTBOOK.replace("def relu_backward(", "def relu_backwards("))
    assert report.near == (("relu_backwards", "relu_backward"),)
    assert not report.is_right


METHODS = """
import numpy as np

class Network:
    def __init__(self{arguments}):
        self.sizes = (784, 30, 10)

    def relu_backward(self, dH, memory):
        return dH * (memory {sign} 0)
"""


@pytest.mark.parametrize(("sign", "status"), [(">", "right"), ("<", "wrong")])
def test_methods_are_checked_under_the_name_of_their_class(sign, status):
    (relu,) = report_on(METHODS.format(arguments=", sizes=(784, 10)", sign=sign)).present
    assert relu.name == "relu_backward"
    assert relu.written_as == "Network.relu_backward"
    assert relu.status == status
    assert (relu.mistake is None) == (status == "right")


def test_a_class_that_cannot_be_made_is_told():
    report = report_on(METHODS.format(arguments=", sizes", sign=">"))
    assert report.present == ()
    assert any("Network() cannot be made" in note for note in report.notes)


def test_a_method_that_keeps_its_parameters_is_not_checked_and_not_wrong():
    code = """
class Network:
    def __init__(self):
        self.parameters = {"W1": 1, "b1": 1}

    def L_layer_forward(self, X):
        return self.parameters["W1"] @ X

    def update_parameters(self, learning_rate):
        self.parameters["W1"] -= learning_rate
"""
    report = report_on(code)
    assert [each.status for each in report.present] == ["unchecked", "unchecked"]
    assert "it takes X, and the rest from its object" in report.present[0].problem
    assert not report.is_right
