"""The pointer, the array and what is said about its cells: always about the right one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.views.widgets.matrix.forms import ArrayForm
from app.views.widgets.matrix.view import MatrixView
from core.errors import ShapeError
from tests.app.views.widgets.matrix.sight import (
    EACH,
    RNG,
    photograph,
    some_cells,
)


@EACH
def test_the_pointer_is_on_the_cell_it_is_over(view, hover, qtbot, shape, form) -> None:
    view.set_array(RNG.normal(size=shape), name="dW2")
    assert view.form is form
    told: list[object] = []
    view.cell_changed.connect(told.append)
    for cell in some_cells(shape):
        view.set_cell(cell)  # scrolls there
        view.set_cell(None)
        hover(view.rect_of(cell).center())
        assert view.cell == cell
        assert told[-1] == cell
        assert f"[{cell[0]}, {cell[1]}]" in view.readout


def test_beside_the_array_and_between_tiles_there_is_no_cell(view, hover, qtbot) -> None:
    view.set_array(RNG.normal(size=(4, 784)))
    assert view.cell_size >= 2
    tile_end = view.rect_of((0, 27))
    hover(tile_end.center())
    assert view.cell == (0, 27)
    hover(tile_end.center() + QPointF(tile_end.width(), 0))
    assert view.cell is None
    hover(tile_end.center() + QPointF(2 * tile_end.width(), 0))
    assert view.cell == (1, 0)
    hover(QPointF(view.viewport().rect().bottomRight()) - QPointF(1, 1))
    assert view.cell is None
    assert view.readout == ""


def test_a_click_and_enter_choose_the_cell(view, qtbot) -> None:
    view.set_array(RNG.normal(size=(10, 8)))
    spot = view.rect_of((3, 4)).center().toPoint()
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen.args == [(3, 4)]
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen.args == [(3, 4)]
    with qtbot.assertNotEmitted(view.cell_chosen):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=spot)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
    view.set_cell((3, 4))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [(4, 4)]


def test_without_an_array_keys_and_pointer_find_nothing(view, hover, qtbot) -> None:
    view.set_hint("Take a step, and its gradients appear here.")
    view.set_array(None, name="dW2")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    hover(QPointF(20, 20))
    assert view.cell is None
    assert view.scale is None
    assert view.accessibleDescription() == "Take a step, and its gradients appear here."
    assert len(np.unique(photograph(view, 1.0))) > 3


def test_what_fits_has_no_scroll_bars(view) -> None:
    for shape in ((40, 60), (30, 784), (784, 1), (128, 1)):
        view.set_array(RNG.normal(size=shape))
        assert view.verticalScrollBar().maximum() == 0
        assert view.horizontalScrollBar().maximum() == 0


def test_after_the_wheel_the_pointer_is_over_another_cell(view, hover, qtbot) -> None:
    view.set_array(RNG.normal(size=(900, 500)))
    spot = view.rect_of((100, 20)).topLeft().toPoint()
    hover(QPointF(spot))
    before = view.cell
    bar = view.verticalScrollBar()
    turned = wheel(view, spot)
    assert turned == bar.value() > 0
    assert view.cell == (before[0] + turned // view.cell_size, before[1])


def wheel(view: MatrixView, spot: QPoint) -> int:
    event = QWheelEvent(
        QPointF(spot),
        QPointF(view.viewport().mapToGlobal(spot)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    return view.verticalScrollBar().value()


def test_tiles_are_laid_out_anew_when_the_room_changes(view) -> None:
    view.set_array(RNG.normal(size=(30, 784)))
    wide = view.arrangement.across
    view.resize(200, 600)
    assert view.arrangement.across < wide
    assert view.cell_at(view.rect_of((17, 300)).center()) == (17, 300)


def test_the_current_cell_stays_with_the_next_array_and_says_its_value(view, qtbot) -> None:
    view.set_array(np.full((5, 6), -0.00312), name="dW2")
    view.set_cell((4, 5))
    assert view.readout == "dW²[4, 5] = −0.00312"
    with qtbot.waitSignal(view.readout_changed) as said, qtbot.assertNotEmitted(view.cell_changed):
        view.set_array(np.full((5, 6), 0.25), name="dW2")
    assert said.args == ["dW²[4, 5] = 0.250"]
    assert view.accessibleDescription() == view.readout
    assert view.accessibleName() == "dW², 5 × 6"
    with qtbot.waitSignal(view.cell_changed) as changed:
        view.set_array(np.ones((4, 6)))
    assert changed.args == [None]


def test_a_tile_says_which_pixel_it_is(view) -> None:
    view.set_array(np.zeros((3, 784)), name="W1")
    view.set_cell((2, 30))
    assert view.readout == "W¹[2, 30] = 0 · pixel row 1, column 2"


def test_leaving_forgets_the_cell_unless_the_keyboard_is_here(view, hover, qtbot) -> None:
    view.set_array(np.zeros((3, 3)))
    other = QWidget(view.window())
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    view.clearFocus()
    hover(view.rect_of((1, 1)).center())
    assert view.cell == (1, 1)
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view.cell is None
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.set_cell((2, 2))
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view.cell == (2, 2)


def test_one_column_of_many_is_shown_as_a_digit_image(view) -> None:
    values = RNG.normal(size=(784, 5))
    view.set_array(values, name="X", form=ArrayForm.IMAGE, column=3)
    view.set_cell((29, 3))
    assert view.cell == (29, 3)
    assert view.cell_at(view.rect_of((29, 3)).center()) == (29, 3)
    view.set_cell((29, 2))
    assert view.cell is None


@pytest.mark.parametrize(
    ("values", "form", "column", "says"),
    [
        (np.zeros(3), None, 0, "rows and columns"),
        (np.zeros((2, 2, 2)), None, 0, "rows and columns"),
        (np.zeros((3, 4)), ArrayForm.IMAGES, 0, "cannot be shown as images"),
        (np.zeros((784, 2)), ArrayForm.IMAGE, 2, "cannot be shown as image, column 2"),
    ],
)
def test_an_array_that_cannot_be_shown_is_refused(view, values, form, column, says) -> None:
    view.set_array(np.ones((2, 2)), name="dW1")
    with pytest.raises(ShapeError, match=says):
        view.set_array(values, form=form, column=column)
    assert view.title == "dW¹, 2 × 2"


def test_an_empty_array_is_none(view) -> None:
    view.set_array(np.zeros((0, 784)), name="H1")
    assert view.values is None
    assert view.title == "H¹"


def test_the_scale_is_told_with_every_array(view, qtbot) -> None:
    told: list[object] = []
    view.scale_changed.connect(told.append)
    for limit in (1.0, 2.0):
        view.set_array(np.ones((2, 2)), limit=limit)
    view.set_array(None)
    assert told[2] is None
    assert [scale.limit for scale in told[:2]] == [1.0, 2.0]
    for before, after in pairwise(told):
        assert before != after
