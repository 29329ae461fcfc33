"""A unit's sum in figures: against the walk, which works in float64."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import ShapeError
from core.inspection.unit_sums import Activations
from core.inspection.walk import walk
from tests.core.inspection.small import HIDDEN, network

WIDTHS = (9, 7, 6, 5)
X = np.random.default_rng(4).random((9, 1)).astype(np.float32)


@pytest.mark.parametrize("activation", HIDDEN)
def test_sums_are_those_of_the_walk(activation):
    snapshot = network(WIDTHS, activation).snapshot()
    there, activations = walk(snapshot, X, np.array([0])), Activations(snapshot, X)
    for layer, width in enumerate(WIDTHS[1:], 1):
        for unit in range(width):
            found = activations.unit_sum(layer, unit, most=3)
            Z, b, H = (there[f"{name}{layer}"][unit, 0] for name in "ZbH")
            figures = (found.Z, found.weighted, found.bias, found.H)
            assert figures == pytest.approx((Z, Z - b, b, H), abs=1e-5)
            H_prev = there[there.input_of(layer)][:, 0]
            carried = there[f"W{layer}"][unit] * H_prev
            strongest = sorted((each for each in carried if each), key=abs, reverse=True)[:3]
            assert [each.value for each in found.inputs] == pytest.approx(strongest, abs=1e-5)
            for each in found.inputs:
                assert each.value == pytest.approx(carried[each.other], abs=1e-5)


def test_outputs_are_what_a_unit_adds_to_the_next_layers_sums():
    snapshot = network(WIDTHS, "tanh").snapshot()
    there, activations = walk(snapshot, X, np.array([0])), Activations(snapshot, X)
    for layer in range(len(WIDTHS) - 1):
        H = there[f"H{layer}" if layer else "X"]
        carried = there[f"W{layer + 1}"][:, 2] * H[2, 0]
        found = activations.unit_sum(layer, 2, most=100).outputs
        assert {each.other: each.value for each in found} == pytest.approx(
            dict(enumerate(carried)), abs=1e-5
        )
    assert activations.unit_sum(3, 2).outputs == ()
    assert activations.weight(2, 5, 3) == np.float32(there["W2"][5, 3])


def test_a_pixel_has_no_sum():
    found = Activations(network(WIDTHS, "relu").snapshot(), X).unit_sum(0, 4)
    assert (found.weighted, found.bias, found.inputs, found.H) == (0, 0, (), X[4, 0])


def test_what_carries_nothing_is_not_named():
    blank = np.zeros((9, 1), np.float32)
    assert Activations(network(WIDTHS, "relu").snapshot(), blank).unit_sum(1, 0).inputs == ()


def test_another_shape_is_refused():
    with pytest.raises(ShapeError, match=r"\(9, 1\)"):
        Activations(network(WIDTHS, "relu").snapshot(), np.zeros((8, 1)))
