"""The steps from a drawing to its image: all of them are the image; each left out shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import DataError
from core.ink import pen
from core.ink.digit_image import digit_image
from core.ink.pen import WIDEST, PackedInk
from core.ink.stages import stages
from core.ink.strokes import Drawing

SEVEN = Drawing.from_lists([[[0.3, 0.2], [0.7, 0.2], [0.55, 0.5], [0.45, 0.8]]])
CORNER = Drawing.from_lists([[[0.05, 0.05], [0.25, 0.05], [0.15, 0.35]]])

share = st.floats(0, 1, width=32)
stroke = st.lists(st.tuples(share, share), min_size=1, max_size=10)


def mass(image):
    """Row and column of the centre of mass of an image (784, 1)."""
    grey = image.reshape(28, 28)
    place = np.arange(28)
    return grey.sum(1) @ place / grey.sum(), grey.sum(0) @ place / grey.sum()


def extent(grey):
    """Rows and columns that hold ink."""
    return tuple(int(np.count_nonzero((grey > 0.5).any(axis))) for axis in (1, 0))


@given(st.lists(stroke, min_size=1, max_size=3))
def test_every_step_taken_is_the_digit_image(strokes):
    drawing = Drawing.from_lists(strokes)
    assert np.array_equal(stages(drawing).image, digit_image(drawing))


def test_a_dot_has_stages():
    dot = Drawing.from_lists([[[0.4, 0.6]]])
    for switches in ({}, {"pen": False}, {"fit": False}, {"centre": False}):
        assert stages(dot, **switches).image.max() > 0.5


def test_the_box_is_that_of_the_ink():
    assert stages(SEVEN, brush=0.1).box == pytest.approx((0.25, 0.15, 0.75, 0.85))
    assert stages(SEVEN).fitted.shape == (20, 20)
    assert extent(stages(SEVEN).fitted)[0] == 20


def test_without_fitting_the_canvas_is_squashed_as_it_is():
    squashed = stages(CORNER, fit=False, centre=False)
    assert squashed.fitted.shape == (28, 28)
    assert np.array_equal(squashed.fitted.reshape(784, 1), squashed.image)
    rows, columns = np.nonzero(squashed.image.reshape(28, 28))
    assert rows.max() <= 0.35 * 28 + 2
    assert columns.max() <= 0.25 * 28 + 2
    assert squashed.frame == pytest.approx((0, 0, 1))
    centred = stages(CORNER, fit=False)
    assert np.abs(np.subtract(mass(centred.image), 14)).max() <= 0.51
    assert centred.image.sum() == pytest.approx(squashed.image.sum(), rel=1e-5)


def test_without_the_pen_the_brush_shows():
    even = stages(SEVEN)
    thin, thick = (stages(SEVEN, pen=False, brush=brush) for brush in (0.02, 0.2))
    assert thin.image.sum() < 0.6 * even.image.sum()
    assert thick.image.sum() > 1.5 * even.image.sum()
    assert extent(thick.fitted)[0] == 20
    brush = 0.6 * pen.WIDTH / (20 - pen.WIDTH)  # as wide as the pen, once it is fitted
    assert stages(SEVEN, pen=False, brush=brush).image == pytest.approx(even.image, abs=1e-5)


def test_without_centring_the_box_lies_in_the_middle():
    boxed = stages(SEVEN, centre=False)
    assert np.array_equal(boxed.image.reshape(28, 28)[4:24, 4:24], boxed.fitted)
    assert not np.array_equal(boxed.image, stages(SEVEN).image)


@given(st.lists(stroke, min_size=1, max_size=3), st.booleans(), st.booleans(), st.booleans())
def test_the_frame_says_where_each_pixel_lies_on_the_drawing(strokes, fit, pen, centre):
    drawing = Drawing.from_lists(strokes)
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    assume(np.ptp(points, axis=0).max() > 0.05)
    made = stages(drawing, fit=fit, pen=pen, centre=centre)
    left, top, side = made.frame
    grey = made.image.reshape(28, 28)
    for x, y in points:
        row, column = int((y - top) / side * 28), int((x - left) / side * 28)
        if 1 <= row < 27 and 1 <= column < 27:
            assert grey[row - 1 : row + 2, column - 1 : column + 2].max() > 0.2


def test_the_mass_is_where_the_ink_is():
    x, y = stages(Drawing.from_lists([[[0.1, 0.1], [0.1, 0.9]]])).mass
    assert (x, y) == pytest.approx((9.5, 9.5), abs=1e-3)


def test_what_cannot_be_shown_is_said():
    with pytest.raises(DataError, match="blank"):
        stages(Drawing())
    with pytest.raises(DataError, match="unit square"):
        stages(Drawing.from_lists([[[0.5, 0.5], [1.5, 0.5]]]), fit=False)


@pytest.mark.parametrize("width", [1.0, 2.5, WIDEST])
def test_wide_lines_are_lines(width):
    ink = PackedInk.of([SEVEN]).fitted(np.array([width]))
    assert pen.draw_wide_lines(ink, width) == pytest.approx(
        pen.draw_lines(ink, np.array([width]))[0], abs=1e-5
    )
