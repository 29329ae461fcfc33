"""The area an array is shown in: cells of whole device pixels, scroll bars, steps by keys."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.views.widgets.matrix.forms import PITCH, Arrangement, ArrayForm, Cell, fit, fit_one_way

LARGEST_CELL = 48  # logical pixels
READABLE_CELL = 3  # logical pixels, where all must be scrolled anyway
MARGIN = 4  # logical pixels around the picture: room for outlines
STEP = 20  # logical pixels that a scroll bar's arrow moves

NOTHING = Arrangement(ArrayForm.CELLS, (0, 0))
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}


class Sheet(QAbstractScrollArea):
    """A scroll area for an array that has cells of whole device pixels at any scale of the display.

    Scroll bars count device pixels; positions and rectangles are logical pixels of viewport().
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrangement = NOTHING
        self._size = 1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    @property
    def cell_size(self) -> int:
        """Width of a cell in device pixels."""
        return self._size

    def rect_of(self, cell: Cell) -> QRectF:
        """The rectangle of a cell of the array."""
        row, column = self._arrangement.place(cell)
        return self._on_screen(column, row, 1, 1)

    def picture_rect(self) -> QRectF:
        """The rectangle of the whole picture."""
        return self._on_screen(0, 0, self._arrangement.columns, self._arrangement.rows)

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell of the array at a position; None beside it and between tiles."""
        at = position * self.devicePixelRatioF() - self._corner(self._base())
        size = self._size
        return self._arrangement.cell((math.floor(at.y() / size), math.floor(at.x() / size)))

    def rows_of_a_page(self) -> int:
        """How many rows of cells Page Up and Page Down move: one less than are in view."""
        return max(self.verticalScrollBar().pageStep() // self._size - 1, 1)

    def fit_arrangement(self, form: ArrayForm, shape: tuple[int, int], column: int) -> None:
        """Choose the largest cell with which all fits, or the least, with scroll bars."""
        ratio = self.devicePixelRatioF()
        room = self.maximumViewportSize() * ratio
        margins = 2 * self._margin()
        width, height = room.width() - margins, room.height() - margins
        # A tile of 28 device pixels cannot be read on a fine screen.
        least = max(round(ratio), 1) if form is ArrayForm.IMAGES else 1
        most = max(int(LARGEST_CELL * ratio), least)
        for less in (0, self._thickness()):
            arrangement, size = fit(
                form,
                shape,
                width - less,
                height,
                least=least,
                most=most,
                column=column,
                scale=ratio,
            )
            if arrangement.rows * size <= height:
                break
        if form is ArrayForm.CELLS and (arrangement.columns > width or arrangement.rows > height):
            bar, readable = self._thickness(), round(READABLE_CELL * ratio)
            size = fit_one_way(arrangement, width - bar, height - bar, readable)
        self._arrangement, self._size = arrangement, size
        self._set_bars(
            room, arrangement.columns * size + margins, arrangement.rows * size + margins
        )

    def clear_arrangement(self) -> None:
        self._arrangement, self._size = NOTHING, 1
        self._set_bars(self.maximumViewportSize(), 0, 0)

    def bring_into_view(self, cell: Cell) -> None:
        """Scroll as little as is needed to show the whole cell."""
        row, column = self._arrangement.place(cell)
        for bar, at in ((self.horizontalScrollBar(), column), (self.verticalScrollBar(), row)):
            start = at * self._size
            end = start + self._size + 2 * self._margin()
            bar.setValue(max(min(bar.value(), start), end - bar.pageStep()))

    def paint_on(self, painter: QPainter) -> None:
        """Make a unit of `painter` a device pixel, and 0, 0 the picture's corner."""
        base = painter.deviceTransform().map(QPointF(0, 0))
        painter.scale(1 / self.devicePixelRatioF(), 1 / self.devicePixelRatioF())
        painter.translate(self._corner(base))

    def sizeHint(self) -> QSize:
        return QSize(320, 96)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 48)

    def _on_screen(self, column: int, row: int, columns: int, rows: int) -> QRectF:
        ratio, size = self.devicePixelRatioF(), self._size
        corner = self._corner(self._base())
        left, top = (corner.x() + column * size) / ratio, (corner.y() + row * size) / ratio
        return QRectF(left, top, columns * size / ratio, rows * size / ratio)

    def _base(self) -> QPointF:
        """The viewport's corner in the window in device pixels; not whole ones at every fractional
        scale of the display."""
        return QPointF(self.viewport().mapTo(self.window(), QPoint())) * self.devicePixelRatioF()

    def _corner(self, base: QPointF) -> QPointF:
        """The picture's corner relative to `base`, so that it begins with a whole device pixel."""
        x = math.ceil(base.x()) - base.x() + self._margin() - self.horizontalScrollBar().value()
        y = math.ceil(base.y()) - base.y() + self._margin() - self.verticalScrollBar().value()
        return QPointF(x, y)

    def _margin(self) -> int:
        return round(MARGIN * self.devicePixelRatioF())

    def _thickness(self) -> int:
        """Width of a scroll bar in device pixels."""
        return math.ceil(self.verticalScrollBar().sizeHint().width() * self.devicePixelRatioF())

    def _set_bars(self, room: QSize, width: int, height: int) -> None:
        """Set both bars; one takes room, so that the other may be needed too."""
        thick = self._thickness()
        tall = height > room.height()
        wide = width > room.width() - thick * tall
        tall = height > room.height() - thick * wide
        self._set_bar(Qt.Orientation.Horizontal, width, room.width() - thick * tall)
        self._set_bar(Qt.Orientation.Vertical, height, room.height() - thick * wide)

    def _set_bar(self, way: Qt.Orientation, needed: int, length: int) -> None:
        lies = way is Qt.Orientation.Horizontal
        bar = self.horizontalScrollBar() if lies else self.verticalScrollBar()
        bar.setRange(0, max(needed - length, 0))
        bar.setPageStep(max(length, 1))
        bar.setSingleStep(max(self._size, round(STEP * self.devicePixelRatioF())))


