"""From a drawing of a number to its digits: which strokes belong together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.ink.digit_image import render
from core.ink.grouping import Group, Judge, grouped
from core.ink.layout import laid_out
from core.ink.pen import PackedInk
from core.ink.strokes import Drawing

MOST_DIGITS = 12


def segments(drawing: Drawing, *, judge: Judge | None = None) -> list[Drawing]:
    """The drawings of the digits, left to right, their strokes as they were; [] for a blank one.

    judge: see core.ink.grouping; without one, the strokes' places alone decide.
    Raises DataError for more than MOST_DIGITS digits.
    """
    if drawing.is_blank:
        return []

    def images(groups: Sequence[Group]) -> NDArray[np.float32]:
        packed = PackedInk.of([_of(drawing, group) for group in groups])
        return np.ascontiguousarray(render(packed).T)

    groups = grouped(laid_out([stroke.points for stroke in drawing.strokes]), images, judge)
    if len(groups) > MOST_DIGITS:
        raise DataError(too_many(len(groups)))
    return [_of(drawing, group) for group in groups]


def too_many(count: int) -> str:
    return f"This looks like {count} digits. At most {MOST_DIGITS} can be read at once."


def _of(drawing: Drawing, group: Sequence[int]) -> Drawing:
    return Drawing(tuple(drawing.strokes[i] for i in group))
