import numpy as np
import pytest

from core.errors import ShapeError
from core.network.parameters import (
    INITIALIZATIONS,
    count,
    initial_theta,
    initialize_parameters,
    layers_of,
    named,
    unpack,
    weights_at,
)

DEVIATIONS = {
    "he": np.sqrt(2 / 400),
    "xavier": np.sqrt(2 / (400 + 300)),
    "normal": 0.1,
    "wide": 1.0,
}


def rng(seed=0):
    return np.random.default_rng(seed)


def test_shapes_names_and_dtype():
    parameters = initialize_parameters((5, 4, 3), rng=rng())
    assert {name: array.shape for name, array in parameters.items()} == {
        "W1": (4, 5),
        "b1": (4, 1),
        "W2": (3, 4),
        "b2": (3, 1),
    }
    assert {array.dtype for array in parameters.values()} == {np.dtype(np.float64)}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", sorted(INITIALIZATIONS))
def test_weights_have_the_deviation_of_the_paper(name, dtype):
    """120,000 draws: the mean and the deviation are within five standard errors."""
    parameters = initialize_parameters((400, 300), name, rng=rng(), dtype=dtype)
    W, deviation = parameters["W1"].astype(np.float64), DEVIATIONS[name]
    assert parameters["W1"].dtype == dtype
    assert abs(W.mean()) < 5 * deviation / np.sqrt(W.size)
    assert abs(W.std() / deviation - 1) < 5 / np.sqrt(2 * W.size)
    assert np.mean(np.abs(W) < deviation) == pytest.approx(0.6827, abs=0.01)
    assert not parameters["b1"].any()


def test_the_table_is_tested_whole():
    assert INITIALIZATIONS.keys() == DEVIATIONS.keys()


def test_same_seed_same_weights():
    first, again, other = (initialize_parameters((6, 5), rng=rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first["W1"], again["W1"])
    assert (first["W1"] != other["W1"]).all()


def test_without_a_seed_weights_differ():
    one, two = initialize_parameters((6, 5)), initialize_parameters((6, 5))
    assert (one["W1"] != two["W1"]).any()


def test_theta_holds_every_parameter_once():
    theta = np.arange(float(count((3, 4, 2))))
    weights, biases = unpack(theta, (3, 4, 2))
    everything = np.concatenate([each.ravel() for each in (*weights, *biases)])
    assert sorted(everything) == theta.tolist()
    weights[1][1, 3] = -7
    biases[0][2] = -8
    assert (theta == -7).sum() == (theta == -8).sum() == 1


def test_the_weights_are_where_they_are_said_to_be():
    """12 weights and 4 biases, then 8 weights and 2 biases."""
    assert weights_at((3, 4, 2)) == [slice(0, 12), slice(16, 24)]


def test_theta_has_the_same_draws_as_the_dictionary():
    theta = initial_theta((5, 4, 3), "he", rng=rng(), dtype=np.float64)
    parameters = initialize_parameters((5, 4, 3), "he", rng=rng())
    for name, array in named(*unpack(theta, (5, 4, 3))).items():
        np.testing.assert_array_equal(array, parameters[name])


def test_names_and_layers_are_inverse():
    parameters = initialize_parameters((5, 4, 3, 2), rng=rng())
    again = named(*layers_of(parameters))
    assert list(again) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert all(again[name] is parameters[name] for name in parameters)
    assert list(named(*layers_of(parameters), prefix="d"))[:2] == ["dW1", "db1"]


@pytest.mark.parametrize("dimensions", [(), (784,), (784, 0, 10), (784, -5, 10)])
def test_dimensions_that_make_no_network_are_refused(dimensions):
    with pytest.raises(ShapeError, match="two or more layer widths above 0"):
        initialize_parameters(dimensions)


def test_a_vector_of_another_length_is_refused():
    with pytest.raises(ShapeError, match=r"A network 3-4-2 has 26 parameters; here are 25\."):
        unpack(np.zeros(25), (3, 4, 2))


def test_an_unknown_initialisation_is_named():
    with pytest.raises(ValueError, match="“zeros”; there are: he, xavier, normal, wide"):
        initialize_parameters((3, 2), "zeros")
