import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.inspection.statistics import BINS, LIMITS, histogram_of, inspect, round_up
from core.network.parameters import count, unpack
from core.network.snapshots import StepSnapshot

WIDTHS = (30, 20, 10, 5)


def finite(dtype):
    largest = 2.0**100
    return st.floats(-largest, largest, width=8 * np.dtype(dtype).itemsize) | st.just(0.0)


VALUES = st.sampled_from([np.float32, np.float64]).flatmap(
    lambda dtype: arrays(dtype, st.integers(0, 60), elements=finite(dtype))
)


@given(VALUES)
def test_every_value_is_counted_once(values):
    found = histogram_of(values)
    assert found.counts.shape == (BINS,)
    assert (found.counts >= 0).all()
    assert found.counts.sum() + found.below + found.above + found.zeros == values.size
    assert found.zeros == np.count_nonzero(values == 0)
    assert found.limit > 0
    assert not found.counts.flags.writeable


@given(VALUES)
def test_both_sides_are_treated_alike(values):
    found, mirrored = histogram_of(values), histogram_of(-values)
    assert (found.below, found.above, found.limit) == (
        mirrored.above,
        mirrored.below,
        mirrored.limit,
    )
    np.testing.assert_array_equal(found.counts, mirrored.counts[::-1])


def test_bins_are_equal_from_limit_to_limit():
    values = np.random.default_rng(0).standard_normal(5000)
    found = histogram_of(values)
    edges = np.linspace(-found.limit, found.limit, BINS + 1)
    np.testing.assert_array_equal(found.counts, np.histogram(values, edges)[0])
    assert found.below == np.count_nonzero(values < -found.limit)
    assert found.above == np.count_nonzero(values > found.limit)
    assert found.counts.sum() >= 0.99 * len(values)


def test_the_limit_holds_the_bulk_and_not_the_outliers():
    values = np.linspace(-1, 1, 2001)
    values[:6] = -1000
    found = histogram_of(values)
    assert (found.limit, found.below, found.above) == (1.0, 6, 0)


def test_zeros_do_not_count_for_the_limit():
    values = np.zeros(10_000)
    values[::100] = 0.02
    found = histogram_of(values)
    assert (found.limit, found.zeros, found.counts.sum()) == (0.02, 9900, 100)


@pytest.mark.parametrize("size", [0, 1, 1000])
def test_nothing_but_zeros(size):
    found = histogram_of(np.zeros(size, np.float32))
    assert (found.limit, found.zeros, found.below, found.above) == (1.0, size, 0, 0)
    assert not found.counts.any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("value", [k * 10.0**power for k in LIMITS for power in (-8, -3, 0, 2)])
def test_one_value_at_the_limit_is_within(value, dtype):
    for sign, place in ((1, -1), (-1, 0)):
        found = histogram_of(np.array([sign * value], dtype))
        assert (found.counts.sum(), found.below, found.above) == (1, 0, 0)
        if found.limit == value:
            assert found.counts[place] == 1


def test_a_few_that_the_sample_missed():
    values = np.zeros(3 * 8192)
    values[1] = 5e-3
    found = histogram_of(values)
    assert (found.limit, found.counts[-1], found.zeros) == (5e-3, 1, values.size - 1)


