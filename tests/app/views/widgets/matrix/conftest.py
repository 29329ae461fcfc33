"""A matrix on a window, and a pointer to go over it."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF

from app.views.widgets.matrix.view import MatrixView


@pytest.fixture
def view(look, qtbot) -> MatrixView:
    made = MatrixView()
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def hover(qtbot, view) -> Callable[[QPointF], None]:
    """Move the pointer onto the logical pixel that holds a point; it comes from outside."""

    def move(point: QPointF) -> None:
        ground = view.viewport()
        qtbot.mouseMove(ground, ground.rect().bottomRight())
        qtbot.mouseMove(ground, QPoint(math.floor(point.x()), math.floor(point.y())))

    return move
