"""Which numbers a field may hold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`, both included unless `above` says low is not.

    zero: the word for what 0 means, where it stands for something outside of the range.
    """

    low: float
    high: float
    whole: bool = False
    above: bool = False
    zero: str = ""

    def check(self, value: Any) -> None:
        """Raises ValueError, with a sentence, unless `value` is such a number."""
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            raise self.wrong_kind()
        if self.zero and value == 0:
            return
        too_low = value <= self.low if self.above else value < self.low
        if too_low or value > self.high or not math.isfinite(value):
            raise ValueError(f"This must be {self._words}.")

    def wrong_kind(self) -> ValueError:
        """The error for what is no number at all, or no whole one."""
        kind = "a whole number" if self.whole else "a number"
        return ValueError(f"This must be {kind}, {self._words}.")

    @property
    def _words(self) -> str:
        start, end = ("above", "and at most") if self.above else ("from", "to")
        zero = f", or “{self.zero}”" if self.zero else ""
        return f"{start} {self.low:g} {end} {self.high:,.10g}{zero}"
