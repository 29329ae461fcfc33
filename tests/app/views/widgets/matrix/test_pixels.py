"""What is on the screen: whole pixels in the colour of their cell, on every display."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.look import theme
from app.look.colors import BROKEN, levels
from tests.app.views.widgets.matrix.sight import (
    EACH,
    RATIOS,
    RNG,
    OnADisplay,
    colors,
    photograph,
    some_cells,
)


@pytest.fixture
def display(look, qtbot) -> Callable[[float], OnADisplay]:
    window = QWidget()
    qtbot.addWidget(window)
    return lambda ratio: OnADisplay(ratio, window)


@EACH
@RATIOS
def test_every_device_pixel_of_a_cell_belongs_to_it(display, shape, form, ratio) -> None:
    view = display(ratio)
    window = view.window()
    view.set_array(RNG.normal(size=shape))
    base = QPointF(view.viewport().mapTo(window, QPoint(0, 0))) * ratio
    for cell in some_cells(shape, 8):
        view.set_cell(cell)
        box = view.rect_of(cell)
        left, top = box.left() * ratio + base.x(), box.top() * ratio + base.y()
        assert left == pytest.approx(round(left), abs=1e-6)
        assert top == pytest.approx(round(top), abs=1e-6)
        size = view.cell_size
        for x, y in ((0, 0), (size - 1, 0), (0, size - 1), (size - 1, size - 1)):
            at = QPointF(left + x + 0.5, top + y + 0.5) - base
            assert view.cell_at(at / ratio) == cell


@EACH
@RATIOS
def test_cells_are_crisp_on_every_display(display, shape, form, ratio) -> None:
    view = display(ratio)
    window = view.window()
    view.set_array(RNG.normal(size=shape))
    base = QPointF(view.viewport().mapTo(window, QPoint(0, 0))) * ratio
    seen, expected, size = photograph(window, ratio), colors(view), view.cell_size
    room = view.viewport().rect().adjusted(2, 2, -2, -2)
    checked = 0
    for cell in some_cells(shape, 200):
        box = view.rect_of(cell)
        if room.contains(box.toAlignedRect()):
            left, top = round(box.left() * ratio + base.x()), round(box.top() * ratio + base.y())
            assert (seen[top : top + size, left : left + size] == expected[cell]).all()
            checked += 1
    assert checked > 0


def test_the_theme_changes_the_colours(view, look) -> None:
    view.set_array(np.zeros((3, 3)), name="dW1")
    spot = view.rect_of((1, 1)).center().toPoint()
    for choice in ("dark", "light"):
        look.choose(choice)
        ground = np.uint32(QColor(theme.tokens().ground).rgb())
        assert photograph(view, 1.0)[spot.y(), spot.x()] == ground


def test_what_is_not_finite_is_hatched_and_read_out(view) -> None:
    values = np.zeros((10, 10))
    values[2, 3], values[4, 4] = np.nan, -np.inf
    view.set_array(values, name="dW1")
    assert view.scale.broken == 2
    seen = photograph(view, 1.0)
    box, size = view.rect_of((2, 3)).toRect(), view.cell_size
    block = seen[box.top() : box.top() + size, box.left() : box.left() + size]
    look = theme.tokens()
    found = {f"#{pixel & 0xFFFFFF:06x}" for pixel in np.unique(block).tolist()}
    assert found == {look.danger, look.ground}
    view.set_cell((2, 3))
    assert view.readout == "dW¹[2, 3] = not a number"
    view.set_cell((4, 4))
    assert view.readout == "dW¹[4, 4] = −∞"


def test_a_large_array_of_nothing_finite_is_ink(view) -> None:
    view.set_array(np.full((300, 500), np.nan), name="dW1")
    seen, box = photograph(view, 1.0), view.picture_rect().toRect()
    inner = seen[box.top() : box.bottom(), box.left() : box.right()]
    assert (inner == np.uint32(QColor(theme.tokens().ink).rgb())).all()
    assert (levels(view.values, view.scale) == BROKEN).all()


def test_the_ghost_is_seen_where_the_values_are_small(view) -> None:
    values = np.zeros((784, 1))
    values[0], values[1], values[783] = 1.0, -1.0, 1.0
    ghost = np.zeros((28, 28))
    ghost[:14] = 1.0
    view.set_array(values, name="dX", limit=1.0)
    plain, box = photograph(view, 1.0), view.picture_rect().toRect()
    view.set_ghost(ghost)
    seen = photograph(view, 1.0)
    for cell, changed in ((0, False), (1, False), (100, True), (600, False), (783, False)):
        spot = view.rect_of((cell, 0)).center().toPoint()
        assert (seen[spot.y(), spot.x()] != plain[spot.y(), spot.x()]) is np.bool_(changed), cell
    view.set_ghost(None)
    assert (photograph(view, 1.0) == plain).all()
    assert box.width() == 28 * view.cell_size
