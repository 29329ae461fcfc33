"""Pictures: light or dark ground, any size, and what cannot be a digit."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import mnist
from core.errors import Cancelled, DataError
from core.ink.digit_image import as_bytes, digit_image
from core.ink.grouping import group_parts
from core.ink.layout import layout_of_strokes
from core.ink.picture import picture_digits, picture_image
from core.ink.strokes import Drawing

FOUR = Drawing.from_lists([[[10, 0], [0, 50], [60, 48]], [[52, 8], [48, 100]]])


@pytest.fixture
def grey():
    """A digit image as a grey picture: uint8 (28, 28), light on dark."""
    return as_bytes(digit_image(FOUR)).reshape(28, 28)


def shown(picture):
    return picture_image(picture).reshape(28, 28) * 255


def test_a_digit_image_comes_out_as_itself(grey):
    assert picture_image(grey).shape == (784, 1)
    assert picture_image(grey).dtype == np.float32
    np.testing.assert_allclose(shown(grey), grey, atol=1)


def test_dark_on_light_is_turned(grey):
    np.testing.assert_allclose(shown(255 - grey), grey, atol=1)


def test_size_place_and_contrast_do_not_matter(grey):
    large = np.pad(np.kron(grey, np.ones((9, 9), np.uint8)), ((5, 90), (200, 0)))
    np.testing.assert_allclose(shown(large), grey, atol=1)
    pencil = (230 - grey * 0.5).astype(np.uint8)
    np.testing.assert_allclose(shown(pencil), grey, atol=4)


def test_noise_of_the_ground_is_no_ink(grey):
    noise = np.random.default_rng(0).normal(0, 4, (112, 112))
    paper = 220 - np.kron(grey, np.ones((4, 4))) * 0.7 + noise
    difference = shown(np.clip(paper, 0, 255).astype(np.uint8)) - grey
    assert np.abs(difference).mean() < 8


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_even_picture_is_refused(level):
    with pytest.raises(DataError, match="No digit stands out"):
        picture_image(np.full((40, 30), level, np.uint8))


@pytest.mark.parametrize("shape", [(0, 0), (0, 28), (3, 28), (28, 20_001), (28, 28, 3), (784,)])
def test_an_absurd_size_is_refused(shape):
    with pytest.raises(DataError, match="cannot be read as digits"):
        picture_image(np.zeros(shape, np.uint8))


def test_a_line_across_the_whole_picture():
    picture = np.zeros((50, 50), np.uint8)
    picture[:, 24:26] = 255
    image = shown(picture)
    assert (image.max(axis=1) > 200).sum() == 20


def test_mnist_comes_out_as_it_is(mnist_folder):
    images = mnist.load_split(mnist.open_folder(mnist_folder)).test.images[:500]
    out = np.array([picture_image(image.reshape(28, 28))[:, 0] for image in images]) * 255
    same = np.abs(out - images).max(axis=1) < 2
    assert same.mean() > 0.95


@pytest.mark.parametrize("shape", [(4, 4801), (8, 20_000), (20_000, 8)])
def test_a_picture_like_a_thread_holds_no_digit(shape):
    with pytest.raises(DataError, match="too long and narrow"):
        picture_image(np.zeros(shape, np.uint8))


def test_lines_of_a_picture_come_one_after_another(grey):
    """Two lines, the lower one shorter."""
    page = np.zeros((100, 140), np.uint8)
    places = [(5, 5), (5, 40), (5, 80), (60, 8), (60, 50)]
    for top, left in places:
        page[top : top + 28, left : left + 28] = grey
    found = picture_digits(page)
    assert len(found) == 5
    for (top, left), digit in zip(places, found, strict=True):
        assert left <= digit.box[0] < digit.box[2] <= left + 28
        assert top <= digit.box[1] < digit.box[3] <= top + 28


@pytest.mark.parametrize("after", range(4))
def test_a_search_that_nobody_wants_any_more_is_given_up(grey, after):
    """Wherever it is: each of the long steps asks."""
    asked = iter(range(100))
    with pytest.raises(Cancelled):
        picture_digits(grey, cancelled=lambda: next(asked) >= after)


def test_a_grouping_that_nobody_wants_any_more_is_given_up():
    two_lines = [np.array(line, float) for line in ([[0, 0], [0, 60]], [[12, 35], [12, 100]])]
    asked = iter((False, False, True))
    with pytest.raises(Cancelled):
        group_parts(
            layout_of_strokes([[line] for line in two_lines]), cancelled=lambda: next(asked)
        )


def test_stripes_a_pixel_wide_are_told():
    """All is ink there, and the ground has no light."""
    comb = np.zeros((300, 300), np.uint8)
    comb[15:, 1::2] = 255
    with pytest.raises(DataError, match="No digit stands out"):
        picture_digits(comb)
