"""How far two drawings are from each other: as the textbook's table, whatever their size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.skeletons import FORMS
from core.ink.likeness import AHEAD, TURN, distances
from core.ink.strokes import Drawing
from core.ink.traces import STEPS, paths, trace

SEVEN = Drawing.from_lists([[[0, 0], [4, 0], [1, 6]]])
CROSSED = Drawing.from_lists([[[0, 0], [4, 0], [1, 6]], [[1, 3], [4, 3]]])


def path(drawing: Drawing) -> np.ndarray:
    return paths(trace(drawing)[0][None])[0]


def apart(one: Drawing, other: Drawing) -> float:
    return float(distances(path(one), path(other)[None])[0])


def table(one: np.ndarray, other: np.ndarray) -> float:
    """Dynamic time warping, cell by cell."""
    best = np.full((STEPS + 1, STEPS + 1), np.inf)
    best[0, 0] = 0
    for i in range(STEPS):
        for j in range(STEPS):
            if abs(i - j) <= AHEAD:
                cost = np.hypot(*(one[i, :2] - other[j, :2])) + TURN * (
                    1 - one[i, 2:] @ other[j, 2:]
                )
                best[i + 1, j + 1] = cost + min(best[i, j], best[i, j + 1], best[i + 1, j])
    return best[STEPS, STEPS] / STEPS


@given(st.integers(0, 2**32 - 1))
def test_it_is_the_tables_last_cell(seed):
    rng = np.random.default_rng(seed)
    one, *others = paths(rng.normal(0, 0.3, (4, STEPS, 2)).cumsum(axis=1).astype(np.float32))
    expected = [table(one, other) for other in others]
    assert distances(one, np.array(others)) == pytest.approx(expected, rel=1e-4)


@given(
    st.floats(0.01, 1000),
    st.floats(-1e4, 1e4),
    st.integers(2, 40),
)
def test_size_place_and_speed_do_not_count(size, place, pieces):
    """The same lines with more points on them, elsewhere and larger."""
    drawn = [
        np.concatenate(
            [
                np.linspace(start, end, pieces)
                for start, end in zip(stroke.points[:-1], stroke.points[1:], strict=True)
            ]
        )
        for stroke in CROSSED.strokes
    ]
    moved = Drawing.from_lists([size * points + place for points in drawn])
    assert apart(CROSSED, moved) == pytest.approx(0, abs=1e-4)


def test_the_way_of_the_pen_counts():
    backwards = Drawing.from_lists([stroke.points[::-1] for stroke in SEVEN.strokes])
    leaning = Drawing.from_lists([[[0, 0.3], [4, 0], [0.4, 6]]])
    assert apart(SEVEN, leaning) < 0.1
    assert apart(SEVEN, backwards) > 0.4


def test_a_form_is_found_again_among_all_others():
    """Each built-in form, written a little shakily."""
    rng = np.random.default_rng(3)
    forms = [[np.array(stroke) for stroke in form.strokes] for form in FORMS]
    everything = np.array([path(Drawing.from_lists(form)) for form in forms])
    shaken = [
        Drawing.from_lists([stroke + rng.normal(0, 0.01, stroke.shape) for stroke in form])
        for form in forms
    ]
    nearest = [distances(path(each), everything).argmin() for each in shaken]
    assert nearest == list(range(len(forms)))


@pytest.mark.parametrize("points", [[[3, 3]], [[3, 3], [3, 3]]])
def test_a_dot_is_far_from_all_but_a_dot(points):
    dot = Drawing.from_lists([points])
    assert apart(dot, dot) <= 2 * TURN
    assert np.isfinite(path(dot)).all()
    assert apart(dot, SEVEN) > 0.25
