"""Files whose examples are rows: said once, then judged so, with the same mistakes."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.checking.anatomy import Case
from core.checking.conventions import COLUMNS, ROWS
from tests.core.checking.in_process import report_on
from tests.core.checking.right import TEXTBOOK
from tests.core.checking.right import rows as right

NOTE = "Examples are rows in this file"


def mistakes(code: str) -> dict[str, tuple[str, str]]:
    """The first mistake of each wrong function and its hint."""
    named = [each for each in report_on(code).present if each.mistake and each.status != "right"]
    return {each.name: (each.mistake.id, each.mistake.hint) for each in named}


@pytest.mark.parametrize("code", [right.ROWS, right.FLAT_ROWS, right.TORCH_ROWS])
def test_it_is_said_once(code):
    report = report_on(code)
    assert [NOTE in note for note in report.notes] == [True]
    assert not any(NOTE in note for each in report.functions for note in each.notes)


def test_columns_are_not_spoken_of():
    assert report_on(TEXTBOOK).notes == ()


@pytest.mark.parametrize(
    ("before", "after", "name", "mistake"),
    [
        ("X.T @ dZ / X.shape[0]", "X.T @ dZ", "layer_backward", "missing-1/m"),
        ("X.T @ dZ / X.shape[0]", "X.T @ dZ / X.shape[1]", "layer_backward", "1/n-for-1/m"),
        ("db = dZ.mean(axis=0,", "db = dZ.sum(axis=0,", "layer_backward", "missing-1/m"),
        ("return dZ @ W.T, dW", "return dH @ W.T, dW", "layer_backward", "dH-for-dZ"),
        ("dH * (Z > 0)", "dH * (Z < 0)", "relu_backward", "relu-mask-reversed"),
        ("Z = X @ W + b", "Z = X @ W", "layer_forward", "b-missing"),
        ("/ Y.shape[0]", "", "compute_loss", "missing-1/m"),
        ("/ Y.shape[0]", "/ Y.shape[1]", "compute_loss", "1/n-for-1/m"),
        ("axis=1, keepdims=True), Z", "axis=0, keepdims=True), Z", "softmax", "softmax-axis"),
        ("dZ = HL - Y", "dZ = Y - HL", "L_layer_backward", "output-sign"),
    ],
)
def test_mistakes_have_the_same_names(before, after, name, mistake):
    assert before in right.ROWS
    assert mistakes(right.ROWS.replace(before, after))[name][0] == mistake


def test_the_axis_in_a_hint_is_that_of_rows():
    code = right.ROWS.replace("axis=1, keepdims=True), Z", "axis=0, keepdims=True), Z")
    assert "axis=1" in mistakes(code)["softmax"][1]


@pytest.mark.parametrize(
    "change",
    [
        ("Z = np.dot(W, H_prev) + b", "Z = np.dot(H_prev, W) + b"),
        ("axis=0, keepdims=True), Z", "axis=1, keepdims=True), Z"),
        ("m = Y.shape[1]\n    return", "m = Y.shape[0]\n    return"),
        ("db = np.sum(dZ, axis=1,", "db = np.sum(dZ, axis=0,"),
    ],
)
def test_a_slip_in_columns_does_not_make_rows(change):
    before, after = change
    assert before in TEXTBOOK
    report = report_on(TEXTBOOK.replace(before, after))
    assert not report.is_right
    assert not any(NOTE in note for note in report.notes)


@given(st.sampled_from(ROWS), st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_what_is_turned_is_turned_back(convention, n_prev, n, m):
    rng = np.random.default_rng(0)
    W, b, Z = (rng.random(shape) for shape in ((n, n_prev), (n, 1), (n, m)))
    turned = {name: convention.given(name, each) for name, each in (("W", W), ("b", b), ("Z", Z))}
    assert turned["Z"].shape == (m, n)
    back = convention.taken({"dW1": turned["W"], "db1": turned["b"], "dZ": turned["Z"]})
    for name, array in (("dW1", W), ("db1", b), ("dZ", Z)):
        np.testing.assert_array_equal(back[name], array)


def test_a_memory_is_turned_within():
    linear = np.ones((2, 5)), np.ones((3, 2)), np.ones((3, 1))
    case = Case("", (np.ones((3, 5)), (linear, np.ones((3, 5)))), SimpleNamespace())
    dH, ((H_prev, W, b), Z) = ROWS[0].case(("dH", "memory"), case).arguments
    assert dH.shape == Z.shape == (5, 3)
    assert (H_prev.shape, W.shape, b.shape) == ((5, 2), (2, 3), (1, 3))
    assert COLUMNS.case(("dH", "memory"), case).arguments[0] is case.arguments[0]
