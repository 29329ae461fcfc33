"""What can lie on the canvas: a drawing, a picture with its digits, or a hint while it is blank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.desktop.image_threads import need_thread
from app.desktop.pictures import grey_of, reduced
from app.look import theme
from app.state.recognition import on_canvas
from app.views.draw.ink_layers import paint_drawing
from app.views.widgets.digit_thumbnail import SIDE, grey_image
from core.cancelling import IsCancelled, never
from core.data.dataset import DIGITS
from core.errors import DataError
from core.files.plain_text import plain
from core.ink.picture import FoundDigit
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.numbers import found_in

HINT = "Draw a digit, or a number", "The right button erases. A picture can be dropped here."
LONGEST_LIST = 64  # letters of class names
LARGEST = 1600  # pixels; a digit in a photo is large enough then


@dataclass(frozen=True, eq=False)
class OpenedPicture:
    """A picture on the canvas, with the digits that were found in it.

    image: as it is painted, no side longer than LARGEST pixels. size: its width and height in
    pixels, those that the boxes of `digits` count. problem: why no digits were found, or "".
    """

    name: str
    image: QImage
    size: tuple[int, int]
    digits: tuple[FoundDigit, ...]
    problem: str = ""

    is_blank = False

    @property
    def place(self) -> QRectF:
        """The rectangle it is painted in, on a canvas whose sides go from 0 to 1."""
        left, top, right, bottom = on_canvas((0, 0, *self.size), self.size)
        return QRectF(left, top, right - left, bottom - top)


Sheet = Drawing | OpenedPicture


def picture_of(
    name: str,
    image: QImage,
    snapshot: Snapshot | None = None,
    cancelled: IsCancelled = never,
) -> OpenedPicture:
    """`image`, scaled down where a side is longer than LARGEST, with what `snapshot` is to read of
    it; see core.reading.numbers.found_in. Raises Cancelled, and MemoryError.
    """
    image = reduced(image, cancelled)
    if max(image.width(), image.height()) > LARGEST:
        need_thread()
        image = image.scaled(
            LARGEST,
            LARGEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        if image.isNull():
            raise MemoryError
    size = (image.width(), image.height())
    try:
        digits = found_in(snapshot, grey_of(image), cancelled)
        return OpenedPicture(name, image, size, tuple(digits))
    except DataError as error:
        return OpenedPicture(name, image, size, (), str(error))


def picture_of_digit(name: str, image: NDArray[np.float32]) -> OpenedPicture:
    """A digit image, float32 (784, 1), as the picture that holds it alone."""
    pixels = image.reshape(SIDE, SIDE)
    shown = grey_image((pixels * 255).round().astype(np.uint8))
    size = (SIDE, SIDE)
    return OpenedPicture(name, shown, size, (FoundDigit((0, 0, *size), image, pixels),))


def hint_of(class_names: tuple[str, ...]) -> tuple[str, str]:
    """What a blank canvas says where a network of these classes reads, as paint_hint takes it."""
    if class_names == DIGITS:
        return HINT
    between = " " if all(len(each) == 1 for each in class_names) else ", "
    listed = plain(between.join(class_names), LONGEST_LIST)
    return f"Draw one of {len(class_names)} classes", listed


def paint_hint(painter: QPainter, hint: tuple[str, str], side: float) -> None:
    """Two sentences in the middle of a canvas of `side` logical pixels, the first one large; in as
    many lines as they need there."""
    look = theme.tokens()
    margin, middle, below = look.type_note, side / 2, look.type_note / 1.5
    upper = QRectF(margin, 0, side - 2 * margin, middle)
    lower = upper.translated(0, middle + below)
    painter.setPen(look.color("canvas_hint"))
    for text, size, place, upright in (
        (hint[0], look.type_heading, upper, Qt.AlignmentFlag.AlignBottom),
        (hint[1], look.type_note, lower, Qt.AlignmentFlag.AlignTop),
    ):
        painter.setFont(theme.font(size))
        how = Qt.AlignmentFlag.AlignHCenter | upright | Qt.TextFlag.TextWordWrap
        painter.drawText(place, how, text)


def paint_picture(painter: QPainter, picture: OpenedPicture, side: float) -> None:
    """The picture, fitted into a canvas of `side` logical pixels."""
    place = picture.place
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    target = QRectF(place.topLeft() * side, place.size() * side)
    painter.drawImage(target.adjusted(1, 1, -1, -1), picture.image)


def paint_sheet(painter: QPainter, sheet: Sheet, side: float, brush: float) -> None:
    """Whatever lies on a canvas of `side` logical pixels; brush: of a drawing, as a share of it."""
    if isinstance(sheet, OpenedPicture):
        paint_picture(painter, sheet, side)
    else:
        paint_drawing(painter, sheet, side, brush, theme.tokens().color("canvas_ink"))
