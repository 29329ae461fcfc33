"""A colour and a shape for each class, up to 70 of them.

Ten colours that people with any of the usual kinds of colour vision tell apart, on either ground;
after every ten classes they begin again, with another shape. The colours were searched for: the
least distance in OKLab between two of them, as they are and as G. M. Machado, M. M. Oliveira and
L. A. F. Fernandes (2009) simulate the loss of red and of green, is as large as a search could make
it where each is at least 3:1 from its ground.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from app.look.tokens import Tokens

ON_LIGHT = (
    *("#0e2cff", "#fc4b07", "#299c5f", "#7f08c0", "#1c698d"),
    *("#ca6fb7", "#005600", "#4e8dff", "#4f1f36", "#08198f"),
)
ON_DARK = (
    *("#04a9fe", "#dea608", "#49a06c", "#a334ff", "#116fa0"),
    *("#d192b7", "#87f945", "#1eeefc", "#a75d19", "#c01479"),
)
# Corners of each shape, the angle of the first in degrees, and how much of the radius every other
# corner lies at; 0 corners are a circle.
SHAPES = (
    (0, 0, 1.0),
    (4, 45, 1.0),
    (3, 90, 1.0),
    (4, 0, 1.0),
    (3, -90, 1.0),
    (10, 90, 0.45),
    (8, 45, 0.4),
)
EQUAL_SIZE = 1.25  # how much farther out corners lie than a circle of the same weight


def class_color(number: int, look: Tokens) -> QColor:
    """The colour of a class, counted from 0."""
    colors = ON_DARK if look.dark else ON_LIGHT
    return QColor(colors[number % len(colors)])


def class_mark(number: int, radius: float) -> QPainterPath:
    """The shape of a class, around 0, about as heavy as a circle of `radius`."""
    corners, first, inner = SHAPES[number // len(ON_LIGHT) % len(SHAPES)]
    path = QPainterPath()
    if not corners:
        path.addEllipse(QPointF(0, 0), radius, radius)
        return path
    points = []
    for corner in range(corners):
        angle = math.radians(first + 360 * corner / corners)
        far = radius * EQUAL_SIZE * (inner if corner % 2 and corners > 4 else 1.0)
        points.append(QPointF(far * math.cos(angle), -far * math.sin(angle)))
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path
