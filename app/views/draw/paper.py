"""What the canvas shows beneath the ink: a hint while it is blank, or a picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.look import theme
from app.views.draw.sheet import OpenedPicture

HINT = "Draw a digit, or a number", "The right button erases. A picture can be dropped here."


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
