from itertools import islice

import numpy as np
import pytest

import core
from core.network import course
from core.network.course import L_layer_model, gradient_descent, update_parameters
from core.network.losses import one_hot
from core.network.network import L_layer_forward
from core.network.parameters import initialize_parameters

FLOATS = [np.float32, np.float64]


def toy(dtype=np.float64):
    """Two rings around a spot: three classes that no straight lines part."""
    rng = np.random.default_rng(0)
    labels = np.arange(90) % 3
    angles = rng.uniform(0, 2 * np.pi, 90)
    radii = labels + 0.2 * rng.random(90)
    return (radii * np.stack([np.cos(angles), np.sin(angles)])).astype(dtype), labels


def test_everything_the_course_names_is_in_core():
    names = [
        "sigmoid",
        "relu",
        "tanh",
        "softmax",
        "sigmoid_backward",
        "relu_backward",
        "tanh_backward",
        "initialize_parameters",
        "layer_forward",
        "L_layer_forward",
        "compute_loss",
        "layer_backward",
        "L_layer_backward",
        "update_parameters",
        "L_layer_model",
        "Network",
        "train",
    ]
    assert set(names) <= set(core.__all__)
    assert all(callable(getattr(core, name)) for name in core.__all__)


@pytest.mark.parametrize("dtype", FLOATS)
def test_an_update_goes_down_the_gradient_in_new_arrays(dtype):
    parameters = {"W1": np.array([[1, 2]], dtype), "b1": np.array([[3]], dtype)}
    gradients = {"dW1": np.array([[10, -10]]), "db1": np.array([[1.0]]), "dH0": None}
    updated = update_parameters(parameters, gradients, 0.5)
    assert updated["W1"].tolist() == [[-4, 7]]
    assert updated["b1"].tolist() == [[2.5]]
    assert {each.dtype for each in updated.values()} == {np.dtype(dtype)}
    assert parameters["W1"].tolist() == [[1, 2]]


@pytest.mark.parametrize("dtype", FLOATS)
def test_gradient_descent_learns_a_toy_problem(dtype):
    X, labels = toy(dtype)
    X_before = X.copy()
    start = initialize_parameters((2, 16, 3), "he", rng=np.random.default_rng(0), dtype=dtype)
    steps = list(islice(gradient_descent(X, one_hot(labels, 3), start, 0.5), 400))
    losses, (_, parameters) = [loss for loss, _ in steps], steps[-1]
    HL, _ = L_layer_forward(X, parameters)
    assert np.mean(HL.argmax(axis=0) == labels) > 0.97
    assert losses[0] > 1
    assert losses[-1] < 0.2
    assert {each.dtype for each in parameters.values()} == {np.dtype(dtype)}
    np.testing.assert_array_equal(X, X_before)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_gradient_descent_takes_labels_and_other_activations(activation):
    X, labels = toy()
    start = initialize_parameters((2, 8, 3), "xavier", rng=np.random.default_rng(0))
    models = [
        next(islice(gradient_descent(X, Y, start, 0.1, activation), 19, None))[1]
        for Y in (labels, one_hot(labels, 3))
    ]
    for name, array in models[0].items():
        np.testing.assert_allclose(array, models[1][name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("iterations", [0, 1, 20])
def test_the_model_is_that_many_steps_from_where_it_starts(dtype, iterations, monkeypatch):
    X, labels = toy(dtype)
    start = initialize_parameters((2, 8, 3), "he", rng=np.random.default_rng(4), dtype=dtype)

    def drawn(dimensions, **how):
        assert (dimensions, how) == ((2, 8, 3), {"dtype": dtype})
        return start

    monkeypatch.setattr(course, "initialize_parameters", drawn)
    model = L_layer_model(X, labels, (2, 8, 3), 0.1, iterations)
    expected = [start, *(each for _, each in islice(gradient_descent(X, labels, start, 0.1), 20))]
    for name, array in model.items():
        np.testing.assert_array_equal(array, expected[iterations][name])


def test_without_a_start_every_model_begins_elsewhere():
    X, labels = toy()
    first, second = (L_layer_model(X, labels, (2, 3), num_iterations=0) for _ in range(2))
    assert first["W1"].shape == (3, 2)
    assert (first["W1"] != second["W1"]).all()
