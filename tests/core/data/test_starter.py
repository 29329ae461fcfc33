"""Starter digits: their number, their kind, and that the same seed makes the same ones."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.skeletons import FORMS
from core.data.starter import starter_digits, starter_split
from core.errors import DataError
from tests.effort import effort


@pytest.fixture(scope="module")
def made():
    return starter_digits(3_000, rng=np.random.default_rng(0))


def test_digits_are_equally_frequent_and_mixed(made):
    assert np.bincount(made.labels).tolist() == [300] * 10
    assert len(set(made.labels[:50].tolist())) == 10


@pytest.mark.parametrize("count", [0, 1, 17])
def test_any_count(count):
    made = starter_digits(count, rng=np.random.default_rng(0))
    assert len(made) == count
    assert np.ptp(np.bincount(made.labels, minlength=10)) <= 1


def test_a_negative_count_is_refused():
    with pytest.raises(DataError, match="-1"):
        starter_digits(-1, rng=np.random.default_rng(0))


def test_the_seed_decides(made):
    again = starter_digits(3_000, rng=np.random.default_rng(0))
    other = starter_digits(3_000, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(made.images, again.images)
    np.testing.assert_array_equal(made.labels, again.labels)
    assert (made.images != other.images).any()


def test_no_two_are_alike(made):
    assert len(np.unique(made.images, axis=0)) == len(made)


def test_images_are_framed_as_mnist_is(made):
    grey = made.images.reshape(-1, 28, 28).astype(float)
    mass, place = grey.sum(axis=(1, 2)), np.arange(28)
    for axis in (1, 2):
        centre = grey.sum(axis=axis) @ place / mass
        assert np.percentile(np.abs(centre - 14), 99) < 0.6
    assert 85 < mass.mean() / 255 < 120
    assert 0.2 < mass.std() / mass.mean() < 0.45


def test_split():
    split = starter_split(seed=3, count=1_000)
    assert split.name == "Starter digits"
    assert [len(part) for part in (split.train, split.validation, split.test)] == [800, 100, 100]
    again = starter_split(seed=3, count=1_000)
    np.testing.assert_array_equal(split.test.images, again.test.images)


@pytest.mark.slow
def test_four_thousand_are_little_work():
    assert effort(lambda: starter_digits(4_000, rng=np.random.default_rng(0)), 2) < 300  # 38


def test_every_digit_has_forms_and_every_form_a_name():
    for digit in range(10):
        names = [form.name for form in FORMS if form.digit == digit]
        assert len(names) >= 4
        assert len(set(names)) == len(names)


def test_a_simple_rule_learned_from_half_reads_the_other_half(made):
    """Nearest mean of a digit: far above chance only if labels and images belong together."""
    half = len(made) // 2
    X, labels = made.images.astype(np.float32), made.labels
    means = np.array([X[:half][labels[:half] == digit].mean(axis=0) for digit in range(10)])
    distance = ((X[half:, None] - means) ** 2).sum(axis=2)
    assert (distance.argmin(axis=1) == labels[half:]).mean() > 0.6
