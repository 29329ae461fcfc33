"""Numbers: which strokes a network and its hand hold together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.files import model_file
from core.ink.strokes import Drawing
from core.reading.hand import Hand, with_hand
from core.reading.numbers import NumberReader, read_number

# Two strokes so far apart that their places alone make them two digits.
WIDE_FOUR = [[[0, 0], [0, 50], [30, 50]], [[75, 0], [75, 100]]]
SEVEN = [[[0, 0], [50, 0], [20, 100]]]


@pytest.fixture(scope="module")
def shipped():
    return model_file.shipped()


@pytest.fixture(scope="module")
def taught(shipped):
    hand = Hand.of([Drawing.from_lists(WIDE_FOUR)], np.array([4], np.uint8))
    return with_hand(shipped, hand)


def moved(strokes, right: float):
    return [[[x + right, y] for x, y in stroke] for stroke in strokes]


def digits_of(read) -> list[int]:
    return [each.reading.digit for each in read]


def test_strokes_that_were_taught_as_one_digit_stay_together(shipped, taught):
    """By the hand; the way of the pen tells it, too, and has no say here."""
    drawing = Drawing.from_lists(WIDE_FOUR)
    assert len(read_number(replace(shipped, facts={}), drawing)) == 2
    assert digits_of(read_number(replace(taught, facts={}), drawing)) == [4]
    assert digits_of(read_number(shipped, drawing)) == [4]


def test_a_single_stroke_like_a_taught_one_leaves_its_neighbour_alone(shipped):
    one = [[[0, 0], [0, 100]]]
    pair = Drawing.from_lists([*one, *moved(one, 60)])
    hand = Hand.of([Drawing.from_lists(one)], np.array([1], np.uint8))
    assert digits_of(read_number(with_hand(shipped, hand), pair)) == [1, 1]


def test_a_blank_drawing_has_no_digits(shipped):
    assert NumberReader(shipped).read(Drawing()) == []
