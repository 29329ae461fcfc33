"""Where a key leads from the current cell: as the eye sees it, in the picture."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.views.widgets.matrix.forms import PITCH, Arrangement, ArrayForm, Cell

_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}


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
    """The first cell of the array from `place` on in the direction of `way`."""
    y, x = place
    while 0 <= y < arrangement.rows and 0 <= x < arrangement.columns:
        found = arrangement.cell((y, x))
        if found is not None:
            return found
        y, x = y + way[0], x + way[1]
    return None
