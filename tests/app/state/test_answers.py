"""Digits as they were read, and as the user says that they are."""

from __future__ import annotations

import pytest

from app.state.answers import Correction, DigitAnswer, answers_of, number, read_only, together
from core.ink.strokes import Drawing
from core.reading.numbers import PlacedReading
from core.reading.reading import Reading
from tests.app.views.draw.readings import doubtful, reading, stroke

BOX = (0.0, 0.0, 1.0, 1.0)


def answer(made: Reading, digit: int | None = None) -> DigitAnswer:
    return DigitAnswer(
        PlacedReading(made, BOX), None if digit is None else Correction(digit, "Mine")
    )


def test_a_number_in_words_and_how_likely_it_is() -> None:
    answers = [answer(each) for each in (reading(2, 0.9), doubtful(4, 9), doubtful(), reading(6))]
    assert number(answers) == "2??6"
    assert together([reading(2, 0.9), reading(6, 0.5)]) == pytest.approx(0.45)


def test_what_the_user_says_is_in_no_doubt() -> None:
    answers = [answer(reading(2)), answer(doubtful(4, 9), 4), answer(doubtful(), 7)]
    assert number(answers) == "247"
    assert [each.in_doubt for each in answers] == [False, False, False]
    assert read_only(answers) == [answers[0].reading]


def test_a_correction_is_about_the_very_strokes() -> None:
    one, other = stroke(0.1), stroke(0.1)
    digits = [PlacedReading(reading(1), BOX, each) for each in (one, other, Drawing(one.strokes))]
    pictured = PlacedReading(reading(1), BOX)
    answers = answers_of([*digits, pictured], {one.strokes: Correction(7, "Mine")})
    assert [each.digit for each in answers] == [7, 1, 7, 1]
