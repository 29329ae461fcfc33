"""What is drawn over an array: frames, outlines, and where the current cell is.

Everything is made of bars of whole pixels that lie outside what they surround, for a cell may be
one pixel wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app import theme
from app.views.widgets.matrix.forms import SIDE, Arrangement, Cell, Form

BAND_ALPHA = 150  # of the lines along the row and the column of the current cell

Region = tuple[slice, slice]
Edge = tuple[int, int, int, bool]  # line, start, end, whether the cells begin at the line


class Outline:
    """The edges of one region of an array, found once; drawn at any size of a cell."""

    def __init__(self, arrangement: Arrangement, region: Region) -> None:
        cells = np.zeros(arrangement.shape, np.uint8)
        cells[region] = 1
        mask = arrangement.arrange(cells, 0, 0)
        self._lying = list(_edges(mask))
        self._standing = list(_edges(mask.T))

    def bars(self, cell: int, near: int, far: int) -> list[QRect]:
        """What lies from `near` to `far` pixels outside the cells, each `cell` pixels wide."""
        thick, made = far - near, []
        for line, start, end, begins in self._lying:
            y = line * cell - far if begins else line * cell + near
            made.append(QRect(start * cell - far, y, (end - start) * cell + 2 * far, thick))
        for line, start, end, begins in self._standing:
            x = line * cell - far if begins else line * cell + near
            made.append(QRect(x, start * cell - far, thick, (end - start) * cell + 2 * far))
        return made


def paint_outlines(painter: QPainter, outlines: Iterable[Outline], cell: int, pen: int) -> None:
    """In two tones, each `pen` pixels thick, so that one of them stands out on any colour."""
    look = theme.tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    for tone, near in (("ground", pen), ("ink", 0)):
        painter.setBrush(look.color(tone))
        for outline in outlines:
            painter.drawRects(outline.bars(cell, near, near + pen))


def paint_cell(
    painter: QPainter, arrangement: Arrangement, cell: Cell, size: int, pen: int
) -> None:
    """The current cell, and fainter the row and the column of the picture that it is in."""
    look = theme.tokens()
    row, column = arrangement.place(cell)
    box = QRectF(column * size, row * size, size, size)
    bands = _bands(arrangement, cell, box, size)
    for far, tone in ((pen, "ground"), (0, "ink")):
        color = look.color(tone)
        color.setAlpha(BAND_ALPHA)
        for band in bands:
            paint_frame(painter, band.adjusted(-far, -far, far, far), pen, color)
    paint_frame(painter, box.adjusted(-pen, -pen, pen, pen), pen, look.color("ground"))
    paint_frame(painter, box, pen, look.color("ink"))


def paint_frame(painter: QPainter, box: QRectF, pen: int, color: QColor) -> None:
    """A frame `pen` units thick around the outside of `box`."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    whole = box.adjusted(-pen, -pen, pen, pen)
    painter.drawRects(
        [
            QRectF(whole.left(), whole.top(), whole.width(), pen),
            QRectF(whole.left(), box.bottom(), whole.width(), pen),
            QRectF(whole.left(), box.top(), pen, box.height()),
            QRectF(box.right(), box.top(), pen, box.height()),
        ]
    )


def _bands(arrangement: Arrangement, cell: Cell, box: QRectF, size: int) -> list[QRectF]:
    """Its row and its column; of IMAGES the tile, and both within it. A fold has neither."""
    if arrangement.form is Form.FOLDED:
        return []
    across = QRectF(0, box.top(), arrangement.columns * size, size)
    down = QRectF(box.left(), 0, size, arrangement.rows * size)
    if arrangement.form is Form.IMAGES:
        row, column = arrangement.place((cell[0], 0))
        tile = QRectF(column * size, row * size, SIDE * size, SIDE * size)
        return [tile, across & tile, down & tile]
    return [across, down]


def _edges(mask: NDArray[np.uint8]) -> Iterator[Edge]:
    """The lying edges of the cells in `mask` that are 1, neighbours joined."""
    across = np.diff(mask.astype(np.int8), axis=0, prepend=0, append=0)
    for sign in (1, -1):
        # Along each line: where a run of edges begins (1) and where it has ended (-1).
        turns = np.diff((across == sign).astype(np.int8), axis=1, prepend=0, append=0)
        begun, ended = np.argwhere(turns == 1), np.argwhere(turns == -1)
        for (line, start), (_, end) in zip(begun.tolist(), ended.tolist(), strict=True):
            yield line, start, end, sign == 1
