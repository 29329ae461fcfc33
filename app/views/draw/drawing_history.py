"""Undo and redo of a drawing. No Qt."""

from __future__ import annotations

from core.ink.strokes import Drawing

MAX_UNDO = 500


class DrawingHistory:
    """The drawing of the moment, those before it, and those that were undone.

    A drawing is immutable and shares its strokes with the one before, so keeping many is cheap.
    """

    def __init__(self) -> None:
        self.drawing = Drawing()
        self._before: list[Drawing] = []
        self._undone: list[Drawing] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def change(self, drawing: Drawing) -> None:
        """Make `drawing` the one of the moment; the one it replaces can be had back."""
        if drawing is self.drawing:
            return
        self._before = [*self._before[-MAX_UNDO + 1 :], self.drawing]
        self._undone.clear()
        self.drawing = drawing

    def undo(self) -> None:
        """Back by one change; nothing when there is none."""
        if self._before:
            self._undone.append(self.drawing)
            self.drawing = self._before.pop()

    def redo(self) -> None:
        """Forward again by one change that was undone; nothing when there is none."""
        if self._undone:
            self._before.append(self.drawing)
            self.drawing = self._undone.pop()
