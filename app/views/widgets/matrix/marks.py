"""What is drawn over an array and beside it: frames, outlines, where the current cell is, numbers.

Frames and outlines are made of bars of whole pixels that lie outside what they surround, for a cell
may be one pixel wide."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.look import figures, theme
from app.views.widgets.matrix.forms import SIDE, Arrangement, ArrayForm, Cell
from core.network.arrays import Array

BAND_ALPHA = 150  # of the lines along the row and the column of the current cell

Region = tuple[slice, slice]
Places = NDArray[np.intp]
Edges = tuple[Places, Places, Places]
GAP = 8  # logical pixels
LEAST_HEIGHT = 12  # of a row that a number fits into


class Outline:
    """The edges of one region of an array, computed once and drawn at any size of a cell.

    Edges are (line, start, end) in cells: first those that the region begins at, then those that
    it ends at.
    """

    def __init__(self, arrangement: Arrangement, region: Region) -> None:
        cells = np.zeros(arrangement.shape, np.bool_)
        cells[region] = True
        mask = np.pad(arrangement.arrange(cells, False, False), 1)
        flat, width = mask.ravel(), mask.shape[1]
        inside = np.flatnonzero(flat)
        self._lying: list[Edges] = []
        self._standing: list[Edges] = []
        for begins in (True, False):
            beyond = -1 if begins else 1
            at = inside[~flat[inside + beyond * width]]
            self._lying.append(_join(at // width, at % width, begins))
            at = inside[~flat[inside + beyond]]
            self._standing.append(_join(at % width, at // width, begins))

    def bars(self, cell: int, near: int, far: int) -> list[QRect]:
        """The rectangles from `near` to `far` pixels outside the region; a cell is `cell` pixels
        wide."""
        bars = []
        for edges, lies in ((self._lying, True), (self._standing, False)):
            for (line, start, end), begins in zip(edges, (True, False), strict=True):
                across = line * cell + (-far if begins else near)
                along, length = start * cell - far, (end - start) * cell + 2 * far
                thick = np.full_like(length, far - near)
                box = (along, across, length, thick) if lies else (across, along, thick, length)
                bars += list(map(QRect, *(part.tolist() for part in box)))
        return bars


def paint_outlines(painter: QPainter, outlines: Iterable[Outline], cell: int, pen: int) -> None:
    """Paint in two tones, each `pen` pixels thick, of which one stands out on any colour."""
    look = theme.tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    for tone, near in (("ground", pen), ("ink", 0)):
        painter.setBrush(look.color(tone))
        for outline in outlines:
            painter.drawRects(outline.bars(cell, near, near + pen))


def paint_cell(
    painter: QPainter, arrangement: Arrangement, cell: Cell, size: int, pen: int
) -> None:
    """Frame the current cell, and more faintly its row and column of the picture."""
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
    """Paint a frame, `pen` units thick, around the outside of `box`."""
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
    """The row and column of a cell; for IMAGES the tile and both within it; none for FOLDED, nor
    where rows or columns are cut."""
    if arrangement.form is ArrayForm.FOLDED or arrangement.band:
        return []
    across = QRectF(0, box.top(), arrangement.columns * size, size)
    down = QRectF(box.left(), 0, size, arrangement.rows * size)
    if arrangement.form is ArrayForm.IMAGES:
        row, column = arrangement.place((cell[0], 0))
        tile = QRectF(column * size, row * size, SIDE * size, SIDE * size)
        return [tile, across & tile, down & tile]
    return [across, down]


def _join(line: Places, at: Places, begins: bool) -> Edges:
    """Join edges one cell long with their neighbours. The places include a rim of one cell."""
    order = np.lexsort((at, line))
    line, at = line[order], at[order]
    parts = (np.diff(at, prepend=-1) != 1) | (np.diff(line, prepend=-1) != 0)
    first = np.flatnonzero(parts)
    last = np.append(first[1:], len(at))[: len(first)] - 1
    return line[first] - begins, at[first] - 1, at[last]


def has_numbers(form: ArrayForm, shape: tuple[int, ...]) -> bool:
    """Whether numbers can stand beside the cells: it is one column, a cell a row."""
    return form is ArrayForm.CELLS and shape[1] == 1


def paint_numbers(painter: QPainter, values: Array, box: QRectF, width: float) -> None:
    """Paint `values`, (n,), as “3   0.999”, at the right of the cells, which lie in `box`.

    Paints nothing if a row is too low, or a number would not end before `width`.
    """
    look = theme.tokens()
    painter.setFont(theme.font(look.type_note))
    metrics = painter.fontMetrics()
    texts = [figures.signed(float(value)) for value in values]
    rows = [str(row) for row in range(len(texts))]
    height = box.height() / len(texts)
    number, name = (max(map(metrics.horizontalAdvance, column)) for column in (texts, rows))
    left = box.right() + GAP
    if height < theme.px(LEAST_HEIGHT) or left + name + GAP + number > width:
        return
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for place, (row, text) in enumerate(zip(rows, texts, strict=True)):
        top = box.top() + place * height
        painter.setPen(look.color("ink_soft"))
        painter.drawText(QRectF(left, top, name, height), right, row)
        painter.setPen(look.color("ink"))
        painter.drawText(QRectF(left + name + GAP, top, number, height), right, text)
