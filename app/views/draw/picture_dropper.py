"""Opens, pastes and takes in pictures for the canvas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from app.actions import Actions
from app.views.draw import pictures
from app.views.draw.canvas import Canvas
from app.views.draw.sheet import OpenedPicture
from core.errors import DataError
from core.ink.picture import ImageJudge


class PictureDropper(QObject):
    """A picture takes the canvas, and undo brings back what was there.

    judge: has a say in which blots belong together. failed: a sentence, when it was no picture;
    the canvas is then as it was.
    """

    failed = Signal(str)

    def __init__(self, canvas: Canvas, actions: Actions) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.judge: ImageJudge | None = None
        self._actions = actions
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)
        actions.connect("open-picture", self.ask)
        actions.connect("paste-picture", self.paste)

    def ask(self) -> None:
        """Let the user choose a file."""
        path = pictures.asked(self._canvas.window())
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Show the picture in a file."""
        self._take(lambda: pictures.from_file(path, self.judge))

    def paste(self) -> None:
        """Show what was copied."""
        self._take(lambda: pictures.pasted(self.judge))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if pictures.is_picture(event.mimeData()):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._take(lambda: pictures.from_mime(event.mimeData(), self.judge))
            return True
        return False

    def _take(self, make: Callable[[], OpenedPicture]) -> None:
        self._actions["view-draw"].trigger()
        try:
            picture = make()
        except DataError as error:
            self.failed.emit(str(error))
            return
        self._canvas.set_drawing(picture)
