"""What lies on the canvas: a drawing, or a picture with the digits that were found in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage

from app.desktop.pictures import grey_of
from app.state.recognition import on_canvas
from core.errors import DataError
from core.ink.picture import FoundDigit, ImageJudge, picture_digits
from core.ink.strokes import Drawing

LARGEST = 1600  # pixels; a digit in a photo is large enough then


@dataclass(frozen=True, eq=False)
class OpenedPicture:
    """image: as it is shown. size: width, height that the boxes of `found` are in pixels of.

    problem: why nothing was found, else "".
    """

    name: str
    image: QImage
    size: tuple[int, int]
    found: tuple[FoundDigit, ...]
    problem: str = ""

    is_blank = False

    @property
    def place(self) -> QRectF:
        """Where it lies on the canvas, whose sides go from 0 to 1."""
        left, top, right, bottom = on_canvas((0, 0, *self.size), self.size)
        return QRectF(left, top, right - left, bottom - top)


Sheet = Drawing | OpenedPicture


def picture_of(name: str, image: QImage, judge: ImageJudge | None = None) -> OpenedPicture:
    """`image`, no larger than LARGEST, with the digits that are found in it.

    judge: it has a say in which blots belong together.
    """
    if max(image.width(), image.height()) > LARGEST:
        image = image.scaled(
            LARGEST,
            LARGEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    size = (image.width(), image.height())
    try:
        return OpenedPicture(name, image, size, tuple(picture_digits(grey_of(image), judge=judge)))
    except DataError as error:
        return OpenedPicture(name, image, size, (), str(error))
