"""Plots of what goes on: drawn in frames, and not while nobody sees them."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

from app.views.widgets.frames import Frames
from app.views.widgets.plot.plot import Board


class LiveBoard(Board):
    """Calls draw() soon after refresh(), at most once a frame, and never while hidden."""

    def __init__(self, *, milliseconds: int, share: int) -> None:
        """As Frames."""
        super().__init__()
        self._frames = Frames(self, self.draw, milliseconds=milliseconds, share=share)

    @abstractmethod
    def draw(self) -> None:
        """Give the curves their data."""

    def refresh(self, *_: Any) -> None:
        """Draw at the next frame, unless the plots are hidden."""
        self._frames.ask()

    def draw_now(self) -> None:
        """Draw without waiting for the frame, as an export needs it."""
        self.catch_up()
        self._frames.now()

    def dress(self) -> None:
        super().dress()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frames.drop()

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._frames.painting():
            super().paintEvent(event)
