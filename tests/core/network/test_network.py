import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.network.activations import softmax
from core.network.losses import compute_loss, one_hot
from core.network.network import L_layer_backward, L_layer_forward, Network
from core.network.parameters import initialize_parameters, named
from core.network.recipe import Recipe

FLOATS = [np.float32, np.float64]
HIDDEN = ["relu", "sigmoid", "tanh"]
DEEP = [(5, 4), (5, 6, 4), (5, 6, 7, 4), (5, 4, 3, 6, 4), (5, 6, 5, 4, 6, 4)]
TOLERANCE = {
    np.float32: {"rtol": 1e-6, "atol": 1e-6},
    np.float64: {"rtol": 1e-12, "atol": 1e-12},
}


def examples(dimensions, m, dtype=np.float64, seed=1):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((dimensions[0], m)).astype(dtype)
    return X, rng.integers(0, dimensions[-1], m)


def lively_network(dimensions, activation, dtype=np.float64, seed=0):
    """With biases that are not 0, so that a test sees them, and keep ReLU off its kink."""
    network = Network(
        dimensions, activation, "xavier", rng=np.random.default_rng(seed), dtype=dtype
    )
    for layer, b in enumerate(network.biases):
        b[...] = 0.1 + 0.03 * layer
    return network


def gradients_of(network):
    """{"dW1", "db1", ...} of the last backward: views."""
    return named(network.weight_gradients, network.bias_gradients, prefix="d")


def central_difference(loss, array, h=1e-6):
    """d loss() by each entry of `array`, which is changed and put back."""
    slope = np.empty_like(array)
    for index in np.ndindex(array.shape):
        original = array[index]
        array[index] = original + h
        above = loss()
        array[index] = original - h
        slope[index] = (above - loss()) / (2 * h)
        array[index] = original
    return slope


