"""Pictures on their way to the canvas: opened, pasted or dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.actions import Actions
from app.background.picture_reading import PictureReading
from app.desktop.file_filters import ALL, file_filter
from app.desktop.pictures import ENDINGS, decoded
from app.views.draw.canvas import Canvas
from app.views.draw.sheet import OpenedPicture, picture_of
from core.cancelling import IsCancelled, never
from core.errors import DataError
from core.network.snapshots import Snapshot

FILTER = f"{file_filter('Pictures', *ENDINGS)};;{ALL}"
PASTED, DROPPED = "Pasted picture", "Dropped picture"
NOTHING_COPIED = "There is no picture to paste. Copy one first, or drop its file onto the canvas."
UNREADABLE = "This picture could not be read. Save it as PNG and open the file."
SEVERAL = "These are several files. Take one picture at a time."
ELSEWHERE = "This picture is not on this computer. Save it, then open its file."


def ask_for_picture(parent: QWidget) -> Path | None:
    """The file that the user chooses, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a picture", "", FILTER)
    return Path(name) if name else None


def from_file(
    path: Path, snapshot: Snapshot | None, cancelled: IsCancelled = never
) -> OpenedPicture:
    """The picture in a file; snapshot, cancelled: as in picture_of. Raises DataError where it is
    none, and Cancelled."""
    try:
        image = decoded(path, cancelled)
    except DataError as error:
        raise DataError(str(error).replace(str(path), f"“{path.name}”")) from error
    return picture_of(path.name, image, snapshot, cancelled)


def is_picture(data: QMimeData | None) -> bool:
    """Whether `data` is a picture, or names files or addresses, whatever is in them."""
    return data is not None and (data.hasImage() or data.hasUrls())


def from_mime(data: QMimeData, name: str) -> tuple[Path | None, QImage, str]:
    """The file that `data` names, or the image it holds, and what to call that.

    Raises DataError where it is neither.
    """
    urls = data.urls()
    if len(urls) > 1:
        raise DataError(SEVERAL)
    if urls and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile()), QImage(), ""
    image = data.imageData()
    if not isinstance(image, QImage) or image.isNull():
        raise DataError(ELSEWHERE if urls else UNREADABLE)
    return None, image, name


class PictureDropper(QObject):
    """A picture takes the canvas once it is read, and undo brings back what was there.

    snapshot: of the network that it is for. reading: what reads it, beside the window.
    failed: a sentence, when it was no picture; the canvas is then as it was.
    """

    failed = Signal(str)

    def __init__(self, canvas: Canvas, actions: Actions) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.snapshot: Snapshot | None = None
        self._actions = actions
        self.reading = PictureReading(self)
        self.reading.done.connect(canvas.set_drawing)
        self.reading.failed.connect(self.failed)
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
        self._show_draw()
        snapshot = self.snapshot
        self.reading.read(lambda cancelled: from_file(path, snapshot, cancelled))

    def paste(self) -> None:
        """Show what was copied."""
        data = QGuiApplication.clipboard().mimeData()  # None where nothing was ever copied
        if is_picture(data):
            self._take(data, PASTED)
        else:
            self._show_draw()
            self.failed.emit(NOTHING_COPIED)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if is_picture(event.mimeData()):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._take(event.mimeData(), DROPPED)
            return True
        return False

    def _take(self, data: QMimeData, name: str) -> None:
        try:
            path, image, name = from_mime(data, name)
        except DataError as error:
            self._show_draw()
            self.failed.emit(str(error))
            return
        if path is not None:
            self.open(path)
            return
        self._show_draw()
        snapshot = self.snapshot
        self.reading.read(lambda cancelled: picture_of(name, image, snapshot, cancelled))

    def _show_draw(self) -> None:
        self._actions["view-draw"].trigger()
