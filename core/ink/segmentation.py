"""From a drawing of a number to its digits: which strokes belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.ink.grouping import Group, group_parts
from core.ink.joining import joined
from core.ink.layout import layout_of_strokes
from core.ink.strokes import Drawing

_KNOWN = 2.0  # a judge who says so much of the whole is asked no more

DrawingJudge = Callable[[Sequence[Drawing]], NDArray[np.float32]]
"""How much each drawing looks like one digit: see core.ink.grouping.Judge."""


def segments(drawing: Drawing, *, judge: DrawingJudge | None = None) -> list[Drawing]:
    """The drawings of the digits, left to right and line by line, their strokes as they were; []
    for a blank one.

    Without a judge, the strokes' places alone decide.
    Raises DataError for more than MOST_DIGITS digits.
    """
    if drawing.is_blank:
        return []
    if len(drawing.strokes) == 1 or (judge and judge([drawing])[0] >= _KNOWN):
        return [drawing]
    lines = [stroke.points for stroke in drawing.strokes]
    parts = joined(lines)

    def of_groups(groups: Sequence[Group]) -> NDArray[np.float32]:
        assert judge is not None
        return judge([_of_parts(drawing, parts, group) for group in groups])

    layout = layout_of_strokes([[lines[number] for number in part] for part in parts])
    groups = group_parts(layout, of_groups if judge else None)
    return [_of_parts(drawing, parts, group) for group in groups]


def _of_parts(drawing: Drawing, parts: Sequence[Sequence[int]], group: Group) -> Drawing:
    """The strokes of these parts, in the order they were drawn."""
    numbers = sorted(number for part in group for number in parts[part])
    return Drawing(tuple(drawing.strokes[number] for number in numbers))
