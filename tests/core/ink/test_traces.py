"""The way of the pen, as it is kept of taught drawings and told to a network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ink.strokes import Drawing
from core.ink.traces import LIFTED, NUMBERS, STEPS, pen_numbers, trace

SEVEN = Drawing.from_lists([[[0, 0], [4, 0], [1, 6]]])
CROSSED = Drawing.from_lists([[[0, 0], [4, 0], [1, 6]], [[1, 3], [4, 3]]])


def test_strokes_are_told_from_the_way_between_them():
    places, strokes = trace(CROSSED)
    assert places.shape == (STEPS, 2)
    assert places.dtype == np.float32
    assert np.ptp(places, axis=0).max() == pytest.approx(1, abs=0.05)
    first, second = places[strokes == 0], places[strokes == 1]
    assert len(first) + len(second) + np.count_nonzero(strokes == LIFTED) == STEPS
    assert (strokes == LIFTED).any()
    assert np.ptp(second[:, 1]) == pytest.approx(0, abs=1e-6)
    assert first[0] == pytest.approx(places[0])


def test_hundreds_of_strokes_are_walked():
    many = Drawing.from_lists([[[k, 0], [k, 1]] for k in range(300)])
    _, strokes = trace(many)
    assert strokes[strokes != LIFTED].max() <= LIFTED - 1


def parts(drawing: Drawing) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What pen_numbers() tells: places and directions (STEPS, 2), lifted (STEPS,), box (2,)."""
    (numbers,) = pen_numbers([drawing])
    x_y, directions = np.split(numbers[: 4 * STEPS].reshape(2, STEPS, 2), 2)
    return x_y[0], directions[0], numbers[4 * STEPS : -2], numbers[-2:]


def test_a_network_is_told_where_the_pen_goes_and_where_it_is_lifted() -> None:
    places, directions, lifted, box = parts(CROSSED)
    assert places[0].tolist() == [42, 0]  # x from -1/3 to 1/3 of the height, y from its top
    assert directions[0].tolist() == [255, 128]  # to the right
    assert directions[-1].tolist() == [255, 128]
    down_left = directions[STEPS // 3].astype(int) - 128
    assert down_left[0] < 0 < down_left[1]
    assert set(lifted.tolist()) == {0, 255}
    assert box.tolist() == pytest.approx([170, 255], abs=3)


def test_a_row_a_drawing_as_bytes() -> None:
    told = pen_numbers([SEVEN, CROSSED])
    assert (told.shape, told.dtype) == ((2, NUMBERS), np.uint8)
    assert (told[1] == pen_numbers([CROSSED])[0]).all()
    assert pen_numbers([]).shape == (0, NUMBERS)


@given(st.floats(0.001, 1000), st.floats(-1e4, 1e4))
def test_size_and_place_are_not_told(size: float, place: float) -> None:
    moved = [(stroke.points * size + place).tolist() for stroke in CROSSED.strokes]
    told = pen_numbers([Drawing.from_lists(moved)]).astype(int)
    assert np.abs(told - pen_numbers([CROSSED])).max() <= 1


def test_the_way_back_is_another_way() -> None:
    back = Drawing.from_lists([SEVEN.strokes[0].points[::-1].tolist()])
    places, directions, *_ = parts(back)
    forth, headed, *_ = parts(SEVEN)
    np.testing.assert_allclose(places[::-1].astype(int), forth, atol=1)
    np.testing.assert_allclose(255 - directions[::-1].astype(int), headed, atol=1)


def test_a_dot_goes_nowhere() -> None:
    places, directions, lifted, box = parts(Drawing.from_lists([[[3, 3]]]))
    assert (places == 128).all()
    assert (directions == 128).all()
    assert not lifted.any()
    assert not box.any()


def test_what_is_kept_for_the_next_reader_cannot_be_changed() -> None:
    drawing = Drawing.from_lists([[(0, 0), (1, 1)]])
    for array in trace(drawing):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    assert trace(drawing)[0] is trace(drawing)[0]
