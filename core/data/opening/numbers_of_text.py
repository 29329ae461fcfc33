"""Text to whole numbers by NumPy alone, some ten times as quick as one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_DIGITS = 4
_ZERO = np.uint8(ord("0"))
_NEWLINE = ord("\n")


class NotWholeNumbers(ValueError):
    """The text holds something else, or lines of different lengths."""


def whole_numbers(text: bytes, separator: bytes, columns: int) -> NDArray[np.uint16]:
    """uint16 (n, columns): what the n lines of `text` hold, each ended by a newline.

    Numbers are of 1 to 4 digits, nothing but one `separator` between two of them; empty lines
    and \\r before a newline count for nothing. Raises NotWholeNumbers for anything else.
    """
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    while b"\n\n" in text:
        text = text.replace(b"\n\n", b"\n")
    raw = np.frombuffer(text.lstrip(b"\n"), np.uint8)
    values = raw - _ZERO  # what is no digit wraps to 10 and more
    ends = np.flatnonzero(values > 9)  # one a number: whatever stands behind it
    if not len(ends) or ends[-1] != len(raw) - 1 or len(ends) % columns:
        raise NotWholeNumbers
    by_line = raw[ends].reshape(-1, columns)
    if (by_line[:, -1] != _NEWLINE).any() or (by_line[:, :-1] != separator[0]).any():
        raise NotWholeNumbers
    digits = np.diff(ends, prepend=-1) - 1
    if digits.min() < 1 or digits.max() > MOST_DIGITS:
        raise NotWholeNumbers
    numbers = values[ends - 1].astype(np.uint16)
    for place in range(2, digits.max() + 1):
        # Before the first digit of the text there is nothing; such places are masked out.
        digit = values.take(ends - place, mode="clip").astype(np.uint16)
        digit *= np.uint16(10 ** (place - 1))
        digit *= digits >= place
        numbers += digit
    return numbers.reshape(-1, columns)