def masks_for(network, m, seed=5):
    rng = np.random.default_rng(seed)
    return [
        np.array((rng.random((n, m)) > 0.4) / 0.6, network.dtype) for n in network.dimensions[1:-1]
    ]


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("dimensions", DEEP, ids=str)
def test_backward_is_the_central_difference(dimensions, activation):
    X, labels = examples(dimensions, 6)
    parameters = lively_network(dimensions, activation).parameters
    HL, memories = L_layer_forward(X, parameters, activation)
    gradients = L_layer_backward(HL, one_hot(labels, dimensions[-1]), memories, activation)
    assert set(gradients) == {f"d{name}" for name in parameters} | {
        f"dH{layer}" for layer in range(len(dimensions) - 1)
    }

    def loss():
        return float(compute_loss(L_layer_forward(X, parameters, activation)[0], labels))

    for name, array in parameters.items():
        numeric = central_difference(loss, array)
        np.testing.assert_allclose(gradients[f"d{name}"], numeric, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(
        gradients["dH0"] / 6, central_difference(loss, X), rtol=1e-6, atol=1e-8
    )


@pytest.mark.parametrize("activation", HIDDEN)
def test_backward_through_dropout_is_the_central_difference(activation):
    network = lively_network((5, 6, 7, 4), activation)
    X, labels = examples(network.dimensions, 6)
    masks = masks_for(network, 6)
    assert all((mask == 0).any() for mask in masks)
    buffers = network.buffers(6).of(6)
    for each, mask in zip(buffers, masks, strict=False):
        each.mask = mask
    HL, memories = network.forward(X, buffers)
    network.backward(HL, labels, memories, buffers)
    gradients = {name: array.copy() for name, array in gradients_of(network).items()}

    def loss():
        return float(compute_loss(network.forward(X, buffers)[0], labels))

    for name, array in network.parameters.items():
        numeric = central_difference(loss, array)
        np.testing.assert_allclose(gradients[f"d{name}"], numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("dimensions", [*DEEP, (784, 45, 10), (784, 128, 64, 10)], ids=str)
def test_the_fast_path_is_the_courses_functions(dimensions, activation, dtype):
    """In buffers used before, with labels and a folded rate; also for a smaller last batch."""
    network = lively_network(dimensions, activation, dtype)
    buffers, rate = network.buffers(32), 0.37
    for m in (32, 32, 7, 1, 32):
        X, labels = examples(dimensions, m, dtype, seed=m)
        X = np.asfortranarray(X)
        HL, memories = L_layer_forward(X, network.parameters, activation)
        expected = L_layer_backward(HL, one_hot(labels, dimensions[-1]), memories, activation)

        batch = buffers.of(m)
        fast_HL, fast_memories = network.forward(X, batch)
        np.testing.assert_allclose(fast_HL, HL, **TOLERANCE[dtype])
        network.backward(fast_HL, labels, fast_memories, batch, rate)
        assert fast_HL.dtype == HL.dtype == dtype
        for name, gradient in gradients_of(network).items():
            assert gradient.dtype == expected[name].dtype == dtype
            np.testing.assert_allclose(
                gradient, rate * expected[name], **TOLERANCE[dtype], err_msg=name
            )


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_rate_of_0_gives_a_gradient_of_0(dtype):
    network = lively_network((5, 6, 4), "relu", dtype)
    X, labels = examples(network.dimensions, 6, dtype)
    network.gradient[...] = 1
    forward_and_backward(network, X, labels, rate=0.0)
    assert not network.gradient.any()


def forward_and_backward(network, X, Y, rate=1.0):
    buffers = network.buffers(X.shape[1]).of(X.shape[1])
    HL, memories = network.forward(X, buffers)
    network.backward(HL, Y, memories, buffers, rate)


@given(
    st.sampled_from(FLOATS),
    st.sampled_from(HIDDEN),
    st.lists(st.integers(1, 5), min_size=2, max_size=5),
    st.integers(1, 4),
    st.sampled_from("CF"),
)
def test_inputs_stay_and_so_do_dtypes(dtype, activation, dimensions, m, order):
    network = lively_network(tuple(dimensions), activation, dtype)
    X, labels = examples(dimensions, m, dtype)
    X = np.array(X, order=order)
    parameters = {name: np.array(array, order=order) for name, array in network.parameters.items()}
    Y = one_hot(labels, dimensions[-1])
    HL, memories = L_layer_forward(X, parameters, activation)
    inputs = [X, Y, HL, *parameters.values(), *(Z for _, Z in memories)]
    before = [each.copy() for each in inputs]
    gradients = L_layer_backward(HL, Y, memories, activation)
    forward_and_backward(network, X, Y)
    for now, then in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(now, then)
    assert {each.dtype for each in gradients.values()} == {HL.dtype} == {np.dtype(dtype)}
    np.testing.assert_allclose(network.predict(X), HL, rtol=1e-5)


def test_each_memory_is_what_the_course_keeps():
    network = lively_network((5, 6, 4), "tanh")
    X, _ = examples(network.dimensions, 3)
    parameters = network.parameters
    HL, memories = L_layer_forward(X, parameters, "tanh")
    (H0, W1, b1), Z1 = memories[0]
    (H1, W2, b2), Z2 = memories[1]
    assert H0 is X
    assert (W1 is parameters["W1"], b1 is parameters["b1"]) == (True, True)
    np.testing.assert_allclose(Z1, W1 @ X + b1, rtol=1e-12)
    np.testing.assert_allclose(H1, np.tanh(Z1), rtol=1e-12)
    np.testing.assert_allclose(Z2, W2 @ H1 + b2, rtol=1e-12)
    np.testing.assert_allclose(HL, softmax(Z2)[0], rtol=1e-12)


def test_the_default_activation_is_relu():
    X, labels = examples((5, 6, 4), 3)
    parameters = initialize_parameters((5, 6, 4), "he", rng=np.random.default_rng(0))
    HL, memories = L_layer_forward(X, parameters)
    expected, _ = L_layer_forward(X, parameters, "relu")
    np.testing.assert_array_equal(HL, expected)
    gradients = L_layer_backward(HL, labels, memories)
    np.testing.assert_array_equal(
        gradients["dW1"], L_layer_backward(HL, labels, memories, "relu")["dW1"]
    )


def test_changing_parameters_changes_the_network():
    network = lively_network((5, 6, 4), "relu")
    network.parameters["W1"][0, 0] = 42
    assert (network.theta == 42).sum() == 1


def test_swap_exchanges_parameters_and_gradient_whole():
    network = lively_network((5, 6, 4), "relu")
    network.gradient[...] = np.arange(network.gradient.size)
    before = {name: array.copy() for name, array in network.parameters.items()}
    gradients = {name: array.copy() for name, array in gradients_of(network).items()}
    network.swap()
    for name, array in before.items():
        np.testing.assert_array_equal(gradients_of(network)[f"d{name}"], array)
        np.testing.assert_array_equal(network.parameters[name], gradients[f"d{name}"])


def test_a_snapshot_is_frozen_and_apart():
    network = lively_network((5, 6, 4), "tanh", np.float32)
    X, _ = examples(network.dimensions, 3, np.float32)
    expected = network.predict(X)
    snapshot = network.snapshot("mine", {"epochs": 3})
    network.theta += 1
    assert (snapshot.name, snapshot.facts) == ("mine", {"epochs": 3})
    assert snapshot.theta.dtype == np.float32
    with pytest.raises(ValueError, match="read-only"):
        snapshot.theta[0] = 1
    np.testing.assert_array_equal(Network.from_snapshot(snapshot).predict(X), expected)

    copy = Network.from_snapshot(snapshot)
    assert (copy.dimensions, copy.activation) == ((5, 6, 4), "tanh")
    copy.theta[...] = 0
    np.testing.assert_array_equal(Network.from_snapshot(snapshot).predict(X), expected)


def test_a_network_from_a_recipe_follows_it():
    recipe = Recipe(hidden=(9, 8), activation="tanh", initialization="normal", seed=3)
    network, again = Network.from_recipe(recipe), Network.from_recipe(recipe)
    assert (network.dimensions, network.activation) == ((784, 9, 8, 10), "tanh")
    assert network.dtype == np.float32
    assert network.weights[0].std() == pytest.approx(0.1, rel=0.05)
    np.testing.assert_array_equal(network.theta, again.theta)
    other = Network.from_recipe(Recipe(hidden=(9, 8), initialization="normal", seed=4))
    assert (network.weights[0] != other.weights[0]).any()


@pytest.mark.parametrize("shape", [(4, 3), (5,), (3, 5)])
def test_an_input_of_another_width_is_refused(shape):
    network = lively_network((5, 6, 4), "relu")
    for run in (network.forward, network.predict):
        with pytest.raises(ShapeError, match="takes 5 inputs a column"):
            run(np.zeros(shape))


def test_what_makes_no_network_is_refused():
    with pytest.raises(ValueError, match="no activation “step”"):
        Network((5, 4), "step", rng=np.random.default_rng(0))
    with pytest.raises(ShapeError, match="above 0"):
        Network((5, 0, 4), rng=np.random.default_rng(0))
