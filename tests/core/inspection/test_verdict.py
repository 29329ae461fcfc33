"""Each kind of end has its verdict."""

import math

import pytest

from core.inspection.verdict import LITTLE, WORSE, Verdict, verdict_on

NONE = math.nan


@pytest.mark.parametrize(
    ("accuracy", "epochs", "verdict"),
    [
        (None, [0.9], Verdict.UNKNOWN),
        (0.097, [0.1, 0.1], Verdict.GUESSING),
        (0.097, [], Verdict.GUESSING),
        (0.12, [0.97, 0.12], Verdict.GUESSING),
        (LITTLE - 0.01, [0.4, 0.49], Verdict.LITTLE),
        (LITTLE - 0.01, [NONE], Verdict.LITTLE),
        (LITTLE - 0.01, [], Verdict.UNKNOWN),
        (LITTLE, [0.4, 0.5], Verdict.GOOD),
        (0.9, [0.9 + 1.1 * WORSE, 0.9], Verdict.WORSE),
        (0.9, [0.9 + 0.9 * WORSE, 0.9], Verdict.GOOD),
        (0.96, [0.97, 0.8], Verdict.GOOD),  # the best epoch’s network was kept
        (0.85, [0.97, 0.98], Verdict.GOOD),  # the test digits are harder
        (0.97, [NONE, NONE], Verdict.GOOD),
        (0.97, [], Verdict.GOOD),
    ],
)
def test_a_run_and_its_verdict(accuracy, epochs, verdict):
    assert verdict_on(accuracy, 10_000, 0.1135, epochs) is verdict


def test_without_test_digits_nothing_is_said():
    assert verdict_on(0.0, 0, 0.1, [0.9]) is Verdict.UNKNOWN


def test_of_few_digits_more_must_be_right():
    assert verdict_on(0.3, 10, 0.1, [0.3]) is Verdict.GUESSING
    assert verdict_on(0.9, 10, 0.1, [0.9]) is Verdict.GOOD
