"""Where a key leads in a grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt


@dataclass(frozen=True)
class GridPlace:
    """The place `at` among `count` in rows of `columns`, of which `page` fit into the room."""

    at: int
    count: int
    columns: int
    page: int

    def after(self, key: int) -> int | None:
        """The place to which a key leads; None for a key of another use. Up and down stay in their
        column, as far as there are rows that have it."""
        go = _GO.get(key)
        return None if go is None else min(max(go(self), 0), self.count - 1)

    def _rows_on(self, rows: int) -> int:
        row = self.at // self.columns
        last = (self.count - 1) // self.columns
        return self.at + (min(max(row + rows, 0), last) - row) * self.columns


_GO: dict[int, Callable[[GridPlace], int]] = {
    Qt.Key.Key_Left: lambda place: place.at - 1,
    Qt.Key.Key_Right: lambda place: place.at + 1,
    Qt.Key.Key_Up: lambda place: place._rows_on(-1),
    Qt.Key.Key_Down: lambda place: place._rows_on(1),
    Qt.Key.Key_PageUp: lambda place: place._rows_on(-place.page),
    Qt.Key.Key_PageDown: lambda place: place._rows_on(place.page),
    Qt.Key.Key_Home: lambda place: 0,
    Qt.Key.Key_End: lambda place: place.count - 1,
}
