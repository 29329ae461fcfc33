import numpy as np
import pytest

from core import activations
from core.inspection.gradient_check import check_gradients, relative_error
from core.network import Network

HIDDEN = ["relu", "sigmoid", "tanh"]
LIMIT = 1e-6


def setting(activation, dtype=np.float64, m=8):
    rng = np.random.default_rng(0)
    network = Network((12, 9, 7, 5), activation, "xavier", rng=rng, dtype=dtype)
    for b in network.biases:
        b[...] = 0.1 * rng.standard_normal(b.shape)
    return network, rng.standard_normal((12, m)).astype(dtype), rng.integers(0, 5, m)


def check(network, X, Y, samples=200):
    return check_gradients(network, X, Y, rng=np.random.default_rng(1), samples=samples)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", HIDDEN)
def test_right_gradients_pass(activation, dtype):
    network, X, Y = setting(activation, dtype)
    theta, X_before = network.theta.copy(), X.copy()
    checks = check(network, X, Y)
    assert [each.name for each in checks] == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert max(each.relative_error for each in checks) < LIMIT
    assert [each.checked + each.kinks for each in checks] == [108, 9, 63, 7, 35, 5]
    np.testing.assert_array_equal(network.theta, theta)
    np.testing.assert_array_equal(X, X_before)


@pytest.mark.parametrize("activation", HIDDEN)
def test_a_planted_error_is_found(activation, monkeypatch):
    """One part in ten thousand, in the derivative of the hidden layers."""
    row = activations.ACTIVATIONS[activation]

    def wrong(dH, memory, **rest):
        return row.backward(dH, memory, **rest) * 1.0001

    monkeypatch.setitem(
        activations.ACTIVATIONS, activation, activations.Activation(row.forward, wrong)
    )
    checks = {each.name: each for each in check(*setting(activation))}
    for name in ("W1", "b1", "W2", "b2"):
        assert checks[name].relative_error > 10 * LIMIT, name
    for name in ("W3", "b3"):
        assert checks[name].relative_error < LIMIT, name


def test_the_worst_entry_is_named(monkeypatch):
    network, X, Y = setting("tanh")
    from core.inspection import gradient_check as inspection

    right = inspection.L_layer_backward

    def wrong(*arguments):
        gradients = right(*arguments)
        gradients["dW2"][4, 6] += 0.5
        return gradients

    monkeypatch.setattr(inspection, "L_layer_backward", wrong)
    found = check(network, X, Y)[2]
    assert (found.name, found.index) == ("W2", (4, 6))
    assert found.analytic - found.numeric == pytest.approx(0.5, abs=1e-6)
    assert found.relative_error == pytest.approx(relative_error(found.analytic, found.numeric))


def test_entries_across_a_kink_are_left_out_and_counted():
    """A unit whose Z is 0 for one example lies on its kink, seen from each of its weights."""
    network, X, Y = setting("relu")
    unit = network.weights[0][2]
    network.biases[0][2] = -(unit @ X[:, 3])
    checks = {each.name: each for each in check(network, X, Y)}
    assert checks["W1"].kinks >= 12
    assert checks["b1"].kinks >= 1
    assert checks["W3"].kinks == 0
    assert max(each.relative_error for each in checks.values()) < LIMIT


def test_smooth_activations_have_no_kinks():
    for activation in ("sigmoid", "tanh"):
        assert not any(each.kinks for each in check(*setting(activation)))


def test_samples_limit_the_work():
    checks = check(*setting("tanh"), samples=6)
    assert [each.checked for each in checks] == [6, 6, 6, 6, 6, 5]


def test_small_gradients_are_compared_absolutely():
    assert relative_error(1.0, 1.5) == pytest.approx(1 / 3)
    assert relative_error(-2.0, 2.0) == 2
    assert relative_error(1e-12, -1e-12) == pytest.approx(2e-8)
    assert relative_error(0.0, 0.0) == 0


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_a_gradient_that_is_no_number_is_wrong(broken, monkeypatch):
    from core.inspection import gradient_check as inspection

    right = inspection.L_layer_backward

    def wrong(*arguments):
        gradients = right(*arguments)
        gradients["db2"][3] = broken
        return gradients

    monkeypatch.setattr(inspection, "L_layer_backward", wrong)
    found = check(*setting("tanh"))[3]
    assert (found.name, found.index, found.relative_error) == ("b2", (3, 0), np.inf)
