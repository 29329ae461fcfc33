"""What is measured of a run at a kept step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.dataset import Dataset, Split
from core.network.network import L_layer_backward, L_layer_forward, Network
from core.runs.replay import (
    BLOCK,
    GRADIENT_EXAMPLES,
    MOST_TESTED,
    FrameMeter,
    log_steps,
    nearest_frame,
    some_of_each,
)

pytestmark = pytest.mark.numeric

STEPS = st.lists(st.integers(0, 10**6), min_size=1, unique=True).map(sorted)


def made(count, classes=10, seed=0):
    rng = np.random.default_rng(seed)
    names = tuple(f"class {n}" for n in range(classes))
    labels = rng.integers(0, classes, count).astype(np.uint8)
    return Dataset(rng.integers(0, 256, (count, 784), dtype=np.uint8), labels, names)


@given(STEPS, st.integers(0, 2 * 10**6))
def test_the_nearest_frame_is_nearest_on_the_axis(steps, step):
    found = nearest_frame(np.array(steps), step)
    away = np.abs(log_steps(np.array(steps)) - log_steps(np.array([step])))
    assert away[found] == away.min()


@given(STEPS)
def test_steps_rise_on_the_axis(steps):
    assert (np.diff(log_steps(np.array(steps))) > 0).all()


@given(st.lists(st.integers(0, 25), max_size=300), st.integers(1, 300))
def test_some_of_each_class_by_its_share(labels, most):
    names = tuple(map(str, range(26)))
    labels = np.array(labels, np.uint8)
    data = Dataset(np.zeros((len(labels), 784), np.uint8), labels, names)
    some = some_of_each(data, most)
    assert len(some) == min(most, len(labels))
    before, after = (np.bincount(each.labels, minlength=26) for each in (data, some))
    share = len(some) / max(len(labels), 1)
    assert (after <= before).all()
    assert (np.abs(after - before * share) <= 2).all()


@pytest.mark.parametrize("classes", [2, 10, 26])
def test_it_measures_what_the_network_does(classes):
    test, train = made(BLOCK + 37, classes), made(200, classes, seed=1)
    network = Network((784, 12, classes), rng=np.random.default_rng(3))
    meter = FrameMeter(network.snapshot(), Split("made", train, train, test))
    network.theta += np.float32(0.01)
    found = meter.measure(network.theta)
    HL, _ = L_layer_forward(test.X(), network.parameters)
    expected = np.zeros((classes, classes), int)
    np.add.at(expected, (test.labels, HL.argmax(axis=0)), 1)
    np.testing.assert_array_equal(found.confusion, expected)
    assert found.tested == len(test)
    assert found.accuracy == pytest.approx((HL.argmax(axis=0) == test.labels).mean())
    assert found.loss == pytest.approx(-np.log(HL[test.labels, np.arange(len(test))]).mean(), 1e-5)
    examples = some_of_each(train, GRADIENT_EXAMPLES)
    HL, memories = L_layer_forward(examples.X(), network.parameters)
    gradients = L_layer_backward(HL, examples.labels.astype(np.intp), memories)
    for layer in (1, 2):
        for name, norms in (("dW", found.weight_norms), ("db", found.bias_norms)):
            norm = np.linalg.norm(gradients[f"{name}{layer}"])
            assert norms[layer - 1] == pytest.approx(norm, rel=1e-4)


def test_it_tests_a_part_of_many_digits_and_others_where_there_are_none():
    many, few, none = made(MOST_TESTED + 500), made(30), made(0)
    like = Network((784, 4, 10), rng=np.random.default_rng(0)).snapshot()
    for split, tested in (
        (Split("many", few, few, many), MOST_TESTED),
        (Split("validation", many, few, none), len(few)),
        (Split("training", few, none, none), len(few)),
    ):
        assert FrameMeter(like, split).measure(like.theta).tested == tested


def test_a_network_of_another_size_is_refused():
    like = Network((784, 4, 10), rng=np.random.default_rng(0)).snapshot()
    meter = FrameMeter(like, Split("few", made(30), made(0), made(9)))
    with pytest.raises(ValueError, match="broadcast"):
        meter.measure(like.theta[:-1])


def test_parameters_that_are_not_finite_are_measured_all_the_same():
    like = Network((784, 4, 10), rng=np.random.default_rng(0)).snapshot()
    meter = FrameMeter(like, Split("few", made(30), made(0), made(9)))
    found = meter.measure(np.full_like(like.theta, np.inf))
    assert found.tested == 9
    assert not np.isfinite(found.loss)
