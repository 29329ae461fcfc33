"""Taking lines out of a mask so that ink which crosses them stays whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.ink.masks import Mask
from core.ink.straight_lines import StraightLine, runs

Span = tuple[StraightLine, int, int]
"""A line, and the columns of it that are meant, from the first to before the last."""

_SLACK = 1.0  # pixels above and below a line that may be its own
_PALE, _DARKER = 0.8, 0.1  # how strong a pale line is, at most, and how much more ink on it
_NEARLY_ALL = 0.95
_LEAN = 1.0  # how far ink above and ink below may be apart to be one stroke, in thicknesses


def joined_spans(spans: Sequence[Span]) -> list[Span]:
    """The same columns of the same lines, each once."""
    joined: list[Span] = []
    for line, first, last in sorted(spans, key=lambda span: (id(span[0]), span[1])):
        if joined and joined[-1][0] is line and first <= joined[-1][2]:
            joined[-1] = line, joined[-1][1], max(last, joined[-1][2])
        else:
            joined.append((line, first, last))
    return joined


def erased(mask: Mask, spans: Sequence[Span]) -> Mask:
    """The pixels of some lines: a mask of the same shape (h, w)."""
    found = np.zeros_like(mask)
    for span in spans:
        rows, columns = _band(span, mask.shape)
        found[rows, columns] = True
    return found


def ink_on_pale_lines(strength: NDArray[np.float32], mask: Mask, spans: Sequence[Span]) -> Mask:
    """The ink on lines that are paler than it: a mask of the same shape.

    strength: float32 (h, w), 0 to 1, that of the ink and the lines.
    """
    found = np.zeros_like(mask)
    for span in spans:
        rows, columns = _band(span, mask.shape)
        beyond = np.maximum(rows[0] - 1, 0), np.minimum(rows[-1] + 1, mask.shape[0] - 1)
        alone = ~mask[beyond[0], columns] & ~mask[beyond[1], columns]
        if not alone.any():
            continue
        across = strength[rows, columns]
        pale = float(np.quantile(across[:, alone].max(axis=0), _NEARLY_ALL))
        if pale < _PALE:
            found[rows, columns] = across > pale + _DARKER
    return found & mask


def bridges(mask: Mask, kept: Mask, spans: Sequence[Span]) -> Mask:
    """What of the lines is ink of strokes that cross them: a mask of the same shape.

    Above and below a line, what is kept of the mask hangs together where the ends lie beside each
    other.
    """
    found = np.zeros_like(mask)
    height = mask.shape[0]
    for span in spans:
        rows, columns = _band(span, mask.shape)
        above = runs(kept[np.maximum(rows[0] - 1, 0), columns])
        below = runs(kept[np.minimum(rows[-1] + 1, height - 1), columns])
        reach = _LEAN * len(rows) + 1
        depth = (np.arange(len(rows)) + 1) / (len(rows) + 1)
        for left, right in above:
            first = np.searchsorted(below[:, 1], left - reach)
            last = np.searchsorted(below[:, 0], right + reach, side="right")
            for low, high in below[first:last]:
                starts = np.rint(left + depth * (low - left)).astype(np.intp)
                stops = np.rint(right + depth * (high - right)).astype(np.intp)
                for row, start, stop in zip(rows, starts, stops, strict=True):
                    found[row[start:stop], columns[start:stop]] = True
    return found & mask


def _band(span: Span, shape: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of a line's pixels, from above to below, at each of its columns: intp (t, n) and
    (n,)."""
    line, first, last = span
    first, last = max(first, line.start), min(last, line.stop)
    columns = np.arange(first, max(first, last))
    middle = line.middle[columns - line.start]
    top = np.floor(middle - line.thickness / 2 - _SLACK + 0.5).astype(np.intp)
    rows = top + np.arange(round(line.thickness + 2 * _SLACK))[:, None]
    return rows.clip(0, shape[0] - 1), columns
