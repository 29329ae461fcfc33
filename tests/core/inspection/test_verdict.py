"""Each kind of end has its verdict."""

import math

import pytest

from core.inspection.verdict import LITTLE, WORSE, RunVerdict, verdict_on

NONE = math.nan


@pytest.mark.parametrize(
    ("accuracy", "epochs", "verdict"),
    [
        (None, [0.9], RunVerdict.UNKNOWN),
        (0.097, [0.1, 0.1], RunVerdict.GUESSING),
        (0.097, [], RunVerdict.GUESSING),
        (0.12, [0.97, 0.12], RunVerdict.GUESSING),
        (LITTLE - 0.01, [0.4, 0.49], RunVerdict.LITTLE),
        (LITTLE - 0.01, [NONE], RunVerdict.LITTLE),
        (LITTLE - 0.01, [], RunVerdict.UNKNOWN),
        (LITTLE, [0.4, 0.5], RunVerdict.GOOD),
        (0.9, [0.9 + 1.1 * WORSE, 0.9], RunVerdict.WORSE),
        (0.9, [0.9 + 0.9 * WORSE, 0.9], RunVerdict.GOOD),
        (0.96, [0.97, 0.8], RunVerdict.GOOD),  # the best epoch’s network was kept
        (0.85, [0.97, 0.98], RunVerdict.GOOD),  # the test digits are harder
        (0.97, [NONE, NONE], RunVerdict.GOOD),
        (0.97, [], RunVerdict.GOOD),
    ],
)
def test_a_run_and_its_verdict(accuracy, epochs, verdict):
    assert verdict_on(accuracy, 10_000, 0.1135, epochs) is verdict


def test_without_test_digits_nothing_is_said():
    assert verdict_on(0.0, 0, 0.1, [0.9]) is RunVerdict.UNKNOWN


def test_of_few_digits_more_must_be_right():
    assert verdict_on(0.3, 10, 0.1, [0.3]) is RunVerdict.GUESSING
    assert verdict_on(0.9, 10, 0.1, [0.9]) is RunVerdict.GOOD
