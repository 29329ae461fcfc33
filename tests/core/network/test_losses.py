import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.network.activations import softmax
from core.network.losses import compute_loss, loss_backward, one_hot

FLOATS = [np.float32, np.float64]
COURSE_LABELS = np.array([3, 5, 3, 6, 1])


@st.composite
def outputs_and_labels(draw, dtype=None):
    """(HL, labels): softmax columns of either float type and memory order."""
    m = draw(st.integers(1, 7))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    HL, _ = softmax(rng.standard_normal((10, m)) * 3)
    HL = np.array(HL, dtype or draw(st.sampled_from(FLOATS)), order=draw(st.sampled_from("CF")))
    return HL, rng.integers(0, 10, m)


def course_output():
    np.random.seed(2)
    return np.random.rand(10, 5)


def test_the_courses_example():
    assert compute_loss(course_output(), one_hot(COURSE_LABELS, 10)) == pytest.approx(
        0.89646002613, abs=5e-12
    )
    assert compute_loss(course_output(), COURSE_LABELS) == pytest.approx(0.89646002613, abs=5e-12)


@given(outputs_and_labels())
def test_loss_is_the_textbooks(pair):
    HL, labels = pair
    textbook = -np.log(HL.astype(np.float64))[labels, np.arange(len(labels))].mean()
    tolerance = 1e-14 if HL.dtype == np.float64 else 1e-5
    for Y in (labels, one_hot(labels, 10)):
        loss = compute_loss(HL, Y)
        assert np.ndim(loss) == 0
        assert loss.dtype == HL.dtype
        assert float(loss) == pytest.approx(textbook, rel=tolerance, abs=tolerance)


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_probability_of_0_costs_a_lot_but_not_everything(dtype):
    HL = np.zeros((10, 2), dtype)
    HL[3] = 1
    for Y in (np.array([7, 3]), one_hot(np.array([7, 3]), 10)):
        loss = float(compute_loss(HL, Y))
        assert np.isfinite(loss)
        assert loss == pytest.approx(-np.log(np.finfo(dtype).tiny) / 2, rel=1e-6)


@pytest.mark.parametrize("Y", [np.array([0]), one_hot(np.array([0]), 10)])
def test_nan_is_not_hidden(Y):
    assert np.isnan(compute_loss(np.full((10, 1), np.nan), Y))


@given(outputs_and_labels())
def test_inputs_stay_and_so_do_dtypes(pair):
    HL, labels = pair
    for Y in (labels, one_hot(labels, 10), one_hot(labels, 10, dtype=np.float32)):
        HL_before, Y_before = HL.copy(), Y.copy()
        compute_loss(HL, Y)
        assert loss_backward(HL, Y).dtype == HL.dtype
        np.testing.assert_array_equal(HL, HL_before)
        np.testing.assert_array_equal(Y, Y_before)


@given(outputs_and_labels(np.float64), st.floats(0, 3))
def test_labels_and_one_hot_agree(pair, scale):
    HL, labels = pair
    Y = one_hot(labels, 10)
    np.testing.assert_allclose(compute_loss(HL, labels), compute_loss(HL, Y), rtol=1e-14)
    np.testing.assert_allclose(
        loss_backward(HL, labels, scale=scale), scale * (HL - Y), rtol=1e-14, atol=1e-15
    )
    np.testing.assert_allclose(loss_backward(HL, Y, scale=scale), scale * (HL - Y), rtol=1e-14)


@given(outputs_and_labels())
def test_out_receives_the_same_numbers(pair):
    HL, labels = pair
    for Y in (labels, one_hot(labels, 10, dtype=HL.dtype)):
        room = np.empty(HL.shape, HL.dtype)
        assert loss_backward(HL, Y, scale=0.25, out=room) is room
        np.testing.assert_array_equal(room, loss_backward(HL, Y, scale=0.25))


def test_gradient_is_the_central_difference_through_softmax():
    rng = np.random.default_rng(4)
    Z, labels = rng.standard_normal((10, 4)), np.array([0, 9, 4, 4])
    analytic = loss_backward(softmax(Z)[0], labels) / 4
    h = 1e-6
    for index in np.ndindex(Z.shape):
        up, down = Z.copy(), Z.copy()
        up[index] += h
        down[index] -= h
        rise = compute_loss(softmax(up)[0], labels) - compute_loss(softmax(down)[0], labels)
        assert analytic[index] == pytest.approx(rise / (2 * h), rel=1e-6, abs=1e-9)


def test_certain_whole_numbers_are_probabilities_too():
    HL = np.eye(10, dtype=int)[:, [3, 5]]
    right, wrong = np.array([3, 5]), np.array([3, 6])
    assert compute_loss(HL, right) == 0
    assert np.isfinite(compute_loss(HL, one_hot(wrong, 10)))
    assert loss_backward(HL, wrong, scale=0.5)[:, 1].tolist() == [0] * 5 + [0.5, -0.5, 0, 0, 0]


def test_one_hot_marks_each_digit():
    Y = one_hot(np.array([2, 0], np.uint8), classes=3)
    assert Y.tolist() == [[0, 1], [0, 0], [1, 0]]


@pytest.mark.parametrize(
    ("HL_shape", "Y_shape"), [((10, 3), (4,)), ((10, 3), (3, 10)), ((10,), (10,)), ((10, 3), ())]
)
def test_labels_that_do_not_fit_are_refused(HL_shape, Y_shape):
    HL, Y = np.full(HL_shape, 0.1), np.zeros(Y_shape, int)
    for function in (compute_loss, loss_backward):
        with pytest.raises(ShapeError, match="Y must have HL's shape, or one class a column"):
            function(HL, Y)
