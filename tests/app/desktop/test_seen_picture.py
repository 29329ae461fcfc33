"""Fine values and transparent ground: what is seen is what can be read."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from app.desktop.pictures import grey_of, reduced

SHAPE = (60, 90)
INK = (slice(20, 40), slice(30, 34))
Grey = NDArray[np.uint8]


def drawn(ground: float, ink: float) -> NDArray[np.float64]:
    """A stroke on an even ground: (h, w)."""
    values = np.full(SHAPE, float(ground))
    values[INK] = ink
    return values


def fine(values: NDArray[np.float64]) -> QImage:
    """(h, w) from 0 to 65535 as grey of 16 bits."""
    held = np.ascontiguousarray(values, np.uint16)
    height, width = held.shape
    grey16 = QImage.Format.Format_Grayscale16
    return QImage(held.data, width, height, 2 * width, grey16).copy()


def with_alpha(colour: NDArray[np.uint8], alpha: NDArray[np.float64]) -> QImage:
    """colour: (3,) or (h, w, 3); alpha: (h, w) from 0 to 255."""
    rgba = np.empty((*alpha.shape, 4), np.uint8)
    rgba[..., :3], rgba[..., 3] = colour, alpha
    height, width = alpha.shape
    return QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def contrast(grey: Grey) -> float:
    """Of the stroke, beside what is around it: below 0 where it is darker."""
    around = grey.copy()
    around[INK] = grey[0, 0]
    assert np.ptp(around) <= 8, "the ground is no longer even"
    return float(grey[INK].mean()) - float(grey[0, 0])


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
@pytest.mark.parametrize("is_inverted", [False, True])
def test_few_bits_in_sixteen_are_spread(bits: int, is_inverted: bool) -> None:
    ends = (2**bits - 1, 0)
    grey = grey_of(fine(drawn(*ends[:: -1 if is_inverted else 1])))
    assert contrast(grey) == (255 if is_inverted else -255)


@pytest.mark.parametrize("held", ["Grayscale16", "RGBX64", "RGBA64", "RGBX32FPx4", "RGBA16FPx4"])
def test_low_contrast_is_spread_however_the_pixels_are_held(held: str) -> None:
    image = fine(drawn(31_000, 30_000)).convertToFormat(QImage.Format[f"Format_{held}"])
    assert contrast(grey_of(image)) < -240
    assert reduced(image).depth() <= 32
    assert np.array_equal(grey_of(reduced(image)), grey_of(image))


def test_single_pixels_that_are_hot_or_dead_do_not_count() -> None:
    values = drawn(4095, 600)
    values[5::20, 5::30], values[15::20, 20::30] = 65_535, 0
    assert np.ptp(grey_of(fine(values))[INK]) <= 1
    values[5::20, 5::30] = values[15::20, 20::30] = 4095
    assert contrast(grey_of(fine(values))) == -255


def test_what_spans_much_is_left_as_it_is() -> None:
    assert contrast(grey_of(fine(drawn(200 * 257, 40 * 257)))) == -160


def test_ordinary_pictures_are_left_alone() -> None:
    grey = drawn(140, 100).astype(np.uint8)
    image = QImage(grey.data, SHAPE[1], SHAPE[0], SHAPE[1], QImage.Format.Format_Grayscale8)
    assert np.array_equal(grey_of(image), grey)


@pytest.mark.parametrize(
    ("colour", "opacity", "is_darker"),
    [
        ((255, 255, 255), 255, False),
        ((0, 0, 0), 255, True),
        ((255, 230, 60), 128, False),
        ((160, 20, 20), 128, True),
        ((110, 110, 110), 255, True),
    ],
)
@pytest.mark.parametrize("held", ["RGBA8888", "ARGB32_Premultiplied", "RGBA64", "Indexed8"])
def test_ink_on_nothing_stands_out(
    colour: tuple[int, int, int], opacity: int, is_darker: bool, held: str
) -> None:
    image = with_alpha(np.array(colour, np.uint8), drawn(0, opacity))
    seen = contrast(grey_of(image.convertToFormat(QImage.Format[f"Format_{held}"])))
    assert abs(seen) > 50
    assert (seen < 0) == is_darker


@pytest.mark.parametrize(("paper", "ink"), [(255, 150), (235, 200), (0, 90), (20, 240)])
def test_a_page_that_is_cut_out_stays_a_page(paper: int, ink: int) -> None:
    """What is around it takes its shade, so that the ink alone stands out."""
    alpha = np.zeros(SHAPE)
    alpha[8:-8, 8:-8] = 255
    grey = grey_of(with_alpha(drawn(paper, ink).astype(np.uint8)[..., None], alpha))
    assert abs(contrast(grey) - (ink - paper)) <= 2


def test_ink_with_a_rim_keeps_both() -> None:
    """As stickers have it: white around black, on nothing."""
    alpha, shade = np.zeros(SHAPE), np.full((*SHAPE, 1), 255, np.uint8)
    alpha[14:46, 24:40] = 255
    shade[INK] = 0
    assert contrast(grey_of(with_alpha(shade, alpha))) == -255


def test_what_is_made_smaller_shows_the_same() -> None:
    image = with_alpha(np.array([255, 255, 255], np.uint8), drawn(0, 255)).scaled(9000, 600)
    small = reduced(image)
    assert not small.hasAlphaChannel()
    assert small.pixelColor(0, 0) == QColor("black")
    assert grey_of(small).max() == 255


def test_nothing_at_all_is_white() -> None:
    assert grey_of(with_alpha(np.zeros(3, np.uint8), np.zeros(SHAPE))).min() == 255
