"""What stands on the canvas: each digit as it was read, or as the user says that it is. No Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.state.recognition import UNKNOWN
from core.ink.strokes import Stroke
from core.reading.numbers import PlacedReading
from core.reading.reading import Reading

Strokes = tuple[Stroke, ...]


@dataclass(frozen=True)
class Correction:
    """The digit that the user says a drawing is, right or wrong as it was read.

    set_name: of the set of My handwriting that keeps the drawing.
    """

    digit: int
    set_name: str


@dataclass(frozen=True, eq=False)
class DigitAnswer:
    """One digit on the canvas. correction: what the user says of it, or None."""

    placed: PlacedReading
    correction: Correction | None = None

    @property
    def reading(self) -> Reading:
        return self.placed.reading

    @property
    def in_doubt(self) -> bool:
        """Whether the reading is unsure, and the user has not said what it is."""
        return self.correction is None and self.reading.unsure

    @property
    def digit(self) -> int:
        """The number of the class: as the user says, else as it was read."""
        return self.reading.digit if self.correction is None else self.correction.digit

    @property
    def name(self) -> str:
        """What that class is called."""
        return self.reading.class_names[self.digit]


def answers_of(
    digits: Sequence[PlacedReading], corrections: Mapping[Strokes, Correction]
) -> tuple[DigitAnswer, ...]:
    """The answer for each digit; corrections: by the strokes of the drawings they are about."""
    return tuple(
        DigitAnswer(each, None if each.drawing is None else corrections.get(each.drawing.strokes))
        for each in digits
    )


def names(answers: Sequence[DigitAnswer]) -> tuple[str, ...]:
    """Of the digits in their order; UNKNOWN for what is in doubt."""
    return tuple(UNKNOWN if each.in_doubt else each.name for each in answers)


def number(answers: Sequence[DigitAnswer]) -> str:
    """Those names as one text, with commas between words: “42”, “4?”, “Bag, Ankle boot”."""
    return joined(names(answers))


def joined(written: Sequence[str]) -> str:
    """As number()."""
    return ("" if all(len(each) == 1 for each in written) else ", ").join(written)


def read_only(answers: Sequence[DigitAnswer]) -> list[Reading]:
    """The readings of those that the user has not corrected."""
    return [each.reading for each in answers if each.correction is None]


def together(readings: Sequence[Reading]) -> float:
    """How likely all of them are right, were they independent."""
    return math.prod(each.probability for each in readings)
