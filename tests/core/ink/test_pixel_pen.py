import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ink.pixel_pen import SIDE, changed_pixels, stroke

points = st.tuples(st.floats(-10, 40), st.floats(-10, 40))
BLANK = np.zeros(784, np.uint8)
FULL = np.full(784, 255, np.uint8)


@given(points, points, st.integers(0, 100))
def test_a_pen_takes_no_ink_away_and_an_eraser_adds_none(start, end, seed):
    image = np.random.default_rng(seed).integers(0, 256, 784, dtype=np.uint8)
    before = image.copy()
    drawn, erased = (stroke(image, start, end, erase=erase) for erase in (False, True))
    assert (drawn >= image).all()
    assert (erased <= image).all()
    assert (image == before).all()
    assert drawn.dtype == erased.dtype == np.uint8
    assert not drawn.flags.writeable


@given(points, points)
def test_a_stroke_is_the_same_from_either_end(start, end):
    there, back = stroke(BLANK, start, end), stroke(BLANK, end, start)
    assert np.abs(there.astype(int) - back).max() <= 1


def test_a_dab_inks_the_pixel_below_the_pen_wholly_and_little_else():
    drawn = stroke(BLANK, (5.5, 9.5), (5.5, 9.5)).reshape(SIDE, SIDE)
    assert drawn[9, 5] == 255
    rows, columns = np.nonzero(drawn)
    assert set(rows) <= {8, 9, 10}
    assert set(columns) <= {4, 5, 6}


def test_a_line_has_no_gaps():
    drawn = stroke(BLANK, (2.5, 3.5), (24.5, 20.5)).reshape(SIDE, SIDE)
    assert (drawn[:, 3:24].max(axis=0) > 200).all()


def test_erased_where_it_was_drawn_nothing_is_left():
    drawn = stroke(BLANK, (4, 4), (20, 12))
    left = stroke(drawn, (4, 4), (20, 12), erase=True)
    assert left.max() < 80
    assert stroke(left, (4, 4), (20, 12), erase=True).sum() <= left.sum() < drawn.sum() / 20


def test_beside_the_image_nothing_happens():
    assert (stroke(BLANK, (-5, -5), (-5, 30)) == BLANK).all()
    assert (stroke(FULL, (40, 2), (40, 40), erase=True) == FULL).all()


@pytest.mark.parametrize("count", [0, 1, 12])
def test_changed_pixels_are_counted(count):
    other = BLANK.copy()
    other[:count] = 7
    assert changed_pixels(other, BLANK) == count
