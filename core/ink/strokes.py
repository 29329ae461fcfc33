"""A drawing: what a pen did, kept as geometry so that any image can be drawn from it exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError

MAX_POINTS = 100_000
MAX_STROKES = 10_000
FARTHEST = 1e9


@dataclass(frozen=True, eq=False)
class Stroke:
    """One pen-down to pen-up.

    points: float64 (k, 2), k ≥ 1, x to the right and y down, any unit, at most FARTHEST from 0.
    times: float64 (k,), seconds since the drawing began, finite, or None.
    pressures: float64 (k,), 0 to 1, finite, or None.
    """

    points: NDArray[np.float64]
    times: NDArray[np.float64] | None = None
    pressures: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        points = self.points
        if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
            raise DataError(f"A stroke is a list of [x, y] points; this one is {points.shape}.")
        if not (np.abs(points) <= FARTHEST).all():
            raise DataError("A stroke has a point that is not a number, or absurdly far away.")
        for name, values in (("times", self.times), ("pressures", self.pressures)):
            if values is not None and values.shape != (len(points),):
                raise DataError(f"A stroke has {len(points)} points but {values.shape} {name}.")
            if values is not None and not np.isfinite(values).all():
                raise DataError(f"A stroke has {name} that are not numbers.")


@dataclass(frozen=True, eq=False)
class Drawing:
    """Strokes in the order they were drawn. An empty drawing is a blank canvas."""

    strokes: tuple[Stroke, ...] = field(default=())

    @property
    def is_blank(self) -> bool:
        return not self.strokes

    def with_stroke(self, stroke: Stroke) -> Drawing:
        """The drawing with one more stroke, the last."""
        return Drawing((*self.strokes, stroke))

    @classmethod
    def from_lists(cls, strokes: Iterable[Any]) -> Drawing:
        """From nested lists [[[x, y], ...], ...]; a point may carry a time and a pressure after y.

        Raises DataError for anything else, and for more than MAX_STROKES strokes or MAX_POINTS
        points.
        """
        made: list[Stroke] = []
        total = 0
        for raw in strokes:
            if len(made) == MAX_STROKES:
                raise DataError(f"A drawing may have at most {MAX_STROKES:,} strokes.")
            try:
                values = np.array(raw, dtype=np.float64)
            except (TypeError, ValueError, OverflowError) as error:
                raise DataError("A stroke must be a list of [x, y] number pairs.") from error
            if values.ndim != 2 or not 2 <= values.shape[1] <= 4:
                raise DataError("A stroke must be a list of [x, y] number pairs.")
            total += len(values)
            if total > MAX_POINTS:
                raise DataError(f"A drawing may have at most {MAX_POINTS:,} points.")
            columns = values.shape[1]
            made.append(
                Stroke(
                    np.ascontiguousarray(values[:, :2]),
                    values[:, 2].copy() if columns > 2 else None,
                    values[:, 3].copy() if columns > 3 else None,
                )
            )
        return cls(tuple(made))

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Drawing:
        """From one line of an ink file, `{"strokes": [...]}`. Raises DataError."""
        strokes = record.get("strokes") if isinstance(record, Mapping) else None
        if not isinstance(strokes, list):
            raise DataError('An ink line must be an object with a list "strokes".')
        return cls.from_lists(strokes)

    def to_lists(self) -> list[list[list[float]]]:
        """Nested lists [[[x, y], ...], ...], as in an ink file."""
        return [stroke.points.tolist() for stroke in self.strokes]
