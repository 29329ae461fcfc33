import numpy as np
import pytest

from core.inspection.gradient_check import FLOOR, Tally, gradient_errors, relative_error


def test_errors_are_relative_to_the_larger():
    assert relative_error(1.0, 1.5) == pytest.approx(1 / 3)
    assert relative_error(-2.0, 2.0) == 2
    assert relative_error(0.0, 0.0) == 0


def test_small_gradients_are_compared_absolutely():
    assert relative_error(1e-12, -1e-12) == pytest.approx(2e-12 / FLOOR)


def test_the_floor_rises_with_the_loss():
    assert relative_error(1e-12, -1e-12, 0.1) == relative_error(1e-12, -1e-12)
    assert relative_error(1e-12, -1e-12, 20) == pytest.approx(1e-13 / FLOOR)
    assert relative_error(1.0, 1.5, 20) == pytest.approx(1 / 3)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_infinitely_wrong(broken):
    assert relative_error(broken, 1.0) == relative_error(1.0, broken) == np.inf
    assert relative_error(broken, broken) == np.inf


def test_many_at_once():
    pairs = np.array([[1.0, 1.5, 0.0], [1.0, np.nan, 0.0], [2e-9, 0.0, 50.0]])
    errors = gradient_errors(*pairs.T)
    assert errors.tolist() == [relative_error(*each) for each in pairs]


def add(tally, flat, analytic, numeric, at_kink=None):
    at_kink = np.zeros(len(flat), bool) if at_kink is None else np.array(at_kink)
    values = map(np.array, (analytic, numeric, [1.0] * len(flat)))
    tally.add(np.array(flat, np.intp), *values, at_kink)


def test_a_tally_counts_and_keeps_the_worst():
    tally = Tally("dW1", (3, 4))
    add(tally, [0, 5], [1.0, 1.0], [1.0, 0.9])
    add(tally, [11, 1, 2], [1.0, 1.0, 7.0], [0.8, 0.95, 0.0], [False, False, True])
    add(tally, [7], [1.0], [1.0])
    found = tally.result
    assert (found.name, found.entries, found.checked, found.kinks) == ("dW1", 12, 5, 1)
    assert (found.index, found.analytic, found.numeric) == ((2, 3), 1.0, 0.8)
    assert found.relative_error == pytest.approx(0.2)


def test_a_tally_of_right_numbers_names_one_of_them():
    tally = Tally("db1", (3, 1))
    add(tally, [2], [0.5], [0.5])
    assert (tally.result.index, tally.result.relative_error) == ((2, 0), 0.0)


def test_a_tally_of_kinks_alone_compares_nothing():
    tally = Tally("db1", (3, 1))
    add(tally, [], [], [])
    add(tally, [0, 1], [1.0, np.nan], [0.0, 0.0], [True, True])
    found = tally.result
    assert (found.checked, found.kinks, found.index, found.relative_error) == (0, 2, (), 0.0)
