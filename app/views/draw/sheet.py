"""What lies on the canvas, a drawing or a picture with the digits found in it, and the hint."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.desktop.pictures import grey_of
from app.look import theme
from app.state.recognition import on_canvas
from core.errors import DataError
from core.ink.picture import FoundDigit, ImageJudge, picture_digits
from core.ink.strokes import Drawing

HINT = "Draw a digit, or a number", "The right button erases. A picture can be dropped here."
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


def paint_hint(painter: QPainter, hint: tuple[str, str], side: float) -> None:
    """In the middle of a canvas of `side` pixels, the first sentence large."""
    look = theme.tokens()
    middle = side / 2
    painter.setPen(look.color("canvas_hint"))
    for text, size, top in (
        (hint[0], look.type_heading, middle - 24),
        (hint[1], look.type_note, middle + 8),
    ):
        painter.setFont(theme.font(size))
        painter.drawText(QRectF(0, top, side, size * 1.5), Qt.AlignmentFlag.AlignHCenter, text)


def paint_picture(painter: QPainter, picture: OpenedPicture, side: float) -> None:
    """Fitted into a canvas of `side` pixels."""
    place = picture.place
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    shown = QRectF(place.topLeft() * side, place.size() * side)
    painter.drawImage(shown.adjusted(1, 1, -1, -1), picture.image)
