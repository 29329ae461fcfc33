import numpy as np
import pytest

from core.files import model_file
from core.inspection.differences import STEP, check_gradients, check_number, differences
from core.inspection.gradient_check import TOLERANCE
from core.inspection.nudges import BLOCK
from core.inspection.walk import Walk, walk
from core.network.layers import layer_forward
from core.network.network import Network
from core.network.parameters import unpack
from core.network.snapshots import Snapshot
from tests.core.inspection.small import (
    HIDDEN,
    WIDTHS,
    default_walk,
    gradients,
    naive_difference,
    network,
    rng,
    small_walk,
    with_array,
)


@pytest.mark.parametrize("m", [1, 3])
@pytest.mark.parametrize("depth", WIDTHS)
@pytest.mark.parametrize("activation", HIDDEN)
def test_differences_are_the_naive_ones(activation, depth, m):
    of = small_walk(depth, activation, m, seed=2)
    for name in gradients(of):
        naive = [naive_difference(of, name, index) for index in np.ndindex(of[name].shape)]
        found = differences(of, name, np.arange(of[name].size))
        np.testing.assert_allclose(found.numeric, naive, rtol=0, atol=1e-9, err_msg=name)


def test_a_network_without_hidden_layers_has_differences():
    of = walk(Network((4, 3), rng=rng()).snapshot(), rng().random((4, 2)), np.array([0, 2]))
    for name in ("dZ1", "dW1", "db1", "dX"):
        naive = [naive_difference(of, name, index) for index in np.ndindex(of[name].shape)]
        found = differences(of, name, np.arange(of[name].size))
        np.testing.assert_allclose(found.numeric, naive, rtol=0, atol=1e-9, err_msg=name)


def test_more_than_fit_a_block_keep_their_order():
    of = default_walk("tanh")
    flat = rng().permutation(of["dW1"].size)[: 2 * BLOCK + 3]
    together = differences(of, "dW1", flat).numeric
    alone = [differences(of, "dW1", flat[n : n + 1]).numeric[0] for n in range(len(flat))]
    np.testing.assert_allclose(together, alone, rtol=0, atol=1e-9)
    np.testing.assert_allclose(together, of["dW1"].ravel()[flat], rtol=0, atol=1e-9)


def test_the_loss_of_a_difference_is_the_mean_or_the_examples():
    of = small_walk(3, m=4)
    for name in ("dW2", "db1"):
        assert set(differences(of, name, np.arange(3)).loss) == {of.loss}
    for name in ("dZ2", "dH1", "dX"):
        np.testing.assert_array_equal(differences(of, name, np.arange(8)).loss[4:], of["loss"][0])


def test_none_are_no_trouble():
    found = differences(small_walk(3), "dW1", np.array([], np.intp))
    assert (found.numeric.shape, found.loss.shape, found.at_kink.shape) == ((0,), (0,), (0,))


@pytest.mark.parametrize("name", ["W1", "Z2", "loss", "dH3", "dX1", "nonsense"])
@pytest.mark.parametrize("ask", [differences, check_number])
def test_what_is_no_gradient_is_refused(ask, name):
    with pytest.raises(KeyError, match=f"“{name}” is no gradient of this walk; there are: dZ3, "):
        ask(small_walk(3), name, (0, 0))


def test_numbers_outside_are_refused():
    of = small_walk(3, m=4)
    for flat in ([-1], [0, 16]):
        with pytest.raises(IndexError, match="dZ2 has 16 numbers; indices go from 0 to 15"):
            differences(of, "dZ2", np.array(flat))
    with pytest.raises(IndexError, match=r"dZ2 has no cell \(0, 4\)"):
        check_number(of, "dZ2", (0, 4))


