import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.network import activations
from core.network.activations import ACTIVATIONS, activation_named

FLOATS = [np.float32, np.float64]
NAMES = sorted(ACTIVATIONS)


@st.composite
def layer_arrays(draw, dtype=None):
    """A (n, m) array of either float type and either memory order, m = 1 included."""
    dtype = dtype or draw(st.sampled_from(FLOATS))
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    width = np.dtype(dtype).itemsize * 8
    values = draw(arrays(dtype, shape, elements=st.floats(-1000, 1000, width=width)))
    return np.array(values, order=draw(st.sampled_from("CF")))


def central_difference(function, Z, h=1e-6):
    """d sum(function) by each entry of Z, where function gives one number."""
    slope = np.empty_like(Z)
    for index in np.ndindex(Z.shape):
        up, down = Z.copy(), Z.copy()
        up[index] += h
        down[index] -= h
        slope[index] = (function(up) - function(down)) / (2 * h)
    return slope


def test_relu_is_the_positive_part():
    H, memory = activations.relu(np.array([[-2.0, 0.0, 3.0]]))
    assert H.tolist() == [[0.0, 0.0, 3.0]]
    assert memory.tolist() == [[-2.0, 0.0, 3.0]]


def test_relu_has_slope_0_at_its_kink():
    dZ = activations.relu_backward(np.full((1, 3), 5.0), np.array([[-1.0, 0.0, 1.0]]))
    assert dZ.tolist() == [[0.0, 0.0, 5.0]]


@pytest.mark.parametrize("dtype", FLOATS)
def test_sigmoid_of_a_thousand_is_quiet_and_right(dtype):
    H, _ = activations.sigmoid(np.array([[-1000, -100, 0, 100, 1000]], dtype))
    assert H.dtype == dtype
    assert H[0, 0] < 1e-37
    assert H[0, 1] < 1e-37
    assert H[0, 2:].tolist() == [0.5, 1.0, 1.0]


@pytest.mark.parametrize("dtype", FLOATS)
def test_sigmoid_is_the_textbook_formula_where_that_works(dtype):
    Z = np.linspace(-87, 87, 10_001, dtype=dtype)[None]
    textbook = 1 / (1 + np.exp(-Z.astype(np.float64)))
    tolerance = 1e-15 if dtype == np.float64 else 3e-7
    np.testing.assert_allclose(activations.sigmoid(Z)[0], textbook, rtol=tolerance)


def test_sigmoid_stays_above_0_down_to_where_numbers_end():
    H, _ = activations.sigmoid(np.array([-708.0, -1e308]))
    assert (H > 0).all()


def test_tanh_is_numpys():
    Z = np.linspace(-30, 30, 101)[None]
    np.testing.assert_array_equal(activations.tanh(Z)[0], np.tanh(Z))


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_is_the_same_after_a_shift(dtype):
    Z = np.array([[1, -3], [2, 0], [4, 1]], dtype)
    plain = np.exp(Z.astype(np.float64))
    plain /= plain.sum(axis=0)
    tolerance = 1e-15 if dtype == np.float64 else 3e-7
    np.testing.assert_allclose(activations.softmax(Z)[0], plain, rtol=tolerance)
    np.testing.assert_array_equal(activations.softmax(Z + dtype(512))[0], activations.softmax(Z)[0])


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_of_huge_numbers_is_quiet(dtype):
    H, _ = activations.softmax(np.array([[10_000, -10_000], [-10_000, -10_000]], dtype))
    assert H.tolist() == [[1.0, 0.5], [0.0, 0.5]]


@given(layer_arrays())
def test_softmax_columns_are_probabilities(Z):
    H, _ = activations.softmax(Z)
    assert (H >= 0).all()
    np.testing.assert_allclose(H.sum(axis=0), 1, rtol=1e-5)


