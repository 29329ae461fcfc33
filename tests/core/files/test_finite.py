"""The bound is no guess: what passes it gives numbers for every image."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.finite import stays_finite
from core.network.network import Network
from core.network.parameters import unpack

ACTIVATIONS = ["relu", "sigmoid", "tanh"]


def network(hidden, activation: str, scales) -> Network:
    made = Network((784, *hidden, 10), activation, "wide", rng=np.random.default_rng(0))
    with np.errstate(over="ignore"):
        for W, scale in zip(made.weights, scales, strict=False):
            W *= np.float32(10) ** scale
    return made


def is_finite(of: Network) -> bool:
    return stays_finite(of.weights, of.biases, of.activation)


@given(
    hidden=st.lists(st.integers(1, 9), max_size=4),
    activation=st.sampled_from(ACTIVATIONS),
    scales=st.lists(st.integers(-3, 37), min_size=5, max_size=5),
)
def test_what_passes_reads_every_image(hidden, activation, scales) -> None:
    made = network(hidden, activation, scales)
    if is_finite(made):
        W = made.weights[0]
        worst = np.concatenate([W > 0, W < 0]).T.astype(np.float32)
        images = np.concatenate([worst, np.zeros((784, 1)), np.ones((784, 1))], 1, dtype=np.float32)
        assert np.isfinite(made.predict(images)).all()


def test_only_the_image_that_overflows_need_be_missing() -> None:
    """Its weights cancel out on an even image, and on no other."""
    made = network((1,), "relu", ())
    made.weights[0][...] = 1e36 * (-1.0) ** np.arange(784)
    assert np.isfinite(made.predict(np.ones((784, 1), np.float32))).all()
    assert not is_finite(made)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_flat_ends_bound_what_goes_on(activation: str) -> None:
    assert is_finite(network((9, 9, 9), activation, (30, 30, 30, 30)))
    assert not is_finite(network((9, 9, 9), "relu", (30, 30, 30, 30)))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_value_that_is_not_finite_passes(value: float, activation: str) -> None:
    dimensions = (784, 3, 10)
    for place in (0, 784 * 3, -1, -11):
        theta = np.zeros(785 * 3 + 40, np.float32)
        theta[place] = value
        assert not stays_finite(*unpack(theta, dimensions), activation)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_widest_start_of_a_deep_network_passes(activation: str) -> None:
    assert is_finite(network([300] * 12, activation, ()))
