"""How two readers make one answer."""

from __future__ import annotations

import numpy as np
import pytest

from core.reading.trust import Trust, digit_shares, together

ALIKE = Trust(1.0, 1.0, 0.5)


def of(*shares: float) -> np.ndarray:
    """Probabilities (10, 1): these first, the rest in equal parts."""
    rest = (1 - sum(shares)) / (10 - len(shares))
    return np.array([*shares, *[rest] * (10 - len(shares))], np.float32)[:, None]


def test_probabilities_are_multiplied() -> None:
    P, S = of(0.6, 0.3), of(0.2, 0.7)
    both = together(P, S, ALIKE)
    assert both[:, 0] == pytest.approx((P * S / (P * S).sum())[:, 0], rel=1e-5)
    assert both.dtype == np.float32


def test_a_power_of_none_is_no_say() -> None:
    P, S = of(0.6, 0.3), of(0.2, 0.7)
    assert together(P, S, Trust(1.0, 0.0, 0.5)) == pytest.approx(P)
    assert together(P, S, Trust(0.0, 1.0, 0.5)) == pytest.approx(S)


def test_what_the_pen_says_of_no_digit_is_left_out() -> None:
    S = np.vstack([of(0.2, 0.7) * 0.5, [[0.5]]]).astype(np.float32)
    assert together(of(0.6, 0.3), S, ALIKE) == pytest.approx(
        together(of(0.6, 0.3), of(0.2, 0.7), ALIKE), rel=1e-5
    )


def test_two_that_disagree_leave_doubt() -> None:
    """Each is sure, of another digit."""
    assert together(of(0.99), of(0.003, 0.99), ALIKE).max() < 0.8
    assert together(of(0.99), of(0.99), ALIKE).max() > 0.999


def test_nothing_is_impossible_or_not_a_number() -> None:
    zero, one = np.eye(10, dtype=np.float32)[:2]
    both = together(zero[:, None], one[:, None], ALIKE)
    assert np.isfinite(both).all()
    assert both.sum() == pytest.approx(1)


def test_both_have_a_say_in_whether_it_is_a_digit() -> None:
    shares = digit_shares(
        np.array([0.9, 0.9, 0.1, 1.0, 0.0], np.float32),
        np.array([0.5, 0.99, 0.001, 1.0, 0.0], np.float32),
    )
    assert shares[0] == pytest.approx(0.9, abs=1e-4)  # the pen does not know
    assert shares[1] < 0.6
    assert shares[2] > 0.6
    assert np.isfinite(shares).all()
    assert ((shares >= 0) & (shares <= 1)).all()


@pytest.mark.parametrize(
    "facts",
    [{}, {"image_power": 0.5}, {"image_power": 1, "pen_power": "much", "pen_limit": 0.5}],
)
def test_without_figures_there_is_no_trust(facts) -> None:
    assert Trust.of(facts) is None


def test_facts_tell_it() -> None:
    trust = Trust(0.45, 0.5, 0.7)
    assert Trust.of(trust.facts | {"seed": 1}) == trust
