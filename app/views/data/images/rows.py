"""One row of images side by side as pixels, framed where the network is wrong."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.views.widgets.digit_thumbnail import SIDE

MARGIN = 2  # image pixels around each image, the inner one of which is the frame
CELL = SIDE + 2 * MARGIN
NOTCH = 6  # image pixels: the legs of the corner that marks what is read wrong
KEPT = 400  # rows

_GREYS = np.arange(256, dtype=np.uint32) * np.uint32(0x010101) | np.uint32(0xFF000000)
_NOTCH = np.tri(NOTCH, dtype=bool).T  # of the top right corner
_INNER = slice(MARGIN, MARGIN + SIDE)


def row_pixels(
    images: NDArray[np.uint8], wrong: NDArray[np.bool_] | None, ground: int, mark: int
) -> NDArray[np.uint32]:
    """images: uint8 (k, 784). wrong: (k,), which to mark, or None. ground, mark: 0xffrrggbb.

    Returns uint32 (CELL, k·CELL): one pixel an image pixel, k cells side by side. What is wrong has
    a frame and a cut corner, so that it is seen without colours.
    """
    k = len(images)
    greys = np.zeros((CELL, k, CELL), np.uint8)
    greys[_INNER, :, _INNER] = images.reshape(k, SIDE, SIDE).transpose(1, 0, 2)
    cells = _GREYS.take(greys, mode="clip")
    _frame(cells, 0, MARGIN, slice(None), ground)
    if wrong is not None and wrong.any():
        _frame(cells, MARGIN - 1, 1, wrong, mark)
        corner = cells[MARGIN : MARGIN + NOTCH, :, MARGIN + SIDE - NOTCH : MARGIN + SIDE]
        corner[_NOTCH[:, None, :] & wrong[None, :, None]] = mark
    return cells.reshape(CELL, -1)


def _frame(
    cells: NDArray[np.uint32],
    inset: int,
    width: int,
    which: NDArray[np.bool_] | slice,
    color: int,
) -> None:
    """Frame those cells, so far from their edges."""
    inner = slice(inset, CELL - inset)
    for near in (slice(inset, inset + width), slice(CELL - inset - width, CELL - inset)):
        cells[near, which, inner] = color
        cells[inner, which, near] = color


class RowCache:
    """The pictures of the rows that were last asked for, KEPT at most."""

    def __init__(self, make: Callable[[int], NDArray[np.uint32]]) -> None:
        """make: the pixels of a row, by its number."""
        self._make = make
        self._rows: OrderedDict[int, tuple[QImage, NDArray[np.uint32]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, row: int) -> bool:
        return row in self._rows

    def clear(self) -> None:
        self._rows.clear()

    def picture(self, row: int) -> QImage:
        found = self._rows.get(row)
        if found is None:
            pixels = np.ascontiguousarray(self._make(row))
            height, width = pixels.shape
            image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
            found = self._rows[row] = image, pixels  # the image reads the array's memory
            if len(self._rows) > KEPT:
                self._rows.popitem(last=False)
        else:
            self._rows.move_to_end(row)
        return found[0]
