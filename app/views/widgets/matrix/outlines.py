"""The edge of any set of cells, as thin bars that lie outside of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.views.widgets.matrix.forms import Arrangement

Region = tuple[slice, slice]
Edge = tuple[int, int, int, bool]  # line, start, end, whether the cells begin at the line


class Outline:
    """The edges of one region of an array, found once; drawn at any size of a cell."""

    def __init__(self, arrangement: Arrangement, region: Region) -> None:
        cells = np.zeros(arrangement.shape, np.uint8)
        cells[region] = 1
        mask = arrangement.arrange(cells, 0, 0)
        self.lying = list(_edges(mask))
        self.standing = list(_edges(mask.T))

    def bars(self, cell: int, near: int, far: int) -> list[QRect]:
        """What lies from `near` to `far` pixels outside the cells, each `cell` pixels wide."""
        made = []
        for line, start, end, begins in self.lying:
            y = line * cell - far if begins else line * cell + near
            made.append(QRect(start * cell - far, y, (end - start) * cell + 2 * far, far - near))
        for line, start, end, begins in self.standing:
            x = line * cell - far if begins else line * cell + near
            made.append(QRect(x, start * cell - far, far - near, (end - start) * cell + 2 * far))
        return made


def paint_outlines(
    painter: QPainter,
    outlines: Sequence[Outline],
    cell: int,
    pen: int,
    inner: QColor,
    outer: QColor,
) -> None:
    """In two tones, each `pen` pixels thick, so that it stands out on any colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    for color, near, far in ((outer, pen, 2 * pen), (inner, 0, pen)):
        painter.setBrush(color)
        for outline in outlines:
            painter.drawRects(outline.bars(cell, near, far))


def paint_frame(painter: QPainter, box: QRectF, pen: int, color: QColor) -> None:
    """A frame `pen` pixels thick around the outside of `box`."""
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


def _edges(mask: NDArray[np.uint8]) -> Iterator[Edge]:
    """The lying edges of the cells in `mask` that are 1, neighbours joined."""
    across = np.diff(mask.astype(np.int8), axis=0, prepend=0, append=0)
    for sign in (1, -1):
        # Along each line: where a run of edges begins (1) and where it has ended (-1).
        turns = np.diff((across == sign).astype(np.int8), axis=1, prepend=0, append=0)
        begun, ended = np.argwhere(turns == 1), np.argwhere(turns == -1)
        for (line, start), (_, end) in zip(begun.tolist(), ended.tolist(), strict=True):
            yield line, start, end, sign == 1
