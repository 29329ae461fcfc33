"""The one digit that the whole app means by “your drawing”: the chosen one of Draw. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.state.answers import DigitAnswer, joined, names
from app.state.recognition import UNKNOWN
from core.data.dataset import DIGITS

ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
LONGEST_NUMBER = 4  # digits; a longer one does not fit into a sentence


@dataclass(frozen=True, eq=False)
class DrawnDigit:
    """One digit of what lies on the canvas, the only one where there are no more.

    image: float32 (784, 1) in [0, 1], what a network is shown. names: of all digits as Draw shows
    them; index: which of them this is, from 0. digit: what Draw takes it for, a number into
    `class_names`, None in doubt. is_corrected: it is the user who says so. in_picture: it was found
    in a picture.
    """

    image: NDArray[np.float32]
    names: Sequence[str] = (UNKNOWN,)
    index: int = 0
    digit: int | None = None
    is_corrected: bool = False
    in_picture: bool = False
    class_names: tuple[str, ...] = DIGITS

    @property
    def number(self) -> str:
        """All of them, like “42”."""
        return joined(self.names)

    def label_for(self, class_names: tuple[str, ...]) -> int | None:
        """What Draw takes it for, where the classes are these; else None."""
        return self.digit if self.class_names == class_names else None

    @property
    def name(self) -> str:
        """“your drawing”, “your picture”, “the 2 of 42”, “the third of 2026”, “digit 3 of 12”."""
        count, written = len(self.names), self.names[self.index]
        if count == 1:
            return "your picture" if self.in_picture else "your drawing"
        if count > LONGEST_NUMBER:
            return f"digit {self.index + 1} of {count}"
        if written == UNKNOWN or self.names.count(written) > 1:
            written = ORDINALS[self.index]
        return f"the {written} of {self.number}"

    def is_like(self, other: DrawnDigit | None) -> bool:
        """Whether the other has the same image, and is taken for the same digit."""
        return (
            other is not None
            and self.digit == other.digit
            and self.class_names == other.class_names
            and np.array_equal(self.image, other.image)
        )


def drawn_digit(answers: Sequence[DigitAnswer], chosen: int) -> DrawnDigit | None:
    """answers[chosen]; None where there are no answers."""
    if not answers:
        return None
    answer = answers[chosen]
    return DrawnDigit(
        answer.reading.image,
        names(answers),
        chosen,
        None if answer.in_doubt else answer.digit,
        answer.correction is not None,
        answer.placed.drawing is None,
        answer.reading.class_names,
    )


def unread_digit(
    images: Sequence[NDArray[np.float32]], *, in_picture: bool = False
) -> DrawnDigit | None:
    """The last of `images`, (784, 1) each, while no network reads them; None of none."""
    if not images:
        return None
    count = len(images)
    return DrawnDigit(images[-1], UNKNOWN * count, count - 1, in_picture=in_picture)
