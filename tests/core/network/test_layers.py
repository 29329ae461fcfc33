import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.network.activations import ACTIVATIONS
from core.network.layers import LayerBuffers, layer_backward, layer_forward

FLOATS = [np.float32, np.float64]
NAMES = sorted(ACTIVATIONS)

COURSE_H_PREV = [[1, 0, 5, 10, 2], [2, 5, 3, 10, 2]]
COURSE_W = [[10, 5], [2, 0], [1, 0]]
COURSE_B = [[10], [5], [0]]


def course_memory(activation, number=float):
    H_prev, W, b = (np.array(each, number) for each in (COURSE_H_PREV, COURSE_W, COURSE_B))
    return layer_forward(H_prev, W, b, activation)[1]


def course_dH():
    np.random.seed(2)
    return np.random.rand(3, 5)


@st.composite
def layers(draw, dtype=None):
    """(H_prev, W, b, dH) in a random shape, m = 1 included, and random memory orders."""
    n_prev, n, m = (draw(st.integers(1, 6)) for _ in range(3))
    dtype = dtype or draw(st.sampled_from(FLOATS))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    shapes = [(n_prev, m), (n, n_prev), (n, 1), (n, m)]
    return tuple(
        np.array(rng.standard_normal(shape), dtype, order=draw(st.sampled_from("CF")))
        for shape in shapes
    )


@pytest.mark.parametrize("number", [int, float])
def test_the_courses_example_with_relu(number):
    dH_prev, dW, db = layer_backward(course_dH(), course_memory("relu", number), "relu")
    np.testing.assert_allclose(
        dH_prev,
        [
            [5.6417525, 0.66855959, 6.86974666, 5.46611139, 4.92177244],
            [2.17997451, 0.12963116, 2.74831239, 2.17661196, 2.10183901],
        ],
        rtol=1e-8,
    )
    np.testing.assert_allclose(
        dW, [[1.67565336, 1.56891359], [1.39137819, 1.4143854], [1.3597389, 1.43013369]], rtol=1e-8
    )
    np.testing.assert_allclose(db, [[0.37345476], [0.34414727], [0.29074635]], rtol=1e-7)


def test_the_courses_example_with_sigmoid():
    dH_prev, dW, db = layer_backward(course_dH(), course_memory("sigmoid"), "sigmoid")
    np.testing.assert_allclose(
        dH_prev[0], [0.122723679, 0.135006555, 8.95073976e-4, 2.3314302e-5, 0.0194308447], rtol=1e-8
    )
    np.testing.assert_allclose(dW[2], [0.0331117895, 0.1894639], rtol=1e-7)
    np.testing.assert_allclose(db[2], [0.0549381719], rtol=1e-8)


def test_the_default_activation_is_relu():
    H, memory = layer_forward(*map(np.array, ([[1.0]], [[-2.0]], [[0.5]])))
    assert H.tolist() == [[0.0]]
    _, dW, _ = layer_backward(np.array([[3.0]]), memory)
    assert dW.tolist() == [[0.0]]


def test_whole_numbers_do_not_round_the_mean_away():
    ones = [np.ones(shape, int) for shape in ((2, 5), (3, 2), (3, 1))]
    _, memory = layer_forward(*ones)
    _, dW, db = layer_backward(np.ones((3, 5), int), memory)
    assert (dW == 1).all()
    assert (db == 1).all()


@pytest.mark.parametrize("activation", NAMES)
@given(layer=layers())
def test_memory_shapes_dtypes_and_untouched_inputs(activation, layer):
    *inputs, dH = layer
    before = [each.copy() for each in layer]
    H, memory = layer_forward(*inputs, activation)
    (H_prev, W, b), Z = memory
    assert H_prev is inputs[0]
    assert W is inputs[1]
    assert b is inputs[2]
    Z_before = Z.copy()
    gradients = layer_backward(dH, memory, activation)
    for array, like in zip((Z, H, *gradients), (dH, dH, *inputs), strict=True):
        assert array.shape == like.shape
        assert array.dtype == like.dtype
    for now, then in zip((*layer, Z), (*before, Z_before), strict=True):
        np.testing.assert_array_equal(now, then)


