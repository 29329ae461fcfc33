"""From what lies on the canvas to readings."""

from __future__ import annotations

import numpy as np
import pytest

from app.state.recognition import (
    on_canvas,
    recognise_found,
    recognise_number,
    steps_of,
)
from core.errors import DataError
from core.ink.digit_image import digit_image
from core.ink.picture import FoundDigit, picture_digits
from core.ink.stages import stages
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading import numbers as number_reading
from core.reading.numbers import NumberReader
from core.reading.reading import read_drawings
from tests.app.views.draw.readings import number as strokes


def test_a_blank_drawing_is_read_as_nothing(snapshot: Snapshot) -> None:
    assert recognise_number(Drawing(), NumberReader(snapshot)) == ()


def test_one_digit_is_read_as_a_drawing_alone(snapshot: Snapshot, seven: Drawing) -> None:
    (digit,) = recognise_number(seven, NumberReader(snapshot))
    (alone,) = read_drawings(snapshot, [seven])
    assert digit.reading.probabilities == pytest.approx(alone.probabilities, abs=1e-6)
    assert np.array_equal(digit.reading.image, digit_image(seven))
    assert digit.box == pytest.approx((0.3, 0.2, 0.7, 0.8))
    assert digit.drawing.strokes == seven.strokes


def test_digits_come_from_left_to_right_with_their_strokes(snapshot: Snapshot) -> None:
    drawing = Drawing(strokes(4).strokes[::-1])
    digits = recognise_number(drawing, NumberReader(snapshot))
    assert len(digits) == 4
    assert [digit.drawing.strokes for digit in digits] == [(each,) for each in strokes_of(drawing)]


def strokes_of(drawing: Drawing) -> list:
    return sorted(drawing.strokes, key=lambda each: each.points[0, 0])


def test_only_what_is_new_is_read(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups of strokes that were in question as well."""
    asked: list[tuple] = []
    real = number_reading.read_drawings

    def noted(network, drawings):
        asked.extend(drawing.strokes for drawing in drawings)
        return real(network, drawings)

    monkeypatch.setattr(number_reading, "read_drawings", noted)
    reader = NumberReader(snapshot)
    before = strokes(3)
    known = recognise_number(before, reader)
    first = set(asked)
    new = strokes(4).strokes[3]
    asked.clear()
    digits = recognise_number(Drawing((*before.strokes, new)), reader)
    assert [digit.reading for digit in digits[:3]] == [digit.reading for digit in known]
    assert asked
    assert not first.intersection(asked)
    assert all(new in group for group in asked)
    asked.clear()
    recognise_number(Drawing(), reader)
    recognise_number(before, reader)
    assert set(asked) == first


def test_more_than_twelve_are_refused(snapshot: Snapshot) -> None:
    many = [[[0.01 + 0.07 * k, 0.45], [0.01 + 0.07 * k, 0.55]] for k in range(14)]
    with pytest.raises(DataError, match="At most 12"):
        recognise_number(Drawing.from_lists(many), NumberReader(snapshot))


def test_a_picture_lies_in_the_middle_of_the_canvas() -> None:
    assert on_canvas((0, 0, 400, 200), (400, 200)) == (0, 0.25, 1, 0.75)
    assert on_canvas((50, 100, 100, 300), (100, 400)) == (0.5, 0.25, 0.625, 0.75)


@pytest.fixture
def pictured() -> tuple[FoundDigit, ...]:
    """A 1 and a 7 on a picture of 200 × 100 pixels."""
    grey = np.zeros((100, 200), np.uint8)
    grey[20:80, 50:58] = 255
    grey[20:28, 120:160] = grey[20:80, 152:160] = 255
    return tuple(picture_digits(grey))


def test_digits_of_a_picture_keep_their_places(
    snapshot: Snapshot, pictured: tuple[FoundDigit, ...]
) -> None:
    digits = recognise_found(pictured, (200, 100), snapshot)
    assert [each.box for each in pictured] == [(50, 20, 58, 80), (120, 20, 160, 80)]
    assert [digit.box for digit in digits] == [on_canvas(each.box, (200, 100)) for each in pictured]
    assert all(digit.drawing is None for digit in digits)
    assert recognise_found([], (200, 100), snapshot) == ()


def test_the_steps_of_a_drawing_are_its_stages(snapshot: Snapshot, seven: Drawing) -> None:
    (digit,) = recognise_number(seven, NumberReader(snapshot))
    assert steps_of(digit).frame == stages(seven).frame
    without = steps_of(digit, brush=0.1, left_out=("pen", "fit"))
    assert np.array_equal(without.image, stages(seven, brush=0.1, pen=False, fit=False).image)


def test_the_steps_of_a_digit_in_a_picture_make_what_was_read(
    snapshot: Snapshot, pictured: tuple[FoundDigit, ...]
) -> None:
    for digit in recognise_found(pictured, (200, 100), snapshot):
        assert np.array_equal(steps_of(digit).image, digit.reading.image)
        assert not np.array_equal(steps_of(digit, left_out=["fit"]).image, digit.reading.image)
        assert np.array_equal(steps_of(digit, left_out=["pen"]).image, digit.reading.image)


@pytest.mark.parametrize("left_out", [(), ("fit",), ("centre",), ("fit", "centre")])
def test_the_frame_of_a_picture_lays_the_ink_over_its_box(
    snapshot: Snapshot, pictured: tuple[FoundDigit, ...], left_out: tuple[str, ...]
) -> None:
    for digit in recognise_found(pictured, (200, 100), snapshot):
        made = steps_of(digit, left_out=left_out)
        rows, columns = (
            np.flatnonzero(made.image.reshape(28, 28).any(axis=axis)) for axis in (1, 0)
        )
        left, top, side = made.frame
        cell = side / 28
        ends = [left + columns[0] * cell, top + rows[0] * cell]
        ends += [left + (columns[-1] + 1) * cell, top + (rows[-1] + 1) * cell]
        assert ends == pytest.approx(digit.box, abs=1.01 * cell)