@pytest.mark.parametrize("name", NAMES)
@given(Z=layer_arrays(), data=st.data())
def test_inputs_stay_and_so_do_dtypes(name, Z, data):
    dH = np.array(data.draw(arrays(Z.dtype, Z.shape, elements=st.integers(-5, 5))), order="F")
    Z_before, dH_before = Z.copy(), dH.copy()
    H, memory = ACTIVATIONS[name].forward(Z)
    dZ = ACTIVATIONS[name].backward(dH, memory)
    dZ_with_H = ACTIVATIONS[name].backward(dH, memory, H=H)
    assert memory is Z
    assert H.dtype == dZ.dtype == dZ_with_H.dtype == Z.dtype
    assert H.shape == dZ.shape == Z.shape
    np.testing.assert_array_equal(Z, Z_before)
    np.testing.assert_array_equal(dH, dH_before)
    np.testing.assert_array_equal(dZ, dZ_with_H)


@pytest.mark.parametrize("name", NAMES)
@given(Z=layer_arrays())
def test_out_receives_the_same_numbers(name, Z):
    activation, dH = ACTIVATIONS[name], np.ones_like(Z)
    room = np.empty(Z.shape, Z.dtype)
    H, _ = activation.forward(Z, out=room)
    assert H is room
    np.testing.assert_array_equal(H, activation.forward(Z)[0])
    expected = activation.backward(dH, Z)
    dZ = activation.backward(dH, Z, out=dH)
    assert dZ is dH
    np.testing.assert_array_equal(dZ, expected)


@pytest.mark.parametrize("name", NAMES)
@given(Z=layer_arrays(np.float64), data=st.data())
def test_backward_is_the_central_difference(name, Z, data):
    Z = Z / 200
    if name == "relu":
        Z[np.abs(Z) < 1e-5] = 1.0
    dH = data.draw(arrays(np.float64, Z.shape, elements=st.floats(-2, 2)))
    activation = ACTIVATIONS[name]
    numeric = central_difference(lambda Z: float((dH * activation.forward(Z)[0]).sum()), Z)
    np.testing.assert_allclose(activation.backward(dH, Z), numeric, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_large_arrays_give_what_small_ones_give(name):
    Z = np.random.default_rng(3).standard_normal((300, 600)).astype(np.float32)
    activation, dH = ACTIVATIONS[name], np.ones_like(Z)
    H, dZ = activation.forward(Z)[0], activation.backward(dH, Z)
    for column in (0, 599):
        one = np.s_[:, column : column + 1]
        np.testing.assert_allclose(H[one], activation.forward(Z[one])[0], rtol=1e-6)
        np.testing.assert_allclose(dZ[one], activation.backward(dH[one], Z[one]), rtol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_whole_numbers_become_float64(name):
    Z = np.array([[1, -2], [3, 0]])
    H, memory = ACTIVATIONS[name].forward(Z)
    dZ = ACTIVATIONS[name].backward(np.ones((2, 2), int), memory)
    expected, _ = ACTIVATIONS[name].forward(Z.astype(np.float64))
    assert memory is Z
    assert H.dtype == dZ.dtype == np.float64
    np.testing.assert_array_equal(H, expected)


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_any_shape_will_do(name):
    activation = ACTIVATIONS[name]
    numbers = np.array([[-2.0, 0.5, 1000.0]])
    expected = activation.forward(numbers)[0][0]
    np.testing.assert_array_equal(activation.forward(numbers[0])[0], expected)
    np.testing.assert_array_equal(activation.forward(numbers[None])[0][0, 0], expected)
    assert [float(activation.forward(number)[0]) for number in numbers[0]] == expected.tolist()


@pytest.mark.parametrize("name", NAMES)
def test_nan_is_not_hidden(name):
    H, _ = ACTIVATIONS[name].forward(np.array([[np.nan], [1.0]]))
    assert np.isnan(H[0, 0])


def test_an_unknown_activation_is_named():
    with pytest.raises(ValueError, match="no activation “step”; there are: relu, sigmoid, tanh"):
        activation_named("step")
