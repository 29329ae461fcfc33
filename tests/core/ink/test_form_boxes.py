"""Numbers in forms: the form's lines are no ink, and the digits stay whole."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import Cancelled
from core.files import model_file
from core.ink.dark_boxes import without_dark_boxes
from core.ink.form_lines import form_lines, without_form_lines
from core.reading.numbers import read_pictured_number
from tests.core.ink.forms import FormBoxes
from tests.core.ink.painting import cover, digit_lines, placed

pytestmark = pytest.mark.slow

FORMS = {
    "plain": FormBoxes("plain", narrow=0.7),
    "touching": FormBoxes(),
    "thin": FormBoxes(line=1),
    "thick": FormBoxes(line=10),
    "apart": FormBoxes(gap=0.2),
    "pale": FormBoxes(share=0.75),
    "pencil in black boxes": FormBoxes(share=0.1, ink=0.6),
    "askew": FormBoxes(angle=4),
    "tilted": FormBoxes(gap=0.15, angle=2, tilt=(0.1, 0.1)),
    "digits over the lines": FormBoxes(gap=0.15, fill=0.95, stray=0.05, share=0.3),
    "empty ones": FormBoxes(empty=3),
    "a comb": FormBoxes("comb", narrow=0.8),
    "a tall comb": FormBoxes("tall comb", narrow=0.8),
    "a frame": FormBoxes("frame"),
    "rounded": FormBoxes("rounded", gap=0.15),
    "dashed": FormBoxes("dashed", gap=0.1),
    "dotted": FormBoxes("dotted", line=2.5),
    "a table": FormBoxes("table", narrow=0.8),
    "squared paper": FormBoxes("grid", share=0.5),
    "underlined": FormBoxes("underline", narrow=0.8),
    "noise": FormBoxes(gap=0.1, noise=6),
    "light in dark boxes": FormBoxes("dark", gap=0.2),
    "light on a dark strip": FormBoxes("dark", narrow=0.7),
}

FOUR = [[(8, 5), (6, 15), (20, 15)], [(19, 7), (18, 24)]]


def read(grey):
    return "".join(
        str(placed.reading.digit) for placed in read_pictured_number(model_file.shipped(), grey)
    )


@pytest.mark.parametrize("name", FORMS)
def test_numbers_in_forms_are_read(name):
    """Three of five whole; lines taken for ones would spoil all of them."""
    rng = np.random.default_rng(3)
    texts = ["40917", "263", "58", "7146", "93052"]
    results = [read(FORMS[name].of(text, rng)) for text in texts]
    assert sum(text == each for text, each in zip(texts, results, strict=True)) >= 3, results


@pytest.mark.parametrize("text", ["11111", "1", "171", "77777", "4444"])
def test_straight_strokes_without_boxes_stay(text):
    grey = FormBoxes("plain", narrow=0.7).of(text, np.random.default_rng(0))
    mask = grey < 200
    strength = mask.astype(np.float32)
    np.testing.assert_array_equal(without_form_lines(mask, strength)[0], mask)


def mask_of(lines, width=6.0):
    return cover((200, 300), [np.array(line, float) for line in lines], width) > 0.5


def kept(mask):
    return without_form_lines(mask, mask.astype(np.float32))[0]


def test_a_line_through_a_single_digit_is_its_own():
    seven = [[(100, 30), (180, 30), (120, 170)], [(60, 100), (240, 100)]]
    mask = mask_of(seven)
    np.testing.assert_array_equal(kept(mask), mask)


@pytest.mark.parametrize("width", [6, 12, 18])
def test_a_long_bar_of_a_single_digit_stays(width):
    seven = mask_of([[(60, 40), (190, 40), (150, 90), (140, 170)]], width)
    np.testing.assert_array_equal(kept(seven), seven)


def test_a_picture_as_small_as_a_digit_image_keeps_all():
    four = cover((28, 28), [np.array(line, float) for line in FOUR], 2.5) > 0.5
    np.testing.assert_array_equal(kept(four), four)


def test_dark_digits_are_no_boxes():
    grey = FormBoxes("plain", pen=18).of("0868", np.random.default_rng(0))
    np.testing.assert_array_equal(without_dark_boxes(grey), grey)


@pytest.mark.parametrize("kind", ["boxes", "comb"])
def test_a_search_for_lines_can_be_given_up_wherever_it_is(kind):
    mask = FormBoxes(kind).of("4071", np.random.default_rng(0)) < 128
    asked: list[bool] = []
    form_lines(mask, lambda: bool(asked.append(True)))
    assert len(asked) > 10
    for last in range(len(asked)):
        answers = iter([False] * last + [True])
        with pytest.raises(Cancelled):
            form_lines(mask, lambda answers=answers: next(answers))


def test_a_zero_of_four_lines_stays_and_its_box_goes():
    zero = mask_of([[(120, 60), (170, 60), (170, 140), (120, 140), (120, 60)]])
    np.testing.assert_array_equal(kept(zero), zero)
    box = mask_of([[(90, 20), (200, 20), (200, 180), (90, 180), (90, 20)]], 3)
    np.testing.assert_array_equal(kept(zero | box), zero)


def test_a_stroke_that_crosses_a_box_stays_whole():
    box = mask_of([[(60, 40), (220, 40), (220, 150), (60, 150), (60, 40)]], 4)
    stroke = mask_of([[(90, 10), (150, 190)]], 8)
    left = kept(box | stroke)
    assert (left & stroke).sum() > 0.95 * stroke.sum()
    assert (left & ~stroke).sum() < 0.03 * box.sum()


def test_ink_along_a_paler_line_stays():
    line = mask_of([[(20, 100), (280, 100)]], 4)
    digits = [placed(digit_lines(3, np.random.default_rng(i)), (70 + 80 * i, 100), 120, 60)
              for i in range(3)]  # fmt: skip
    ink = mask_of([each for digit in digits for each in digit], 8)
    strength = np.where(ink, 1.0, 0.4 * line).astype(np.float32)
    left, _ = without_form_lines(ink | line, strength)
    assert (left != ink).sum() < 0.01 * ink.sum()
