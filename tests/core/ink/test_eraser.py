"""The eraser takes what lies in its circle, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ink.eraser import erase
from core.ink.strokes import Drawing, Stroke

LINE = Drawing.from_lists([[[0, 0], [100, 0]]])

coordinate = st.floats(-50, 50, width=16)
drawings = st.lists(
    st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=8), max_size=3
).map(Drawing.from_lists)
circles = st.tuples(coordinate, coordinate, st.floats(0.5, 40, width=16))


def length(drawing):
    return sum(np.hypot(*np.diff(stroke.points, axis=0).T).sum() for stroke in drawing.strokes)


def along(stroke, samples=20):
    """Points on the stroke's line, its own and `samples` between each two."""
    share = np.linspace(0, 1, samples)[:, None]
    steps = np.diff(stroke.points, axis=0)[:, None] * share
    return np.concatenate([stroke.points, (stroke.points[:-1, None] + steps).reshape(-1, 2)])


def test_a_fast_stroke_is_split_where_the_circle_crosses_it():
    left, right = erase(LINE, 50, 0, 10).strokes
    np.testing.assert_allclose(left.points, [[0, 0], [40, 0]])
    np.testing.assert_allclose(right.points, [[60, 0], [100, 0]])


def test_a_circle_off_the_line_cuts_its_chord():
    left, right = erase(LINE, 50, 6, 10).strokes
    assert left.points[-1] == pytest.approx([42, 0])
    assert right.points[0] == pytest.approx([58, 0])


def test_an_end_is_shortened():
    (rest,) = erase(LINE, 100, 0, 30).strokes
    np.testing.assert_allclose(rest.points, [[0, 0], [70, 0]])


def test_a_covered_stroke_goes_and_the_others_stay_as_they_are():
    dot = Drawing.from_lists([[[5, 5]]]).strokes[0]
    far = Drawing.from_lists([[[90, 90], [95, 95]]]).strokes[0]
    assert erase(Drawing((dot, far)), 4, 4, 3).strokes == (far,)


def test_times_and_pressures_are_cut_too():
    drawing = Drawing.from_lists([[[0, 0, 0, 0.2], [100, 0, 1, 0.6]]])
    left, right = erase(drawing, 50, 0, 25).strokes
    np.testing.assert_allclose(left.times, [0, 0.25])
    np.testing.assert_allclose(right.pressures, [0.5, 0.6])


def test_a_pen_that_rests_inside_is_taken():
    rested = Stroke(np.array([[0.0, 0.0], [0.0, 0.0]]))
    assert erase(Drawing((rested,)), 0, 0, 1).is_blank


@given(drawings, circles)
def test_nothing_is_left_inside_and_nothing_is_lost_outside(drawing, circle):
    x, y, radius = circle
    erased = erase(drawing, x, y, radius)
    for stroke in erased.strokes:
        assert (np.hypot(*(along(stroke) - [x, y]).T) >= radius - 1e-4).all()
    kept = {tuple(point) for stroke in erased.strokes for point in stroke.points}
    for stroke in drawing.strokes:
        outside = np.hypot(*(stroke.points - [x, y]).T) > radius + 1e-4
        assert {tuple(point) for point in stroke.points[outside]} <= kept
    assert length(erased) <= length(drawing) + 1e-9


def distance(stroke, x, y):
    """From a point to the stroke's line."""
    starts, steps = stroke.points[:-1], np.diff(stroke.points, axis=0)
    squared = (steps * steps).sum(axis=1)
    share = ((([x, y] - starts) * steps).sum(axis=1) / np.where(squared > 0, squared, 1)).clip(0, 1)
    nearest = np.concatenate([stroke.points, starts + share[:, None] * steps])
    return np.hypot(*(nearest - [x, y]).T).min()


@given(drawings, circles)
def test_erasing_where_nothing_is_gives_the_same_drawing(drawing, circle):
    x, y, radius = circle
    if all(distance(stroke, x, y) > radius + 1e-6 for stroke in drawing.strokes):
        assert erase(drawing, x, y, radius) is drawing
    assert erase(drawing, 1e6, 1e6, radius) is drawing
