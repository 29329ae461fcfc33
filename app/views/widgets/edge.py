"""An edge around a box, as thick on all four sides on any screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

# So that what lies half-way between two pixels of the screen is rounded up, inside as outside.
NUDGE = 1e-6


def paint_edge(painter: QPainter, box: QRectF, color: QColor, thickness: float = 1) -> None:
    """Just within `box`; thickness in logical pixels, made whole ones of the screen.

    At 125 and 150 % a pen of one logical pixel is one pixel wide here and two there, and lies a
    pixel away from where the box ends.
    """
    ratio = painter.device().devicePixelRatio()
    thick = max(round(thickness * ratio), 1) / ratio
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    box = box.translated(NUDGE, NUDGE)
    within = box.adjusted(thick, thick, -thick, -thick)
    for corner, opposite in (
        (box.topLeft(), QPointF(box.right(), within.top())),
        (QPointF(box.left(), within.bottom()), box.bottomRight()),
        (box.topLeft(), QPointF(within.left(), box.bottom())),
        (QPointF(within.right(), box.top()), box.bottomRight()),
    ):
        painter.fillRect(QRectF(corner, opposite), color)
    painter.restore()
