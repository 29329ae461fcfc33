"""Guessing is told from reading by the odds of it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inspection.guessing import LUCK, chance, could_be_guessed, guessing_loss, guessing_share
from core.network.losses import compute_loss


def luck(right, of, share):
    """The probability that guesses get so many right, or more."""
    return sum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(right, of + 1))


@given(st.integers(1, 300), st.floats(chance(62), 0.95))
def test_what_is_no_guess_has_the_odds_against_it(of, share):
    for right in range(of + 1):
        if not could_be_guessed(right, of, share):
            assert luck(right, of, share) < LUCK
            assert all(not could_be_guessed(more, of, share) for more in range(right, of + 1))
            break


@pytest.mark.parametrize(("of", "enough"), [(200, 41), (1_000, 144), (10_000, 1_132)])
def test_the_more_digits_the_sooner_one_is_sure(of, enough):
    assert could_be_guessed(enough - 1, of, 0.1)
    assert not could_be_guessed(enough, of, 0.1)


def test_three_digits_tell_nothing():
    assert could_be_guessed(3, 3, 0.1)


def test_the_most_frequent_digit_is_the_guess():
    assert guessing_share(np.array([7, 7, 7, 1], np.uint8), 10) == 0.75
    assert guessing_share(np.empty(0, np.uint8), 26) == 1 / 26
    assert could_be_guessed(7_500, 10_000, 0.75)
    assert not could_be_guessed(7_500, 10_000, 0.1)


@pytest.mark.parametrize("share", [0.0, -1.0])
def test_a_share_that_cannot_be_is_the_least_chance(share):
    assert could_be_guessed(20, 1_000, share)
    assert not could_be_guessed(500, 1_000, share)


@pytest.mark.parametrize("classes", [2, 10, 26, 47, 62])
def test_guessing_has_the_loss_and_the_share_of_equal_probabilities(classes):
    P = np.full((classes, 5), 1 / classes)
    assert guessing_loss(classes) == pytest.approx(float(compute_loss(P, np.arange(5) % classes)))
    assert could_be_guessed(round(1_000 * chance(classes)), 1_000, chance(classes))
