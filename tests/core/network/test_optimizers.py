"""Each optimizer against its textbook formula, written here on its own, over changing rates."""

import numpy as np
import pytest

from core.network import arrays
from core.network.optimizers import OPTIMIZERS

RATES = [0.1, 0.1, 0.05, 0.2, 0.01, 0.01, 0.3]
MU = 0.8


def gradient_at(theta):
    """Of the sum of cosh(θ - 1): it points away from 1, and is no straight line."""
    return np.sinh(theta - 1)


def start():
    return np.random.default_rng(0).uniform(-1, 3, 12)


def textbook_sgd(theta):
    for rate in RATES:
        theta = theta - rate * gradient_at(theta)
        yield theta


def textbook_momentum(theta):
    velocity = 0
    for rate in RATES:
        velocity = MU * velocity - rate * gradient_at(theta)
        theta = theta + velocity
        yield theta


def textbook_nesterov(theta):
    """Sutskever et al. (2013), equations 3 and 4, with the gradient taken at the point ahead.

    What our optimizer calls θ is that point; with a μ that stays, θ = φ + μ·v.
    """
    phi, velocity = theta, 0
    for rate in RATES:
        velocity = MU * velocity - rate * gradient_at(phi + MU * velocity)
        phi = phi + velocity
        yield phi + MU * velocity


def textbook_adam(theta):
    m = v = 0
    for t, rate in enumerate(RATES, start=1):
        g = gradient_at(theta)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        theta = theta - rate * m_hat / (np.sqrt(v_hat) + 1e-8)
        yield theta


TEXTBOOK = {
    "sgd": textbook_sgd,
    "momentum": textbook_momentum,
    "nesterov": textbook_nesterov,
    "adam": textbook_adam,
}


def run(name, theta):
    optimizer = OPTIMIZERS[name](theta)
    for rate in RATES:
        gradient = gradient_at(theta)
        if optimizer.linear:
            gradient *= theta.dtype.type(rate)
        theta = optimizer.step(theta, gradient, rate, MU)
        yield theta


def test_the_table_is_tested_whole():
    assert OPTIMIZERS.keys() == TEXTBOOK.keys()


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("name", sorted(TEXTBOOK))
def test_pieces_of_a_vector_take_the_same_steps(name):
    assert len(arrays.pieces(12)) == 2
    for theta, expected in zip(run(name, start()), TEXTBOOK[name](start()), strict=True):
        np.testing.assert_allclose(theta, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)])
@pytest.mark.parametrize("name", sorted(TEXTBOOK))
def test_steps_are_the_textbooks(name, dtype, tolerance):
    steps = zip(run(name, start().astype(dtype)), TEXTBOOK[name](start()), strict=True)
    for theta, expected in steps:
        assert theta.dtype == dtype
        np.testing.assert_allclose(theta, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", sorted(TEXTBOOK))
def test_the_next_theta_takes_the_gradients_place_and_theta_stays(name):
    theta = start()
    optimizer = OPTIMIZERS[name](theta)
    before, gradient = theta.copy(), gradient_at(theta)
    assert optimizer.step(theta, gradient, 0.1, MU) is gradient
    np.testing.assert_array_equal(theta, before)


def test_adam_does_not_divide_by_a_gradient_of_0():
    theta = np.ones(3, np.float32)
    optimizer = OPTIMIZERS["adam"](theta)
    np.testing.assert_array_equal(optimizer.step(theta, np.zeros(3, np.float32), 0.1, MU), theta)


def test_adams_first_step_is_the_rate_whatever_the_gradients_size():
    theta = np.zeros(3)
    optimizer = OPTIMIZERS["adam"](theta)
    after = optimizer.step(theta, np.array([1e-3, -1.0, 1e3]), 0.1, MU)
    np.testing.assert_allclose(after, [-0.1, 0.1, -0.1], rtol=1e-4)
