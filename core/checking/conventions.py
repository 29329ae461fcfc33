"""How a file lays its arrays out: examples as columns, as the course does, or as rows.

The cases of the exercises have columns. A file in another convention is called with its arrays
turned, and what it returns is turned back, so that there is one set of exercises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.checking.anatomy import Case
from core.checking.report import FunctionReport, Mistake
from core.network.arrays import Array

_INSIDE = {"memory": ("linear_memory", "Z"), "linear_memory": ("H_prev", "W", "b")}


@dataclass(frozen=True)
class Convention:
    """rows: whether examples are rows. turned_weights: whether W is (n_prev, n). flat_biases:
    whether b is (n,). note: what is said of it, a sentence."""

    rows: bool = False
    turned_weights: bool = False
    flat_biases: bool = False
    note: str = ""

    def case(self, names: Sequence[str], case: Case) -> Case:
        """The case with its arguments, which have these names, as the file wants them."""
        arguments = tuple(map(self.given, names, case.arguments))
        return replace(case, arguments=arguments, start=self.given("parameters", case.start))

    def given(self, name: str, value: Any) -> Any:
        """The argument `name` as the file wants it; of dictionaries, lists and memories each array
        by its own name."""
        if not self.rows:
            return value
        if isinstance(value, dict):
            return {key: self.given(key, each) for key, each in value.items()}
        if isinstance(value, list) and name == "memories":
            return [self.given("memory", each) for each in value]
        if isinstance(value, tuple) and name in _INSIDE:
            return tuple(map(self.given, _INSIDE[name], value))
        return self._turned(name, value) if isinstance(value, np.ndarray) else value

    def taken(self, outputs: dict[str, Any]) -> dict[str, Any]:
        """What came back, by its outputs' names, as the exercises have it."""
        if not self.rows:
            return outputs
        return {
            name: self._turned_back(name, each) if isinstance(each, np.ndarray) else each
            for name, each in outputs.items()
        }

    def told(self, report: FunctionReport) -> FunctionReport:
        """The report with words of this convention for the mistakes."""
        if not self.rows:
            return report
        return replace(
            report,
            mistake=report.mistake and _in_rows(report.mistake),
            also=tuple(map(_in_rows, report.also)),
        )

    def _turned(self, name: str, array: Array) -> Array:
        kind = _kind(name)
        if kind == "b" and self.flat_biases:
            return np.ravel(array)
        if kind == "W" and not self.turned_weights:
            return array
        return np.ascontiguousarray(array.T)

    def _turned_back(self, name: str, array: Array) -> Array:
        kind = _kind(name)
        if kind == "b" and array.ndim == 1:
            return array.reshape(-1, 1)
        if kind == "W" and not self.turned_weights:
            return array
        return array.T


COLUMNS = Convention()
ROWS = (
    Convention(True, True, False, "Examples are rows in this file: X is (m, n), W is (n_prev, n)."),
    Convention(True, True, True, "Examples are rows in this file: X is (m, n), W is (n_prev, n)."),
    Convention(
        True, False, False, "Examples are rows in this file: X is (m, n), W is (n, n_prev)."
    ),
    Convention(True, False, True, "Examples are rows in this file: X is (m, n), W is (n, n_prev)."),
)


def _kind(name: str) -> str:
    """W of W, dW1 and "W in memory"."""
    found = re.match(r"d?([Wb])(?:\d*$| )", name)
    return found.group(1) if found else ""


def _in_rows(mistake: Mistake) -> Mistake:
    """Sums that go over the examples go along the other axis."""

    def turned(text: str) -> str:
        swapped = text.replace("axis=0", "axis=\0").replace("axis=1", "axis=0")
        return swapped.replace("axis=\0", "axis=1")

    hint = f"{turned(mistake.hint)} (Formulas are the course's: turn them, as you turned X.)"
    return replace(
        mistake, title=turned(mistake.title), sentence=turned(mistake.sentence), hint=hint
    )
