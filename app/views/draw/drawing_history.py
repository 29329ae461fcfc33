"""Undo and redo of what lies on the canvas."""

from __future__ import annotations

from app.views.draw.sheet import Sheet
from core.ink.strokes import Drawing
from core.undo import UndoStack

MAX_UNDO = 500


class DrawingHistory(UndoStack[Sheet]):
    """What lies on the canvas, what lay there before, and what was undone.

    A drawing is immutable and shares its strokes with the one before, so keeping many is cheap.
    """

    def __init__(self) -> None:
        super().__init__(Drawing(), limit=MAX_UNDO)

    @property
    def drawing(self) -> Drawing:
        """The drawing that lies there; a blank one while a picture does."""
        return self.present if isinstance(self.present, Drawing) else Drawing()
