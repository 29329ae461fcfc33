"""Which strokes plainly go on one another."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.joining import MOST_STROKES, joined

RING = [np.array([30 + 25 * np.cos(t), 50 + 45 * np.sin(t)]) for t in np.linspace(0, 2 * np.pi, 24)]


def dots(points, move=0.0):
    return [np.array([point]) + np.array([move, 0]) for point in points]


def lines(*strokes):
    return [np.array(stroke, dtype=float) for stroke in strokes]


def test_dots_in_a_row_go_together_and_rows_apart_do_not() -> None:
    first, second = dots(RING), dots(RING, 90.0)
    assert joined([*first, *second]) == [tuple(range(24)), tuple(range(24, 48))]


def test_dots_that_come_in_any_order_go_together() -> None:
    order = np.random.default_rng(0).permutation(48)
    both = [*dots(RING), *dots(RING, 90.0)]
    groups = joined([both[i] for i in order])
    assert sorted(sorted(order[list(group)].tolist()) for group in groups) == [
        list(range(24)),
        list(range(24, 48)),
    ]


def test_dashes_go_together() -> None:
    ring = np.array(RING)
    dashes = [ring[start : start + 2] for start in range(0, 22, 3)]
    assert joined(dashes) == [tuple(range(len(dashes)))]


def test_straight_pieces_whose_ends_meet_go_together() -> None:
    zero = lines([[0, 0], [50, 0]], [[50, 1], [50, 100]], [[50, 100], [0, 99]], [[0, 100], [0, 0]])
    assert joined(zero) == [(0, 1, 2, 3)]


@pytest.mark.parametrize(
    "strokes",
    [
        ([[0, 0], [0, 100]], [[40, 0], [40, 100]]),  # 11
        ([[0, 25], [25, 0], [25, 100]], [[25, 100], [60, 60], [90, 100]]),  # bent strokes
        ([[0, 0], [60, 0], [20, 100]], [[15, 50], [60, 45]]),  # a bar that crosses
        ([[0, 0], [0, 100]], [[5, 5]], [[60, 0], [60, 100]]),  # a dot is no row of them
    ],
)
def test_other_strokes_stay_apart(strokes) -> None:
    assert joined(lines(*strokes)) == [(number,) for number in range(len(strokes))]


def test_of_a_tangle_none_are_joined() -> None:
    many = dots([[k, 0] for k in range(MOST_STROKES + 1)])
    assert len(joined(many)) == len(many)
