"""Images that are turned, shifted, noisy, or drawn with another pen, and how they are read."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.dataset import Dataset
from core.data.starter import starter_digits
from core.errors import Cancelled
from core.evaluation.distortions import DISTORTIONS, drawn_with, noisy, shifted, turned
from core.evaluation.robustness import points, robustness, share_interval
from core.network.network import Network


@pytest.fixture(scope="module")
def digits():
    return starter_digits(120, rng=np.random.default_rng(0))


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.fixture
def snapshot():
    return Network((784, 8, 10), rng=np.random.default_rng(0)).snapshot()


def middle_of(image):
    """(x, y) of the mass of one image."""
    grey = image.reshape(28, 28) / image.sum(dtype=np.int64)
    return (grey.sum(axis=0) @ np.arange(28), grey.sum(axis=1) @ np.arange(28))


def image_with(*pixels):
    image = np.zeros((28, 28), np.uint8)
    for row, column in pixels:
        image[row, column] = 255
    return image.reshape(1, 784)


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_levels_rise_and_nothing_is_changed_in_place(kind, digits, rng):
    distortion, before = DISTORTIONS[kind], digits.images.copy()
    assert list(distortion.levels) == sorted(set(distortion.levels))
    assert 0 in distortion.levels
    for level in distortion.levels:
        copy = distortion.distort(digits.images, level, rng)
        assert (copy.shape, copy.dtype) == (before.shape, np.uint8)
        assert np.array_equal(copy, before) == (level == 0)
    assert np.array_equal(digits.images, before)


def test_a_quarter_turn_is_clockwise_and_exact(rng):
    turned_once = turned(image_with((3, 10)), 90, rng)
    assert np.array_equal(turned_once, image_with((10, 24)))


def test_a_shift_moves_so_many_pixels_in_any_direction(rng):
    images = np.repeat(image_with((13, 13), (13, 14), (14, 13), (14, 14)), 400, axis=0)
    middles = np.array([middle_of(each) for each in shifted(images, 3, rng)]) - 13.5
    np.testing.assert_allclose(np.hypot(*middles.T), 3, atol=0.02)
    assert len(np.unique(np.rint(10 * middles), axis=0)) == 8


def test_noise_has_its_deviation(rng):
    grey = np.full((50, 784), 128, np.uint8)
    noise = noisy(grey, 10, rng).astype(float) - 128
    assert noise.std() == pytest.approx(25.5, rel=0.02)
    assert abs(noise.mean()) < 1


def test_a_pen_two_pixels_wider_reaches_all_four_neighbours(rng):
    dot = image_with((10, 10))
    cross = image_with((10, 10), (9, 10), (11, 10), (10, 9), (10, 11))
    assert np.array_equal(drawn_with(dot, 2, rng), cross)
    assert np.array_equal(drawn_with(cross, -2, rng), dot)
    assert drawn_with(dot, 1, rng).reshape(28, 28)[10, 11] == 128


@given(st.floats(-2, 4), st.floats(-2, 4))
def test_a_wider_pen_never_takes_ink_away(one, other):
    thin, thick = sorted((one, other))
    images, rng = starter_digits(10, rng=np.random.default_rng(1)).images, np.random.default_rng()
    assert (drawn_with(images, thin, rng) <= drawn_with(images, thick, rng)).all()


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_the_literature(right, count, low, high):
    assert share_interval(right, count) == pytest.approx((low, high), abs=5e-5)


def test_every_level_of_every_distortion_is_measured_on_the_same_images(digits, snapshot, rng):
    found = list(robustness(snapshot, digits, rng=rng, sample=40))
    assert len(found) == points()
    assert {each.count for each in found} == {40}
    undistorted = {each.right for each in found if each.level == 0}
    assert len(undistorted) == 1
    for each in found:
        assert each.interval[0] <= each.share <= each.interval[1]


def test_the_same_seed_gives_the_same_and_no_images_give_nothing(digits, snapshot):
    first, second = (
        list(robustness(snapshot, digits, rng=np.random.default_rng(5), sample=30))
        for _ in range(2)
    )
    assert first == second
    empty = digits.take(np.empty(0, np.intp))
    assert list(robustness(snapshot, empty, rng=np.random.default_rng())) == []


def test_a_sample_of_other_classes_has_its_share_of_each(rng):
    names = tuple(f"class {k}" for k in range(14))
    labels = np.repeat(np.arange(14, dtype=np.uint8), 20)
    letters = Dataset(np.zeros((280, 784), np.uint8), labels, names)
    drawn = Network((784, 4, 14), rng=rng).snapshot()
    zeros = replace(drawn, theta=np.zeros_like(drawn.theta), class_names=names)
    first = next(robustness(zeros, letters, rng=rng, sample=140))
    assert (first.right, first.count) == (10, 140)  # all are read as the first class


def test_it_can_be_given_up(digits, snapshot, rng):
    measuring = robustness(snapshot, digits, rng=rng, cancelled=lambda: True)
    with pytest.raises(Cancelled):
        next(measuring)
