"""Sheets on tables and under shadows: found, turned upright, and read."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import Cancelled
from core.files import model_file
from core.ink.picture import picture_digits
from core.ink.sheet import find_sheet
from core.ink.turning import Turn
from core.reading.numbers import read_pictured_number
from tests.core.ink.forms import FormBoxes
from tests.core.ink.painting import cover, digit_lines, placed
from tests.core.ink.sheets import SheetPhoto

pytestmark = pytest.mark.slow

SHEETS = {
    "on a table": SheetPhoto(angle=6),
    "without noise": SheetPhoto(noise=0, angle=-7),
    "turned": SheetPhoto(angle=27),
    "turned the other way": SheetPhoto(angle=-25, tilt=(0.1, -0.1)),
    "on wood": SheetPhoto(table="wood", angle=10),
    "on cloth": SheetPhoto(table="cloth", angle=-8),
    "not whole": SheetPhoto(table="wood", aside=(-0.25, 0.1), sheet=(0.9, 0.6), digit=0.11),
    "pencil": SheetPhoto(ink=0.5, angle=5),
    "a hard shadow": SheetPhoto(table=None, shadow=0.55),
    "a soft shadow": SheetPhoto(table=None, shadow=0.5, soft=0.03),
    "a wide picture": SheetPhoto(table=None, shadow=0.5, height=300, digit=0.4, noise=0),
    "darker corners": SheetPhoto(table=None, vignette=0.7),
    "a table in a shadow": SheetPhoto(table="wood", shadow=0.5, angle=9),
    "a notebook": SheetPhoto(table="cloth", rules=0.6, angle=4, shadow=0.3),
}


@pytest.mark.parametrize("name", SHEETS)
def test_numbers_on_sheets_are_read(name):
    """Three of four whole, so that it does not hang on one digit of one network."""
    rng = np.random.default_rng(5)
    texts = ["806", "3381", "52", "947"]
    results = []
    for text in texts:
        placed = read_pictured_number(model_file.shipped(), SHEETS[name].of(text, rng))
        results.append("".join(str(each.reading.digit) for each in placed))
    assert sum(text == each for text, each in zip(texts, results, strict=True)) >= 3, results


@pytest.mark.parametrize("angle", [-20, -5, 12, 30])
def test_the_angle_of_a_sheet_is_found(angle):
    sheet = find_sheet(SheetPhoto(angle=angle).of("52", np.random.default_rng(0)))
    assert sheet is not None
    assert sheet.angle == pytest.approx(angle, abs=1.5)


def test_even_paper_is_left_alone():
    rng = np.random.default_rng(0)
    assert find_sheet(FormBoxes("plain").of("4071", rng)) is None
    assert find_sheet(255 - FormBoxes("plain").of("4071", rng)) is None
    assert find_sheet(np.full((300, 400), 200, np.uint8)) is None


@pytest.mark.parametrize("light", [True, False])
@pytest.mark.parametrize("digit", [0, 8, 6])
def test_a_bold_digit_is_no_sheet_and_no_shadow(digit, light):
    rng = np.random.default_rng(4)
    ink = cover((200, 200), placed(digit_lines(digit, rng), (100, 100), 120, 110), 34)
    grey = (255 * (ink if light else 1 - ink)).astype(np.uint8)
    assert find_sheet(grey) is None


def test_a_search_for_a_sheet_can_be_given_up():
    grey = SheetPhoto().of("52", np.random.default_rng(0))
    for last in range(3):
        answers = iter([False] * last + [True])
        with pytest.raises(Cancelled):
            find_sheet(grey, lambda answers=answers: next(answers))


def test_boxes_lie_around_the_digits_of_a_turned_sheet():
    photo = SheetPhoto(angle=20, noise=0, dark=90)
    grey = photo.of("69", np.random.default_rng(1))
    for found in picture_digits(grey):
        left, top, right, bottom = found.box
        assert found.ink.shape == (bottom - top, right - left)
        inside = grey[top:bottom, left:right]
        dark = found.ink > 0.8
        assert np.mean(inside[dark] < 80) > 0.95


def test_what_is_turned_comes_back():
    y, x = np.mgrid[:120, :160]
    grey = np.where(np.hypot(x - 60, y - 40) < 12, 0, 255).astype(np.uint8)
    turn = Turn(25.0, (120, 160))
    upright = turn.upright(grey, 255)
    inked = upright < 128
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    ink = inked[box[1] : box[3], box[0] : box[2]].astype(np.float32)
    (left, top, right, bottom), back = turn.back(box, ink)
    assert back.shape == (bottom - top, right - left)
    assert (left + right) / 2 == pytest.approx(60.5, abs=1.5)
    assert (top + bottom) / 2 == pytest.approx(40.5, abs=1.5)
