import numpy as np
import pytest

from core.errors import ShapeError
from core.inspection.walk import losses, walk
from core.network.losses import compute_loss
from core.network.network import L_layer_backward, L_layer_forward
from tests.core.inspection.small import (
    HIDDEN,
    WIDTHS,
    gradients,
    naive_difference,
    network,
    parameters,
    small_walk,
)


@pytest.mark.parametrize("m", [1, 4])
@pytest.mark.parametrize("depth", WIDTHS)
@pytest.mark.parametrize("activation", HIDDEN)
def test_every_gradient_is_the_naive_difference(activation, depth, m):
    of = small_walk(depth, activation, m)
    for name in gradients(of):
        numeric = np.array(
            [naive_difference(of, name, index) for index in np.ndindex(of[name].shape)]
        )
        np.testing.assert_allclose(of[name].ravel(), numeric, rtol=1e-6, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("depth", WIDTHS)
@pytest.mark.parametrize("activation", HIDDEN)
def test_a_walk_is_what_the_course_functions_compute(activation, depth):
    of = small_walk(depth, activation)
    HL, memories = L_layer_forward(of["X"], parameters(of), activation)
    expected = L_layer_backward(HL, of["Y"], memories, activation)
    np.testing.assert_array_equal(of[f"H{depth}"], HL)
    for layer, ((H_prev, W, b), Z) in enumerate(memories, 1):
        for name, array in ((of.input_of(layer), H_prev), (f"W{layer}", W), (f"b{layer}", b)):
            np.testing.assert_array_equal(of[name], array)
        np.testing.assert_array_equal(of[f"Z{layer}"], Z)
        for name in (f"dW{layer}", f"db{layer}"):
            np.testing.assert_allclose(of[name], expected[name], rtol=1e-14, atol=1e-17)
        name = f"dH{layer - 1}" if layer > 1 else "dX"
        np.testing.assert_allclose(of[name], expected[f"dH{layer - 1}"], rtol=1e-14, atol=1e-17)
    assert of.loss == pytest.approx(compute_loss(HL, of["Y"]), rel=1e-14)


def test_the_way_goes_to_the_loss_and_back():
    of = small_walk(3)
    assert " ".join(stop.name for stop in of.stops) == (
        "X Z1 H1 Z2 H2 Z3 H3 loss dZ3 dW3 db3 dH2 dZ2 dW2 db2 dH1 dZ1 dW1 db1 dX"
    )
    assert [stop.name for stop in of.stops if stop.is_forward][-1] == "loss"
    assert [of.stop(name).layer for name in ("X", "Z2", "loss", "dH1", "dX")] == [0, 2, 3, 1, 0]


def test_arrays_have_the_shapes_of_the_course_and_are_read_only_float64():
    of = small_walk(2, m=7)
    shapes = {
        **{"X": (6, 7), "Y": (4, 7), "loss": (1, 7), "W1": (5, 6), "b2": (4, 1), "Z1": (5, 7)},
        **{"H2": (4, 7), "dZ2": (4, 7), "dH1": (5, 7), "dW2": (4, 5), "db1": (5, 1), "dX": (6, 7)},
    }
    assert {name: of[name].shape for name in shapes} == shapes
    for name, array in of.arrays.items():
        assert array.dtype == np.float64, name
        assert not array.flags.writeable, name
    assert (of.depth, of.m) == (2, 7)
    assert [of.activation_of(layer) for layer in (1, 2)] == ["tanh", "softmax"]


def test_what_was_given_is_not_changed():
    made = network(WIDTHS[3], "relu")
    snapshot, X, labels = made.snapshot(), np.ones((6, 2), np.float32), np.array([0, 2])
    theta = snapshot.theta.copy()
    of = walk(snapshot, X, labels)
    np.testing.assert_array_equal(snapshot.theta, theta)
    assert X.flags.writeable
    X[...] = 5
    assert of["X"].max() == 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        *[("X", "dX"), ("Z1", "dZ1"), ("H1", "dH1"), ("H2", "dH2"), ("Z3", "dZ3")],
        *[("H3", "dZ3"), ("loss", "dZ3"), ("dZ3", "Z3"), ("dW3", "Z3"), ("db2", "Z2")],
        *[("dH2", "H2"), ("dZ1", "Z1"), ("dW1", "Z1"), ("dX", "X")],
    ],
)
def test_counterpart(name, other):
    of = small_walk(3)
    assert of.counterpart(of.stop(name)).name == other


def test_every_stop_has_a_counterpart_of_the_other_direction():
    for depth in WIDTHS:
        of = small_walk(depth)
        assert all(of.counterpart(stop).is_forward != stop.is_forward for stop in of.stops)


def test_a_stop_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="There is no “dH3” on this walk; there are: X, Z1,"):
        small_walk(3).stop("dH3")


@pytest.mark.parametrize(
    ("shape", "labels"), [((5, 2), [0, 1]), ((6,), [0]), ((6, 2), [0]), ((6, 2), [[0, 1]])]
)
def test_what_does_not_fit_is_refused(shape, labels):
    with pytest.raises(ShapeError, match=r"This network takes X \(6, m\) with m labels; here are"):
        walk(network(WIDTHS[3], "relu").snapshot(), np.zeros(shape), np.array(labels))


@pytest.mark.parametrize("labels", [[], [0, 3], [-1, 0]])
def test_labels_that_are_no_classes_are_refused(labels):
    with pytest.raises(ShapeError, match="one label or more, each from 0 to 2"):
        walk(network(WIDTHS[3], "relu").snapshot(), np.zeros((6, len(labels))), np.array(labels))


def test_the_loss_of_each_example_stays_finite():
    HL = np.array([[0.25, 0.0], [0.75, 1.0]])
    Y = np.array([[1.0, 1.0], [0.0, 0.0]])
    assert losses(HL, Y).tolist() == [[-np.log(0.25), -np.log(np.finfo(float).tiny)]]
    assert losses(HL, Y).mean() == pytest.approx(compute_loss(HL, Y))
