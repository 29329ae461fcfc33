"""A nudged weight: the central difference is the gradient, the one-sided nearly, float32 hardly."""

import numpy as np
import pytest

from core.lessons.nudged_weight import NudgedWeight
from core.lessons.starter_examples import COUNT, starter_examples, starter_image

pytestmark = pytest.mark.numeric


@pytest.fixture
def weight():
    return NudgedWeight(starter_image(7), 7)


def test_the_central_difference_is_the_gradient(weight):
    assert weight.central(1e-5) == pytest.approx(weight.gradient, rel=1e-8)
    assert weight.error(weight.central(1e-5)) < 1e-8
    assert weight.error(weight.gradient) == 0


def test_the_error_of_one_side_is_of_the_size_of_the_step_and_that_of_both_of_its_square(weight):
    for far, near in ((1e-1, 1e-2), (1e-2, 1e-3)):
        one = weight.error(weight.one_sided(far)) / weight.error(weight.one_sided(near))
        both = weight.error(weight.central(far)) / weight.error(weight.central(near))
        assert one == pytest.approx(10, rel=0.3)
        assert both == pytest.approx(100, rel=0.3)


def test_seven_digits_are_not_enough(weight):
    errors = [weight.error(weight.central(step, np.float32)) for step in (1e-4, 1e-5, 1e-6)]
    assert max(errors) > 1e-4
    assert isinstance(weight.loss(0.0, np.float32), float)


def test_starter_examples_hold_each_digit_equally_often_and_never_change():
    examples = starter_examples()
    assert np.bincount(examples.labels).tolist() == [COUNT // 10] * 10
    for digit in range(10):
        image = starter_image(digit)
        assert image.shape == (784, 1)
        assert image.dtype == np.float32
        assert 0 <= image.min() < image.max() <= 1
    assert starter_examples() is examples
