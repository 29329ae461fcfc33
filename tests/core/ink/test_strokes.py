import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DataError
from core.ink.strokes import FARTHEST, MAX_POINTS, Drawing, Stroke

numbers = st.floats(-FARTHEST, FARTHEST)
strokes = st.lists(st.tuples(numbers, numbers).map(list), min_size=1, max_size=8)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=12,
)


def points(*pairs):
    return np.array(pairs, np.float64)


@given(st.lists(strokes, max_size=4))
def test_a_drawing_survives_an_ink_file(lists):
    drawing = Drawing.from_json(json.loads(json.dumps({"strokes": lists, "digit": 3})))
    assert drawing.to_lists() == lists
    assert drawing.is_blank == (not lists)


@given(anything)
def test_any_line_is_a_drawing_or_a_data_error(line):
    for record in (line, {"strokes": line}, {"strokes": [line]}):
        try:
            drawing = Drawing.from_json(record)
        except DataError:
            continue
        assert all(np.isfinite(stroke.points).all() for stroke in drawing.strokes)


def test_strokes_are_added_to_a_new_drawing():
    blank = Drawing()
    drawing = blank.with_stroke(Stroke(points([1, 2]))).with_stroke(Stroke(points([3, 4])))
    assert drawing.to_lists() == [[[1, 2]], [[3, 4]]]
    assert blank.is_blank
    assert not drawing.is_blank


def test_points_may_carry_time_and_pressure():
    drawing = Drawing.from_lists([[[1, 2, 0.5, 0.25], [3, 4, 0.75, 1]], [[5, 6, 2]], [[7, 8]]])
    both, timed, bare = drawing.strokes
    assert both.times.tolist() == [0.5, 0.75]
    assert both.pressures.tolist() == [0.25, 1]
    assert (timed.times.tolist(), timed.pressures) == ([2], None)
    assert (bare.times, bare.pressures) == (None, None)
    assert drawing.to_lists()[0] == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    "stroke",
    [
        [],
        [1, 2],
        [[1]],
        [[1, 2], [3]],
        [[1, 2, 3, 4, 5]],
        [[1, "a"]],
        [[[1, 2]]],
        [[10**400, 1]],
        None,
        "ink",
    ],
    ids=str,
)
def test_what_is_no_stroke_is_refused(stroke):
    with pytest.raises(DataError, match=r"must be a list of \[x, y\] number pairs"):
        Drawing.from_lists([stroke])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.01 * FARTHEST])
def test_points_must_be_numbers_of_this_world(value):
    with pytest.raises(DataError, match="not a number, or absurdly far away"):
        Drawing.from_lists([[[0, 0], [value, 1]]])


def test_a_drawing_has_a_limit():
    row = [[0.0, 0.0]] * (MAX_POINTS // 2)
    assert len(Drawing.from_lists([row, row]).strokes) == 2
    with pytest.raises(DataError, match="at most 100,000 points"):
        Drawing.from_lists([row, row, [[0, 0]]])


@pytest.mark.parametrize("record", [None, [], "strokes", {}, {"strokes": {}}, {"strokes": None}])
def test_what_is_no_ink_line_is_refused(record):
    with pytest.raises(DataError, match='an object with a list "strokes"'):
        Drawing.from_json(record)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"points": np.zeros((0, 2))}, r"this one is \(0, 2\)"),
        ({"points": np.zeros((3, 3))}, r"this one is \(3, 3\)"),
        ({"points": points([0, np.nan])}, "not a number, or absurdly far away"),
        ({"points": points([0, 1]), "times": np.zeros(2)}, r"has 1 points but \(2,\) times"),
        ({"points": points([0, 1]), "pressures": np.zeros(0)}, "pressures"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, reason):
    with pytest.raises(DataError, match=reason):
        Stroke(**arguments)
