"""Which straight lines belong to a form, and not to a digit: boxes, combs, tables, lines below.

A line belongs to the form when it is the side of a box that holds ink, or of one of the same size;
when it runs on across several digits; or when it is one of the even teeth of a comb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.ink.combs import Uprights, is_comb, teeth_of
from core.ink.components import components
from core.ink.form_boxes import FormBox, form_boxes
from core.ink.layout import typical_length
from core.ink.line_eraser import Span, bridges, erased, ink_on_pale_lines, joined_spans
from core.ink.masks import Mask, thicker
from core.ink.straight_lines import StraightLine, straight_lines, with_dashes_joined

_LEAST = 40  # pixels of the shorter side; in less a digit's own strokes are as thin as lines
_AT_BORDER = 0.02  # of the width, from a line's end to the picture's border
_NARROW = 1.25  # of its height, how wide a box for one digit is, at most
_MOST_SPANS = 200  # inked stretches of each direction's lines that are looked at, the longest
# In heights of a digit.
_ACROSS = 1.7  # the least length of a line that runs on across several
_RIM = 0.2  # at the top and bottom: a line within strikes nothing through
_TALL = 2.2  # what is so much higher than all without upright lines is no digit
_BIT = 0.3  # what is smaller and hangs on the form's lines is a bit of them


@dataclass(eq=False)
class FormLines:
    """The lines of a form in a mask: those across, those upright, which are lines across the
    transposed mask, and boxes, whose corners may be round."""

    across: list[Span] = field(default_factory=list)
    upright: list[Span] = field(default_factory=list)
    boxes: list[FormBox] = field(default_factory=list)

    def erased_from(self, mask: Mask) -> Mask:
        """Where the lines lie: a mask of the same shape."""
        found = erased(mask, self.across) | erased(mask.T, self.upright).T
        for box in self.boxes:
            box.mark_corners(found)
        return found & mask


def without_form_lines(
    mask: Mask, strength: NDArray[np.float32], cancelled: IsCancelled = never
) -> tuple[Mask, NDArray[np.float64]]:
    """The mask (h, w) without the lines of a form; ink that crosses them stays whole. And the
    form's boxes for a digit each: float64 (n, 4), left, top, right, bottom. Raises Cancelled.

    strength: float32 (h, w), 0 to 1, that of the ink, by which it differs from paler lines.
    """
    form = form_lines(mask, cancelled)
    form.across, form.upright = joined_spans(form.across), joined_spans(form.upright)
    stop_if(cancelled)
    if not form.across and not form.upright:
        return mask, np.empty((0, 4))
    lines = form.erased_from(mask)
    lines &= ~ink_on_pale_lines(strength, mask, form.across)
    lines &= ~ink_on_pale_lines(strength.T, mask.T, form.upright).T
    kept = mask & ~lines
    if not kept.any():
        return mask, np.empty((0, 4))
    kept |= lines & (bridges(mask, kept, form.across) | bridges(mask.T, kept.T, form.upright).T)
    return kept & ~_bits(kept, lines), _cells(form.boxes)


def _cells(boxes: Sequence[FormBox]) -> NDArray[np.float64]:
    """Those of several boxes that are too narrow for two digits: left, top, right, bottom."""
    corners = [box.corners for box in boxes if box.size[0] <= _NARROW * box.size[1]]
    if len(corners) < 2:
        return np.empty((0, 4))
    return np.hstack([np.min(corners, axis=1), np.max(corners, axis=1)])


def _bits(kept: Mask, lines: Mask) -> Mask:
    """What is left of lines that were taken away: small components beside them."""
    found = components(kept)
    sides = (found.boxes[:, 2:] - found.boxes[:, :2]).max(axis=1)
    beside = np.zeros(len(found) + 1, dtype=bool)
    beside[np.unique(found.labels[thicker(lines)])] = True
    small = sides < _BIT * typical_length(found.boxes[:, 3] - found.boxes[:, 1])
    bits: Mask = np.concatenate([[False], small & beside[1:]])[found.labels]
    return bits


def form_lines(mask: Mask, cancelled: IsCancelled = never) -> FormLines:
    """The lines of a form in a mask (h, w). Raises Cancelled."""
    if min(mask.shape) < _LEAST:
        return FormLines()
    along, down = with_dashes_joined(mask)
    across, upright = (straight_lines(each, cancelled) for each in (along, down.T))
    form = FormLines()
    if not across:
        return form
    within = [line for line in across if not _is_ruled(line, mask.shape[1])]
    standing = [line for line in upright if not _is_ruled(line, mask.shape[0])]
    if not within and not standing:
        return form
    if standing:
        form.boxes = form_boxes(mask, along | down, across, upright, cancelled)
    form.across = [span for box in form.boxes for span in box.sides]
    form.upright = [span for box in form.boxes for span in box.walls]
    teeth = Uprights(_stretches(upright, 0))
    for span in _stretches(within, 0):
        stop_if(cancelled)
        own = teeth_of(span, teeth)
        if is_comb(mask, span, own):
            form.across.append(span)
            form.upright += own
    rest = mask & ~form.erased_from(mask)
    stop_if(cancelled)
    height = _digit_height(rest, across, upright)
    long = _stretches(within, _ACROSS * height) if height else []
    if not long:
        return form
    stop_if(cancelled)
    apart = rest & ~erased(mask, long)
    parts = _parts(apart | bridges(rest, apart, long), height)
    long = [span for span in long if _runs_on(span, parts, height)]
    form.across += long
    for span in long:
        stop_if(cancelled)
        form.upright += teeth_of(span, teeth)
    return form


def _is_ruled(line: StraightLine, width: int) -> bool:
    """Whether a line runs from border to border, as on ruled paper; see ruled_paper."""
    margin = _AT_BORDER * width
    return line.start <= margin and line.stop >= width - margin


def _parts(rest: Mask, height: float) -> NDArray[np.float64]:
    """The boxes of what may be a digit, without lines: float64 (n, 4)."""
    boxes = components(rest).boxes.astype(np.float64)
    return boxes[boxes[:, 3] - boxes[:, 1] >= 0.5 * height]


def _digit_height(
    rest: Mask, across: Sequence[StraightLine], upright: Sequence[StraightLine]
) -> float:
    """About how high the digits are among lines; 0 where there are none."""
    rest = rest & ~erased(rest, _stretches(across, 0))
    low = _typical_height(rest & ~erased(rest.T, _stretches(upright, 0)).T) or np.inf
    usual = _typical_height(rest & ~erased(rest.T, _stretches(upright, _TALL * low)).T)
    return max(usual, _typical_height(rest) / _TALL)


def _stretches(lines: Sequence[StraightLine], shortest: float) -> list[Span]:
    """Where lines are inked without a gap: the longest such spans, at most _MOST_SPANS."""
    spans = [
        (line, first, last)
        for line in lines
        for first, last in line.stretches()
        if last - first >= shortest
    ]
    return sorted(spans, key=lambda span: span[1] - span[2])[:_MOST_SPANS]


def _typical_height(mask: Mask) -> float:
    boxes = components(mask).boxes
    return typical_length(boxes[:, 3] - boxes[:, 1])


def _runs_on(span: Span, parts: NDArray[np.float64], height: float) -> bool:
    """Whether a line runs across several digits, or past a single one without striking it
    through."""
    line, first, last = span
    left, top, right, bottom = parts.T
    shared = np.minimum(right, last) - np.maximum(left, first)
    over = shared >= 0.5 * (right - left)
    if over.sum() != 1:
        return bool(over.any())
    if last - first < _ACROSS * (bottom - top)[over][0]:
        return False
    row = line.row(float((left + right)[over][0]) / 2)
    return not top[over][0] + _RIM * height < row < bottom[over][0] - _RIM * height
