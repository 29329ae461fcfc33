"""Turning pictures upright, and what was found in them back to where it was."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]
Box = tuple[int, int, int, int]

_ROWS = 256  # turned at a time
_FAINT = 0.01  # less is no ink


@dataclass(frozen=True)
class Turn:
    """Turning a picture of `shape` (h, w) against the clockwise by `angle` degrees about its
    middle, onto a picture that holds all of it; of that, what begins at left and top is kept."""

    angle: float
    shape: tuple[int, int]
    left: int = 0
    top: int = 0

    @property
    def _cos_sin(self) -> tuple[float, float]:
        return float(np.cos(np.radians(self.angle))), float(np.sin(np.radians(self.angle)))

    @property
    def turned_shape(self) -> tuple[int, int]:
        """Height and width of the turned picture."""
        height, width = self.shape
        cos, sin = (abs(each) for each in self._cos_sin)
        return round(height * cos + width * sin), round(width * cos + height * sin)

    def cut_to(self, mask: NDArray[np.bool_]) -> tuple[Turn, tuple[slice, slice]]:
        """The same turn, that keeps only the box around a mask (h, w) of the turned picture, and
        the rows and columns of that box."""
        rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
        kept = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
        return replace(self, left=kept[1].start, top=kept[0].start), kept

    def upright(self, grey: NDArray[np.uint8], ground: int) -> NDArray[np.uint8]:
        """The picture (h, w) turned, `ground` beyond its border."""
        if not self.angle:
            return grey
        height, width = self.turned_shape
        cos, sin = self._cos_sin
        out = np.empty((height, width), dtype=np.uint8)
        x = np.arange(width) - (width - 1) / 2
        level = np.pad(grey, 1, constant_values=ground).astype(np.float32)
        for first in range(0, height, _ROWS):
            y = (np.arange(first, min(first + _ROWS, height)) - (height - 1) / 2)[:, None]
            rows = sin * x + cos * y + (self.shape[0] - 1) / 2
            columns = cos * x - sin * y + (self.shape[1] - 1) / 2
            out[first : first + _ROWS] = np.rint(_sample(level, rows + 1, columns + 1))
        return out

    def back(self, box: Box, ink: Pixels) -> tuple[Box, Pixels]:
        """Where ink (h, w) in a box of the turned picture was before, and how it looked there.

        The box: left, top, right, bottom, the last two just beyond.
        """
        left, top, right, bottom = (
            side + aside for side, aside in zip(box, (self.left, self.top) * 2, strict=True)
        )
        if not self.angle:
            return (left, top, right, bottom), ink
        cos, sin = self._cos_sin
        height, width = self.turned_shape
        x = np.array([left, right, right, left]) - 0.5 - (width - 1) / 2
        y = np.array([top, top, bottom, bottom]) - 0.5 - (height - 1) / 2
        columns = cos * x - sin * y + (self.shape[1] - 1) / 2
        rows = sin * x + cos * y + (self.shape[0] - 1) / 2
        low = np.floor([columns.min() + 0.5, rows.min() + 0.5]).astype(int).clip(0)
        high = np.ceil([columns.max() + 0.5, rows.max() + 0.5]).astype(int)
        high = np.minimum(high, self.shape[::-1])
        at_x = np.arange(low[0], high[0]) - (self.shape[1] - 1) / 2
        at_y = (np.arange(low[1], high[1]) - (self.shape[0] - 1) / 2)[:, None]
        seen = _sample(
            np.pad(ink, 1),
            cos * at_y - sin * at_x + (height - 1) / 2 - top + 1,
            cos * at_x + sin * at_y + (width - 1) / 2 - left + 1,
        )
        seen[seen < _FAINT] = 0
        inked = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
        rows_kept, columns_kept = (slice(each[0], each[-1] + 1) for each in inked)
        tight = (
            int(low[0]) + columns_kept.start,
            int(low[1]) + rows_kept.start,
            int(low[0]) + columns_kept.stop,
            int(low[1]) + rows_kept.stop,
        )
        return tight, np.ascontiguousarray(seen[rows_kept, columns_kept])


def _sample(level: Pixels, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> Pixels:
    """The level between four pixels; beyond the border that at the border."""
    rows, columns = np.broadcast_arrays(
        rows.clip(0, level.shape[0] - 1.001), columns.clip(0, level.shape[1] - 1.001)
    )
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    down, right = (rows - top).astype(np.float32), (columns - left).astype(np.float32)
    above = level[top, left] * (1 - right) + level[top, left + 1] * right
    below = level[top + 1, left] * (1 - right) + level[top + 1, left + 1] * right
    return np.asarray(above * (1 - down) + below * down, dtype=np.float32)
