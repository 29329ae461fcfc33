"""The one digit that is meant, and what it is called."""

from __future__ import annotations

import numpy as np
import pytest

from app.state.answers import Correction, DigitAnswer
from app.state.drawn_digit import DrawnDigit, drawn_digit, unread_digit
from core.ink.strokes import Drawing
from core.reading.numbers import PlacedReading
from core.reading.reading import Reading
from tests.app.views.draw.readings import doubtful, reading, stroke

BOX = (0.0, 0.0, 1.0, 1.0)
IMAGE = np.zeros((784, 1), np.float32)


ONE = stroke(0.1)


def answer(made: Reading, said: int | None = None, drawing: Drawing | None = ONE) -> DigitAnswer:
    correction = None if said is None else Correction(said, "Mine")
    return DigitAnswer(PlacedReading(made, BOX, drawing), correction)


@pytest.mark.parametrize(
    ("number", "index", "name"),
    [
        ("7", 0, "your drawing"),
        ("?", 0, "your drawing"),
        ("42", 0, "the 4 of 42"),
        ("42", 1, "the 2 of 42"),
        ("2026", 1, "the 0 of 2026"),
        ("2026", 2, "the third of 2026"),
        ("4?", 1, "the second of 4?"),
        ("??", 0, "the first of ??"),
        ("1234", 3, "the 4 of 1234"),
        ("123456789012", 11, "digit 12 of 12"),
    ],
)
def test_the_name_says_which_of_how_many(number: str, index: int, name: str) -> None:
    assert DrawnDigit(IMAGE, number, index).name == name


def test_a_digit_of_a_picture_is_called_so() -> None:
    assert DrawnDigit(IMAGE, in_picture=True).name == "your picture"
    assert DrawnDigit(IMAGE, "42", 1, in_picture=True).name == "the 2 of 42"


def test_it_is_what_draw_shows_for_the_chosen_digit() -> None:
    two = reading(2)
    answers = [answer(reading(4)), answer(two), answer(doubtful(4, 9)), answer(reading(9), 7)]
    digits = [drawn_digit(answers, chosen) for chosen in range(4)]
    assert [each.number for each in digits] == ["42?7"] * 4
    assert [each.digit for each in digits] == [4, 2, None, 7]
    assert [each.is_corrected for each in digits] == [False, False, False, True]
    assert digits[1].image is two.image
    assert not digits[1].in_picture
    assert drawn_digit([answer(two, drawing=None)], 0).in_picture
    assert drawn_digit([], 0) is None


def test_without_a_network_it_is_the_last_one() -> None:
    images = [IMAGE, IMAGE + 0.5]
    digit = unread_digit(images)
    assert digit.image is images[1]
    assert (digit.name, digit.digit) == ("the second of ??", None)
    assert unread_digit([]) is None
    assert unread_digit(images[:1], in_picture=True).name == "your picture"


def test_like_is_the_same_image_taken_for_the_same_digit() -> None:
    digit = DrawnDigit(IMAGE, digit=4)
    assert digit.is_like(DrawnDigit(IMAGE.copy(), "42", 0, 4))
    assert not digit.is_like(DrawnDigit(IMAGE, digit=9))
    assert not digit.is_like(DrawnDigit(IMAGE + 1, digit=4))
    assert not digit.is_like(None)
