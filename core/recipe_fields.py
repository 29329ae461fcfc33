"""The kinds of fields that a recipe has: how each is read, checked and written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.errors import RecipeError

MAX_LAYERS = 12
MAX_UNITS = 4096
MAX_PARAMETERS = 20_000_000
INPUTS, OUTPUTS = 784, 10


@dataclass(frozen=True)
class Choice:
    """One of a few words. `options` maps the value to the words a user reads."""

    options: dict[str, str]

    def parse(self, text: str) -> str:
        wanted = text.strip().lower()
        for value, label in self.options.items():
            if wanted in (value, label.lower()):
                return value
        raise ValueError(f"Choose one of: {', '.join(self.options)}.")

    def check(self, value: Any) -> None:
        if not isinstance(value, str) or value not in self.options:
            raise ValueError(f"Choose one of: {', '.join(self.options)}.")

    def text(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Number:
    """A number between `low` and `high`, both included unless `above` says low is not.

    `special` maps values with a meaning of their own to the word that stands for them.
    `suggestions` are values worth offering.
    """

    low: float
    high: float
    whole: bool = False
    above: bool = False
    special: tuple[tuple[float, str], ...] = ()
    suggestions: tuple[float, ...] = ()

    def parse(self, text: str) -> float | int:
        wanted = text.strip().lower().replace("\u2009", "").replace(" ", "")
        for value, word in self.special:
            if wanted == word:
                return int(value) if self.whole else value
        try:
            value = int(wanted) if self.whole else float(wanted)
        except ValueError:
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(f"This must be {kind}, {self._range()}.") from None
        self.check(value)
        return value

    def check(self, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(f"This must be {kind}, {self._range()}.")
        if any(value == special for special, _ in self.special):
            return
        too_low = value <= self.low if self.above else value < self.low
        if too_low or value > self.high or not math.isfinite(value):
            raise ValueError(f"This must be {self._range()}.")

    def text(self, value: Any) -> str:
        for special, word in self.special:
            if value == special:
                return word
        short = f"{value:g}"
        return str(value) if self.whole or float(short) != value else short

    def _range(self) -> str:
        start = "above" if self.above else "from"
        words = "".join(f", or “{word}”" for _, word in self.special)
        end = "and at most" if self.above else "to"
        return f"{start} {self.low:g} {end} {self.high:,.10g}{words}"


@dataclass(frozen=True)
class Layers:
    """Widths of the hidden layers, such as “128, 64”; nothing means no hidden layer."""

    def parse(self, text: str) -> tuple[int, ...]:
        if not text.strip():
            return ()
        try:
            widths = tuple(int(part) for part in text.split(","))
        except ValueError:
            raise ValueError(
                "Write whole numbers with commas between them, such as “128, 64”."
            ) from None
        self.check(widths)
        return widths

    def check(self, value: Any) -> None:
        if not isinstance(value, tuple) or not all(
            isinstance(n, int) and not isinstance(n, bool) for n in value
        ):
            raise ValueError("Write whole numbers with commas between them, such as “128, 64”.")
        if len(value) > MAX_LAYERS:
            raise ValueError(f"At most {MAX_LAYERS} hidden layers, please.")
        for n in value:
            if not 1 <= n <= MAX_UNITS:
                given = f", not {n:,}" if abs(n) < 10**12 else ""
                raise ValueError(f"Each hidden layer needs 1 to {MAX_UNITS:,} units{given}.")
        widths = (INPUTS, *value, OUTPUTS)
        count = sum((a + 1) * b for a, b in pairwise(widths))
        if count > MAX_PARAMETERS:
            raise ValueError(
                f"That network has {count:,} parameters; at most {MAX_PARAMETERS:,}, please."
            )

    def text(self, value: Any) -> str:
        return ", ".join(map(str, value))


Kind = Choice | Number | Layers


@dataclass(frozen=True)
class Field:
    """How a recipe field is named, explained, read and checked.

    `group` orders a form: "Network", "Learning", "Regularisation". `help` is one sentence.
    """

    name: str
    label: str
    group: str
    help: str
    kind: Kind

    def parse(self, text: str) -> Any:
        """The value a user typed. Raises RecipeError with the reason."""
        return self._or_recipe_error(lambda: self.kind.parse(text))

    def check(self, value: Any) -> None:
        """Raises RecipeError unless `value` is of the right type and in range."""
        self._or_recipe_error(lambda: self.kind.check(value))

    def text(self, value: Any) -> str:
        """The value as a user would type it."""
        return self.kind.text(value)

    def _or_recipe_error(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except ValueError as error:
            raise RecipeError(self.name, str(error)) from None
