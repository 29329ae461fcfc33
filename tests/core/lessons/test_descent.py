"""The loss along a line, its slope by central differences, and the steps down it."""

import itertools

import numpy as np
import pytest

from core.lessons.descent import LossLine, starter_line
from core.network.losses import compute_loss, one_hot
from core.network.network import L_layer_forward
from core.network.parameters import initialize_parameters

pytestmark = pytest.mark.numeric


@pytest.fixture
def line():
    rng = np.random.default_rng(0)
    X, Y = rng.random((6, 4)), one_hot(np.array([0, 1, 2, 1]), 3)
    start, end = (initialize_parameters((6, 5, 3), "he", rng=rng) for _ in range(2))
    return LossLine(start, end, X, Y), start, end, X, Y


def test_the_line_leads_from_the_start_to_the_end(line):
    made, start, end, X, Y = line
    distance = np.sqrt(sum(np.sum((end[name] - start[name]) ** 2) for name in start))
    for s, parameters in ((0.0, start), (distance, end)):
        loss = compute_loss(L_layer_forward(X, parameters)[0], Y)
        assert made.loss(s) == pytest.approx(float(loss))


@pytest.mark.parametrize("s", [-0.7, 0.0, 1.3])
def test_the_slope_is_the_central_difference(line, s):
    made, h = line[0], 1e-5
    expected = (made.loss(s + h) - made.loss(s - h)) / (2 * h)
    assert made.slope(s) == pytest.approx(expected, rel=1e-6)


def test_descent_goes_against_the_slope(line):
    made = line[0]
    places, losses = made.descent(0.2, 3)
    assert places.shape == losses.shape == (4,)
    assert places[0] == 0
    for before, after in itertools.pairwise(places):
        assert after == pytest.approx(before - 0.2 * made.slope(before))
    assert losses == pytest.approx([made.loss(s) for s in places])


def test_on_starter_digits_small_steps_go_down_and_large_ones_leap():
    line = starter_line()
    small, large = line.descent(0.1, 12)[1], line.descent(16.0, 12)[1]
    assert np.all(np.diff(small) < 0)
    assert large.max() > large[0] > 2
