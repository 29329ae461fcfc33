"""What predict writes about a picture or a line of ink: one digit, or with --number all of them; of
a network of other classes the name of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import DIGITS
from core.errors import DataError
from core.ink.ink_file import InkLine
from core.ink.picture import picture_image
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading, read_number, read_pictured_number
from core.reading.reading import Reading, read, read_drawings

Answer = dict[str, Any]


@dataclass(frozen=True)
class WayToAnswer:
    """How to answer.

    key: the answer's field in the output, and the field of an ink line that says what is right.
    of_picture: the answer for a grey picture, uint8 (h, w); raises DataError. of_lines: for each
    ink line the answer, or a DataError. given: what the line says is right, or None; raises
    DataError.
    """

    key: str
    of_picture: Callable[[Snapshot, NDArray[np.uint8]], Answer]
    of_lines: Callable[[Snapshot, Sequence[InkLine]], list[Answer | DataError]]
    given: Callable[[InkLine], Any]


def _digit(reading: Reading) -> Answer:
    return {
        "digit": reading.digit,
        "probabilities": [round(float(p), 6) for p in reading.probabilities],
        "unsure": reading.unsure,
        "reason": reading.reason,
        "like_taught": reading.like is not None,
    }


def _class(reading: Reading) -> Answer:
    P = zip(reading.class_names, reading.probabilities, strict=True)
    return {
        "class": reading.name,
        "probabilities": {name: round(float(p), 6) for name, p in P},
        "unsure": reading.unsure,
        "reason": reading.reason,
    }


def _class_of_picture(snapshot: Snapshot, grey: NDArray[np.uint8]) -> Answer:
    (placed,) = read_pictured_number(snapshot, grey)
    return _class(placed.reading)


def _classes_of_lines(snapshot: Snapshot, lines: Sequence[InkLine]) -> list[Answer | DataError]:
    return [_class(each) for each in read_drawings(snapshot, [line.drawing for line in lines])]


def _digits_of_lines(snapshot: Snapshot, lines: Sequence[InkLine]) -> list[Answer | DataError]:
    return [_digit(each) for each in read_drawings(snapshot, [line.drawing for line in lines])]


def _number(placed: Sequence[PlacedReading]) -> Answer:
    digits = [
        {
            "digit": each.reading.digit,
            "probability": round(each.reading.probability, 6),
            "box": [round(side, 3) for side in each.box],
            "unsure": each.reading.unsure,
            "reason": each.reading.reason,
            "like_taught": each.reading.like is not None,
        }
        for each in placed
    ]
    return {"number": "".join(str(each["digit"]) for each in digits), "digits": digits}


def _numbers_of_lines(snapshot: Snapshot, lines: Sequence[InkLine]) -> list[Answer | DataError]:
    def of_line(line: InkLine) -> Answer | DataError:
        try:
            return _number(read_number(snapshot, line.drawing))
        except DataError as error:
            return error

    return [of_line(line) for line in lines]


def _number_given(line: InkLine) -> str | None:
    number = line.record.get("number")
    if number is None:
        return None if line.digit is None else str(line.digit)
    if not isinstance(number, str) or not (number.isascii() and number.isdigit()):
        raise DataError('"number" must be a string of digits, such as "2026".')
    return number


def answers_by(snapshot: Snapshot, *, number: bool) -> WayToAnswer:
    """How a network answers; number: whether all digits are wanted. Raises DataError for a network
    that reads none."""
    if snapshot.class_names == DIGITS:
        return NUMBER if number else ONE_DIGIT
    if number:
        raise DataError("This network reads other classes than digits. Leave --number out.")
    return ONE_CLASS


ONE_CLASS = WayToAnswer(
    "class", _class_of_picture, _classes_of_lines, lambda line: line.record.get("class")
)
ONE_DIGIT = WayToAnswer(
    "digit",
    lambda snapshot, grey: _digit(read(snapshot, picture_image(grey))),
    _digits_of_lines,
    lambda line: line.digit,
)
NUMBER = WayToAnswer(
    "number",
    lambda snapshot, grey: _number(read_pictured_number(snapshot, grey)),
    _numbers_of_lines,
    _number_given,
)