@given(layers(np.float64))
def test_forward_is_the_formula(layer):
    H_prev, W, b, _ = layer
    H, (_, Z) = layer_forward(H_prev, W, b, "tanh")
    by_hand = np.einsum("ij,jm->im", W, H_prev) + b
    np.testing.assert_allclose(Z, by_hand, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(H, np.tanh(by_hand), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("activation", NAMES)
@given(layer=layers(np.float64))
def test_backward_is_the_central_difference(activation, layer):
    """Of sum(dH * H): by H_prev itself, by W and b of its mean over the examples."""
    *inputs, dH = layer
    _, memory = layer_forward(*inputs, activation)
    assume(activation != "relu" or (np.abs(memory[1]) > 1e-4).all())
    gradients = layer_backward(dH, memory, activation)
    h = 1e-6
    for which, (array, gradient) in enumerate(zip(inputs, gradients, strict=True)):
        share = 1 if which == 0 else 1 / dH.shape[1]
        for index in np.ndindex(array.shape):
            totals = []
            for nudge in (h, -h):
                nudged = [each.copy() for each in inputs]
                nudged[which][index] += nudge
                totals.append((dH * layer_forward(*nudged, activation)[0]).sum())
            numeric = share * (totals[0] - totals[1]) / (2 * h)
            assert gradient[index] == pytest.approx(numeric, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("activation", NAMES)
@given(layer=layers())
def test_buffers_change_nothing_but_where_results_go(activation, layer):
    H_prev, W, b, dH = layer
    m = dH.shape[1]
    expected_H, memory = layer_forward(H_prev, W, b, activation)
    dH_prev, dW, db = layer_backward(dH, memory, activation)
    tolerance = (
        {"rtol": 1e-5, "atol": 1e-6} if W.dtype == np.float32 else {"rtol": 1e-12, "atol": 1e-13}
    )
    Z, H, share = np.empty_like(dH), np.empty_like(dH), dH / dH.dtype.type(m)
    room = [*map(np.empty_like, (H_prev, W, b))]
    buffers = LayerBuffers(Z, H, share, *room, ones=np.ones((m, 1), W.dtype))

    written, memory = layer_forward(H_prev, W, b, activation, buffers)
    assert written is H
    assert memory[1] is Z
    np.testing.assert_allclose(H, expected_H, **tolerance)

    gradients = layer_backward(share, memory, activation, buffers)
    assert all(place is result for place, result in zip(room, gradients, strict=True))
    np.testing.assert_allclose(room[0] * m, dH_prev, **tolerance, err_msg="dH_prev")
    np.testing.assert_allclose(room[1], dW, **tolerance, err_msg="dW")
    np.testing.assert_allclose(room[2], db, **tolerance, err_msg="db")


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@given(layer=layers(np.float64))
def test_a_mask_multiplies_H_on_the_way_and_dH_on_the_way_back(activation, layer):
    H_prev, W, b, dH = layer
    m = dH.shape[1]
    mask = 2.0 * (np.random.default_rng(0).random(dH.shape) > 0.4)
    plain, memory = layer_forward(H_prev, W, b, activation)
    expected = layer_backward(dH * mask, memory, activation)
    arrays = map(np.empty_like, (dH, dH, dH, H_prev, W, b))
    buffers = LayerBuffers(*arrays, ones=np.ones((m, 1)), mask=mask)
    H, memory = layer_forward(H_prev, W, b, activation, buffers)
    np.testing.assert_array_equal(H, plain * mask)
    share, *of_the_mean = layer_backward(dH / m, memory, activation, buffers)
    for found, wanted in zip((share * m, *of_the_mean), expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-13)


def test_dH_prev_is_left_out_where_there_is_no_room_for_it():
    memory, dH = course_memory("relu"), course_dH()
    ones = np.ones((dH.shape[1], 1))
    buffers = LayerBuffers(dH=dH, dW=np.empty((3, 2)), db=np.empty((3, 1)), ones=ones)
    dH_prev, _, _ = layer_backward(dH, memory, buffers=buffers)
    assert dH_prev is None