@pytest.mark.parametrize("activation", HIDDEN)
def test_one_number_is_checked(activation):
    of = small_walk(3, activation)
    found = check_number(of, "dW2", (3, 1))
    assert (found.name, found.index, found.step, found.at_kink) == ("dW2", (3, 1), STEP, False)
    assert found.analytic == of["dW2"][3, 1]
    assert found.numeric == pytest.approx(naive_difference(of, "dW2", (3, 1)), abs=1e-9)
    assert found.relative_error < TOLERANCE
    wrong = with_array(of, "dW2", lambda dW: dW.__setitem__((3, 1), dW[3, 1] + 0.5))
    found = check_number(wrong, "dW2", (3, 1))
    assert found.analytic - found.numeric == pytest.approx(0.5, abs=1e-8)
    assert found.relative_error > 0.1


def on_a_kink():
    """Unit 2 of layer 1 has Z = 0 for example 3, exactly."""
    of = small_walk(3, "relu")
    made = network(WIDTHS[3], "relu")
    X, labels = np.round(of["X"] * 4) / 4, of["Y"].argmax(axis=0)
    W, b = made.weights[0], made.biases[0]
    W[2] = np.round(W[2] * 4) / 4
    b[2] = -(W[2] @ X[:, 3])
    of = walk(made.snapshot(), X, labels)
    assert of["Z1"][2, 3] == 0
    return of


def crossed(of: Walk, changed: str, index) -> bool:
    """Whether a ReLU is on at one of the two points and off at the other, for W, b and X."""
    sides = []
    for nudge in (STEP, -STEP):
        arrays = {name: array.copy() for name, array in of.arrays.items() if name[0] in "XWb"}
        arrays[changed][index] += nudge
        H, on = arrays["X"], []
        for layer in range(1, of.depth):
            H, (_, Z) = layer_forward(H, arrays[f"W{layer}"], arrays[f"b{layer}"], "relu")
            on.append(Z > 0)
        sides.append(on)
    return any((above != below).any() for above, below in zip(*sides, strict=True))


def test_entries_across_a_kink_are_marked_left_out_and_counted():
    of = on_a_kink()
    checks = {each.name: each for each in check_gradients(of, rng=rng())}
    for name in ("dW1", "db1", "dW2", "db2", "dW3", "db3", "dX"):
        expected = [crossed(of, name[1:], index) for index in np.ndindex(of[name].shape)]
        at_kink = differences(of, name, np.arange(of[name].size)).at_kink
        np.testing.assert_array_equal(at_kink, expected, err_msg=name)
        assert (checks[name].kinks, checks[name].checked) == (
            sum(expected),
            len(expected) - sum(expected),
        )
    moving = np.count_nonzero(of["X"][:, 3])
    assert checks["dW1"].kinks >= moving > 0
    assert checks["db1"].kinks >= 1
    assert check_number(of, "dZ1", (2, 3)).at_kink
    assert not check_number(of, "dZ1", (2, 1)).at_kink
    assert max(each.relative_error for each in checks.values()) < TOLERANCE


def test_a_kink_in_a_later_layer_counts():
    """Z2 is 0 exactly, and every number before it moves it."""
    theta = np.zeros(1 * 1 + 1 + 1 * 1 + 1 + 2 * 1 + 2, np.float32)
    (W1, W2, W3), (_, b2, _) = unpack(theta, (1, 1, 1, 2))
    W1[...], W2[...], b2[...], W3[:, 0] = 1, 1, -1, [1, -1]
    of = walk(Snapshot((1, 1, 1, 2), "relu", theta), np.ones((1, 1)), np.array([0]))
    assert of["Z2"][0, 0] == 0
    for name in ("dX", "dW1", "db1", "dZ1", "dH1", "dW2", "db2", "dZ2"):
        assert check_number(of, name, (0, 0)).at_kink, name
    for name in ("dH2", "dW3", "db3", "dZ3"):
        assert not check_number(of, name, (0, 0)).at_kink, name


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_smooth_activations_have_no_kinks(activation):
    for depth in WIDTHS:
        assert not any(
            each.kinks for each in check_gradients(small_walk(depth, activation), rng=rng())
        )


def test_numbers_of_the_shipped_network_are_right():
    of = walk(model_file.shipped(), rng().random((784, 1)), np.array([3]))
    for name in gradients(of):
        for n in range(5):
            found = check_number(of, name, (n, 0))
            assert found.at_kink or found.relative_error < TOLERANCE, name