def step(
    arrangement: Arrangement, cell: Cell | None, key: Qt.Key, far: bool, page: int
) -> Cell | None:
    """The cell that `key` leads to, the same one at an edge, or None for a key of another kind.

    far: with Ctrl: a tile instead of a cell, the ends of the array instead of those of the row.
    page: how many rows of cells a page has. From no cell every key leads to the first one.
    """
    if key not in (*_ARROWS, *_PAGES, *_ENDS):
        return None
    if cell is None:
        return arrangement.cell((0, 0))
    if arrangement.band:  # as if it were whole
        arrangement = Arrangement(arrangement.form, arrangement.shape)
    is_tiled = arrangement.form is ArrayForm.IMAGES
    y, x = arrangement.place(cell)
    if key in _ARROWS:
        dy, dx = _ARROWS[key]
        if far and is_tiled:
            return arrangement.cell((y + PITCH * dy, x + PITCH * dx)) or cell
        return _nearest(arrangement, (y + dy, x + dx), (dy, dx)) or cell
    last = (arrangement.rows - 1, arrangement.columns - 1)
    if key in _PAGES:
        way = _PAGES[key]
        if is_tiled:
            return arrangement.cell((y + PITCH * way, x)) or cell
        row = min(max(y + page * way, 0), last[0])
        return _nearest(arrangement, (row, x), (-way, 0)) or cell
    way = _ENDS[key]
    end = (0, 0) if way < 0 else last
    return _nearest(arrangement, end if far else (y, end[1]), (0, -way)) or cell


def _nearest(arrangement: Arrangement, place: Cell, way: Cell) -> Cell | None:
    """The first cell of the array from `place` on in the direction `way`, (rows, columns)."""
    y, x = place
    while 0 <= y < arrangement.rows and 0 <= x < arrangement.columns:
        cell = arrangement.cell((y, x))
        if cell is not None:
            return cell
        y, x = y + way[0], x + way[1]
    return None
