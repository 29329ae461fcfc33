"""From a drawing to the digit image: what must not matter, and what MNIST's images are like."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.data import mnist
from core.ink.digit_image import as_bytes, digit_image, digit_images, render
from core.ink.ink_file import read_ink
from core.ink.pen import WIDEST, PackedInk
from core.ink.strokes import Drawing, Stroke
from tests.effort import effort

SEVEN = Drawing.from_lists([[[10, 12], [60, 10], [35, 100]], [[20, 55], [58, 50]]])
# A grey level is 1/255; this is a hundredth of one.
CLOSE = 4e-5

coordinate = st.floats(0, 200, width=32)
stroke = st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=12)


@st.composite
def drawings(draw):
    made = Drawing.from_lists(draw(st.lists(stroke, min_size=1, max_size=3)))
    assume(extent(made).max() > 5)
    return made


def extent(drawing):
    return np.ptp(np.concatenate([stroke.points for stroke in drawing.strokes]), axis=0)


def changed(drawing, change):
    return Drawing(tuple(Stroke(change(stroke.points)) for stroke in drawing.strokes))


def inked_box(image):
    """Height and width of what is at least half grey, and the centre of mass (row, column)."""
    grey = image.reshape(28, 28)
    rows, columns = np.flatnonzero((grey > 0.5).any(1)), np.flatnonzero((grey > 0.5).any(0))
    place = np.arange(28)
    centre = (grey.sum(1) @ place / grey.sum(), grey.sum(0) @ place / grey.sum())
    return np.ptp(rows) + 1, np.ptp(columns) + 1, centre


def densified(points, between=7):
    share = np.arange(between) / between
    steps = points[:-1, None] + np.diff(points, axis=0)[:, None] * share[:, None]
    return np.concatenate([steps.reshape(-1, 2), points[-1:]])


def test_shape_dtype_and_range():
    image = digit_image(SEVEN)
    assert (image.shape, image.dtype) == ((784, 1), np.float32)
    assert image.min() == 0
    assert image.max() == 1


@pytest.mark.parametrize("lists", [[], [[[5.0, 5.0]]], [[[5.0, 5.0], [5.0, 5.0]]]])
def test_blank_and_dots(lists):
    image = digit_image(Drawing.from_lists(lists)).reshape(28, 28)
    if not lists:
        assert not image.any()
        return
    assert image[14, 14] > 0.9
    assert 3 < image.sum() < 7
    np.testing.assert_allclose(image, image.T, atol=CLOSE)


@given(drawings(), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0.01, 100))
def test_place_and_scale_do_not_matter(drawing, right, down, scale):
    moved = changed(drawing, lambda points: points * scale + [right, down])
    assume(extent(moved).max() > 0.1)
    # Far from the origin, doubles still hold a millionth of the digit.
    np.testing.assert_allclose(digit_image(moved), digit_image(drawing), atol=1e-3)


@given(drawings())
def test_sampling_density_does_not_matter(drawing):
    np.testing.assert_allclose(
        digit_image(changed(drawing, densified)), digit_image(drawing), atol=CLOSE
    )


@given(drawings())
def test_direction_of_the_pen_does_not_matter(drawing):
    back = changed(drawing, lambda points: points[::-1].copy())
    np.testing.assert_allclose(digit_image(back), digit_image(drawing), atol=1e-3)


@given(drawings())
def test_ink_fills_the_box_and_lies_about_the_middle(drawing):
    image = digit_image(drawing)
    height, width, centre = inked_box(image)
    assert 19 <= max(height, width) <= 20
    touched = image.reshape(28, 28) > 1 / 255
    assert touched.any(axis=0).sum() <= 20
    assert touched.any(axis=1).sum() <= 20
    # Off the middle by half a pixel at most, unless the box would leave the image.
    room_left = 28 - max(height, width)
    assert all(abs(c - 14) <= 0.51 or room_left for c in centre)
    assert all(5.5 <= c <= 22.5 for c in centre)


@pytest.mark.parametrize(("points", "tall"), [([[0, 0], [0, 9]], True), ([[0, 0], [9, 0]], False)])
def test_a_straight_line_keeps_its_pen_width(points, tall):
    height, width, centre = inked_box(digit_image(Drawing.from_lists([points])))
    long, short = (height, width) if tall else (width, height)
    assert long == 20
    assert 2 <= short <= 3
    assert np.abs(np.array(centre) - 14).max() <= 0.51


def test_aspect_is_kept():
    oblong = Drawing.from_lists([[[0, 0], [30, 0], [30, 60], [0, 60], [0, 0]]])
    height, width, _ = inked_box(digit_image(oblong))
    assert height == 20
    # Middle lines stand 17.5 / 2 pixels apart; a pen of 2.5 pixels lies on both.
    assert width == pytest.approx(17.5 / 2 + 2.5, abs=1)


def test_many_are_drawn_as_one_is():
    many = [Drawing(), SEVEN, Drawing.from_lists([[[1, 1]]]), SEVEN]
    rows = digit_images(many)
    assert (rows.shape, rows.dtype) == ((4, 784), np.uint8)
    for row, drawing in zip(rows, many, strict=True):
        np.testing.assert_array_equal(row, as_bytes(digit_image(drawing))[:, 0])


def test_no_drawing_makes_no_image():
    assert digit_images([]).shape == (0, 784)


def test_pen_width_adds_ink():
    packed = PackedInk.of([SEVEN] * 3)
    ink = render(packed, np.array([1.5, 2.5, WIDEST])).sum(axis=1)
    assert ink[0] < ink[1] < ink[2]
    np.testing.assert_array_equal(render(packed)[0], digit_image(SEVEN)[:, 0])


@pytest.mark.slow
def test_one_drawing_is_little_work():
    drawing = changed(SEVEN, densified)
    assert effort(lambda: digit_image(drawing), 30) < 0.6  # 0.06


def test_real_ink_looks_like_mnist(ink_file, mnist_folder):
    """The same amount of ink a digit to 5 %, and as much of it grey, to 15 %."""
    drawn = list(islice(read_ink(ink_file), 2000))
    images = digit_images([drawing for drawing, _, _ in drawn])
    digits = np.array([digit for _, digit, _ in drawn])
    train = mnist.load_split(mnist.open_folder(mnist_folder)).train
    theirs, labels = train.images[:10_000], train.labels[:10_000]

    def mean_over_digits(values, of):
        return np.mean([values[of == digit].mean() for digit in range(10)])

    ours_ink, mnist_ink = (
        mean_over_digits(rows.sum(axis=1) / 255, of)
        for rows, of in ((images, digits), (theirs, labels))
    )
    assert ours_ink == pytest.approx(mnist_ink, rel=0.05)
    ours_grey, mnist_grey = (
        mean_over_digits(((rows > 31) & (rows < 224)).sum(axis=1), of)
        for rows, of in ((images, digits), (theirs, labels))
    )
    assert ours_grey == pytest.approx(mnist_grey, rel=0.15)