def test_the_smallest_numbers_there_are():
    for dtype in (np.float32, np.float64):
        least = np.finfo(dtype).smallest_subnormal
        found = histogram_of(np.array([least, -least, 0, 1e-40], dtype))
        assert (found.counts[BINS // 2], found.zeros) == (3, 1)


def test_round_up_is_the_next_limit():
    for value, limit in [(1, 1), (1.2, 1.5), (0.0101, 0.015), (69, 70), (71, 100), (4e-9, 5e-9)]:
        assert round_up(value) == pytest.approx(limit)
    assert round_up(0.0) == 1.0


def step_of(gradient, *, theta=None, update=None, activation="relu"):
    rng = np.random.default_rng(1)
    size = count(WIDTHS)
    theta = rng.standard_normal(size, np.float32) if theta is None else theta
    update = np.float32(-0.01) * gradient if update is None else update
    return StepSnapshot(
        step=7,
        epoch=2,
        loss=1.5,
        learning_rate=0.01,
        dimensions=WIDTHS,
        activation=activation,
        theta=theta,
        gradient=gradient,
        update=update,
        idle=(0.25, 0.5),
    )


def gradient():
    rng = np.random.default_rng(0)
    values = 0.01 * rng.standard_normal(count(WIDTHS)) + 0.002
    values[rng.random(values.size) < 0.3] = 0
    return values.astype(np.float32)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_layers_figures_are_those_of_plain_numpy(activation):
    step = step_of(gradient(), activation=activation)
    found = inspect(step)
    assert found.step is step
    assert [each.layer for each in found.layers] == [1, 2, 3]
    assert [each.shape for each in found.layers] == [(20, 30), (10, 20), (5, 10)]
    assert [each.activation for each in found.layers] == [activation, activation, "softmax"]
    assert [each.idle for each in found.layers] == [0.25, 0.5, None]
    weights, _ = unpack(step.theta.astype(float), WIDTHS)
    gradients, biases = unpack(step.gradient.astype(float), WIDTHS)
    updates, _ = unpack(step.update.astype(float), WIDTHS)
    for layer, W, dW, db, update in zip(
        found.layers, weights, gradients, biases, updates, strict=True
    ):
        assert layer.dW_norm == pytest.approx(np.linalg.norm(dW), rel=1e-5)
        assert layer.db_norm == pytest.approx(np.linalg.norm(db), rel=1e-5)
        assert layer.mean == pytest.approx(dW.mean(), rel=1e-5)
        assert layer.std == pytest.approx(dW.std(), rel=1e-4)
        assert layer.largest == pytest.approx(np.abs(dW).max())
        assert layer.zeros == np.count_nonzero(dW == 0) / dW.size
        ratio = np.linalg.norm(update) / np.linalg.norm(W)
        assert layer.update_ratio == pytest.approx(ratio, rel=1e-5)
        expected = histogram_of(dW.ravel().astype(np.float32))
        assert (layer.histogram.limit, layer.histogram.zeros) == (expected.limit, expected.zeros)
        np.testing.assert_array_equal(layer.histogram.counts, expected.counts)


def test_the_largest_may_be_negative():
    values = gradient()
    unpack(values, WIDTHS)[0][1][3, 4] = -9
    assert inspect(step_of(values)).layers[1].largest == 9


@pytest.mark.parametrize("broken", [np.inf, -np.inf, np.nan])
def test_what_is_not_finite_shows_in_the_norms_and_not_in_histograms(broken):
    values = gradient()
    dW = unpack(values, WIDTHS)[0][1]
    dW[3, 4] = broken
    layers = inspect(step_of(values)).layers
    assert not math.isfinite(layers[1].dW_norm)
    assert not math.isfinite(layers[1].largest)
    histogram = layers[1].histogram
    total = histogram.counts.sum() + histogram.below + histogram.above + histogram.zeros
    assert total == dW.size - 1
    assert math.isfinite(histogram.limit)
    assert math.isfinite(layers[0].dW_norm)


def test_finite_numbers_whose_norm_is_not_are_all_in_the_histogram():
    values = np.full(count(WIDTHS), 1e25, np.float32)
    layer = inspect(step_of(values)).layers[0]
    assert layer.dW_norm == np.inf
    assert layer.histogram.counts.sum() == layer.histogram.counts.max() == 600


def test_the_update_ratio_of_weights_that_are_zero():
    zeros = np.zeros(count(WIDTHS), np.float32)
    assert [each.update_ratio for each in inspect(step_of(zeros, theta=zeros)).layers] == [0] * 3
    moved = inspect(step_of(zeros, theta=zeros, update=gradient())).layers
    assert [each.update_ratio for each in moved] == [math.inf] * 3
