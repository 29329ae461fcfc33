"""The one digit that the whole app means by “your drawing”: the chosen one of Draw. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.state.answers import DigitAnswer, number
from app.state.recognition import UNKNOWN

ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
LONGEST_NUMBER = 4  # digits; a longer one does not fit into a sentence


@dataclass(frozen=True, eq=False)
class DrawnDigit:
    """One digit of what lies on the canvas, the only one where there are no more.

    image: float32 (784, 1) in [0, 1], what a network is shown. number: all digits as Draw shows
    them, like “42”; index: which of them this is, from 0. digit: what Draw takes it for, None in
    doubt. is_corrected: it is the user who says so. in_picture: it was found in a picture.
    """

    image: NDArray[np.float32]
    number: str = UNKNOWN
    index: int = 0
    digit: int | None = None
    is_corrected: bool = False
    in_picture: bool = False

    @property
    def name(self) -> str:
        """“your drawing”, “your picture”, “the 2 of 42”, “the third of 2026”, “digit 3 of 12”."""
        count, written = len(self.number), self.number[self.index]
        if count == 1:
            return "your picture" if self.in_picture else "your drawing"
        if count > LONGEST_NUMBER:
            return f"digit {self.index + 1} of {count}"
        if written == UNKNOWN or self.number.count(written) > 1:
            written = ORDINALS[self.index]
        return f"the {written} of {self.number}"

    def is_like(self, other: DrawnDigit | None) -> bool:
        """Whether the other has the same image, and is taken for the same digit."""
        return (
            other is not None
            and self.digit == other.digit
            and np.array_equal(self.image, other.image)
        )


def drawn_digit(answers: Sequence[DigitAnswer], chosen: int) -> DrawnDigit | None:
    """answers[chosen]; None where there are no answers."""
    if not answers:
        return None
    answer = answers[chosen]
    return DrawnDigit(
        answer.reading.image,
        number(answers),
        chosen,
        None if answer.in_doubt else answer.digit,
        answer.correction is not None,
        answer.placed.drawing is None,
    )


def unread_digit(
    images: Sequence[NDArray[np.float32]], *, in_picture: bool = False
) -> DrawnDigit | None:
    """The last of `images`, (784, 1) each, while no network reads them; None of none."""
    if not images:
        return None
    count = len(images)
    return DrawnDigit(images[-1], UNKNOWN * count, count - 1, in_picture=in_picture)
