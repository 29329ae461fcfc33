"""Distorted copies of drawings: as varied as told, and still the same digit's strokes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from core.ink.strokes import Drawing
from model.copies import (
    backwards,
    copy_of,
    drawing_of,
    in_dots,
    in_single_pieces,
    in_straight_pieces,
    lines_of,
)

ARC = np.array([[np.cos(t), np.sin(t)] for t in np.linspace(0, np.pi, 60)])
CROSSED = [np.array([[0.0, 0], [60, 0], [20, 100]]), np.array([[15.0, 50], [60, 45]])]


def distance_to(point: np.ndarray, line: np.ndarray) -> float:
    starts, along = line[:-1], np.diff(line, axis=0)
    share = ((point - starts) * along).sum(axis=1) / (along**2).sum(axis=1)
    nearest = starts + np.clip(share, 0, 1)[:, None] * along
    return float(np.hypot(*(point - nearest).T).min())


@pytest.mark.parametrize("far", [0.01, 0.05, 0.2])
def test_straight_pieces_are_few_and_nowhere_far_off(far: float) -> None:
    (line,) = in_straight_pieces([ARC], far)
    assert 2 < len(line) < 20
    assert line[[0, -1]] == pytest.approx(ARC[[0, -1]])
    assert max(distance_to(point, line) for point in ARC) <= far * 2 + 1e-9
    assert {tuple(point) for point in line} <= {tuple(point) for point in ARC}


def test_single_pieces_hang_together() -> None:
    pieces = in_single_pieces([ARC], 0.05)
    assert all(len(piece) == 2 for piece in pieces)
    assert all((one[1] == other[0]).all() for one, other in pairwise(pieces))
    assert [len(line) for line in in_single_pieces([ARC[:1]], 0.05)] == [1]


def test_dots_lie_on_the_line_at_equal_distances() -> None:
    dots = np.concatenate(in_dots([ARC], 0.1))
    assert 12 <= len(dots) <= 18
    assert max(distance_to(dot, ARC) for dot in dots) < 0.01
    steps = np.hypot(*np.diff(dots, axis=0).T)
    assert steps == pytest.approx(steps[0], rel=0.01)


def test_backwards_keeps_the_order_of_strokes() -> None:
    assert [line[0].tolist() for line in backwards(CROSSED)] == [[20, 100], [60, 45]]


def test_copies_differ_and_the_seed_decides() -> None:
    drawing = drawing_of(CROSSED)
    rng = np.random.default_rng(0)
    copies = [copy_of(drawing, rng) for _ in range(200)]
    counts = {len(copy.strokes) for copy in copies}
    assert {1, 2, 3} <= counts  # joined, as drawn, broken
    assert max(counts) > 5  # dots
    assert len({copy.strokes[0].points.tobytes() for copy in copies}) == 200
    again = copy_of(drawing, np.random.default_rng(0))
    assert again.to_lists() == copies[0].to_lists()
    for copy in copies:
        points = np.concatenate(lines_of(copy))
        assert np.isfinite(points).all()
        assert 0.3 < np.ptp(points, axis=0).max() < 3


def test_a_dot_stays_a_dot() -> None:
    dot = Drawing.from_lists([[[3, 3]]])
    assert copy_of(dot, np.random.default_rng(0)) is dot
