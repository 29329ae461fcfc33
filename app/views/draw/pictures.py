"""Pictures on their way to the canvas: opened, pasted or dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.actions import Actions
from app.desktop.pictures import decoded
from app.views.draw.canvas import Canvas
from app.views.draw.sheet import OpenedPicture, picture_of
from core.errors import DataError
from core.ink.picture import ImageJudge

FILTER = "Pictures (*.png *.jpg *.jpeg *.bmp *.pgm);;All files (*)"
PASTED, DROPPED = "Pasted picture", "Dropped picture"
NOTHING_COPIED = "There is no picture to paste. Copy one first, or drop its file onto the canvas."


def ask_for_picture(parent: QWidget) -> Path | None:
    """The file that the user chooses, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a picture", "", FILTER)
    return Path(name) if name else None


def from_file(path: Path, judge: ImageJudge | None) -> OpenedPicture:
    """The picture in a file; judge: as in picture_of. Raises DataError where it is none."""
    try:
        image = decoded(path)
    except DataError as error:
        raise DataError(str(error).replace(str(path), f"“{path.name}”")) from error
    return picture_of(path.name, image, judge)


def from_clipboard(judge: ImageJudge | None) -> OpenedPicture:
    """The copied picture, or that in a copied file. Raises DataError where there is neither."""
    data = QGuiApplication.clipboard().mimeData()
    if not is_picture(data):
        raise DataError(NOTHING_COPIED)
    return from_mime(data, judge, PASTED)


def is_picture(data: QMimeData) -> bool:
    """Whether `data` is a picture or the address of one file, whatever is in the file."""
    return data.hasImage() or _file(data) is not None


def from_mime(data: QMimeData, judge: ImageJudge | None, name: str = DROPPED) -> OpenedPicture:
    """The picture in what was copied or dropped; `name` where it has none of its own.

    Raises DataError where it is no picture.
    """
    path = _file(data)
    if path is not None:
        return from_file(path, judge)
    image = QImage(data.imageData())
    if image.isNull():
        raise DataError("This picture could not be read. Save it as PNG and open the file.")
    return picture_of(name, image, judge)


def _file(data: QMimeData) -> Path | None:
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


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
        path = ask_for_picture(self._canvas.window())
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Show the picture in a file."""
        self._take(lambda: from_file(path, self.judge))

    def paste(self) -> None:
        """Show what was copied."""
        self._take(lambda: from_clipboard(self.judge))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if is_picture(event.mimeData()):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._take(lambda: from_mime(event.mimeData(), self.judge))
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
