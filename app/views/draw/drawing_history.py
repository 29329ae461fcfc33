"""Undo and redo of what lies on the canvas."""

from __future__ import annotations

from app.views.draw.sheet import Sheet
from core.ink.strokes import Drawing

MAX_UNDO = 500


class DrawingHistory:
    """The sheet of the moment, those before it, and those that were undone.

    A drawing is immutable and shares its strokes with the one before, so keeping many is cheap.
    """

    def __init__(self) -> None:
        self.sheet: Sheet = Drawing()
        self._before: list[Sheet] = []
        self._undone: list[Sheet] = []

    @property
    def drawing(self) -> Drawing:
        """The drawing of the moment; a blank one while a picture lies there."""
        return self.sheet if isinstance(self.sheet, Drawing) else Drawing()

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def change(self, sheet: Sheet) -> None:
        """Make `sheet` the one of the moment; the one it replaces can be had back."""
        if sheet is self.sheet:
            return
        self._before = [*self._before[-MAX_UNDO + 1 :], self.sheet]
        self._undone.clear()
        self.sheet = sheet

    def undo(self) -> None:
        """Back by one change; nothing when there is none."""
        if self._before:
            self._undone.append(self.sheet)
            self.sheet = self._before.pop()

    def redo(self) -> None:
        """Forward again by one change that was undone; nothing when there is none."""
        if self._undone:
            self._before.append(self.sheet)
            self.sheet = self._undone.pop()
