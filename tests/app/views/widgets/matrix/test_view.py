"""Pointer, keys, outlines and pixels of a matrix: always about the right cell of the array."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.colors import BROKEN, levels, palette
from app.views.widgets.matrix.forms import Form
from app.views.widgets.matrix.view import MatrixView
from core.errors import ShapeError

RNG = np.random.default_rng(5)
CASES = {
    "cells": ((40, 60), Form.CELLS),
    "one cell": ((1, 1), Form.CELLS),
    "too large": ((900, 1200), Form.CELLS),
    "images": ((30, 784), Form.IMAGES),
    "images too large": ((400, 784), Form.IMAGES),
    "image": ((784, 1), Form.IMAGE),
    "folded": ((97, 1), Form.FOLDED),
}
EACH = pytest.mark.parametrize(("shape", "form"), CASES.values(), ids=CASES)
RATIOS = pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])


def some_cells(shape: tuple[int, int], count: int = 25) -> list[tuple[int, int]]:
    rows, columns = RNG.integers(0, shape[0], count), RNG.integers(0, shape[1], count)
    corners = [(0, 0), (shape[0] - 1, shape[1] - 1)]
    return corners + list(zip(rows.tolist(), columns.tolist(), strict=True))


class OnADisplay(MatrixView):
    """At odd coordinates of a window, so that with a ratio of 1.5 it begins on half a pixel."""

    def __init__(self, ratio: float, window: QWidget) -> None:
        self.ratio = ratio
        super().__init__(window)
        self.setGeometry(13, 7, 640, 400)
        window.resize(700, 460)
        window.show()

    def devicePixelRatioF(self) -> float:
        return self.ratio


@pytest.fixture
def display(look, qtbot) -> Callable[[float], OnADisplay]:
    window = QWidget()
    qtbot.addWidget(window)
    return lambda ratio: OnADisplay(ratio, window)


def photograph(window: QWidget, ratio: float) -> np.ndarray:
    """(h, w) device pixels, 0xffrrggbb."""
    image = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.tokens().ground))
    window.render(image)
    bits = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return bits[:, : image.width()].copy() | np.uint32(0xFF000000)


def colors(view: MatrixView) -> np.ndarray:
    """The colour that each cell of the array should have."""
    signed = view.scale.signed
    return palette(signed, theme.tokens())[levels(view.values, view.scale)]


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


CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
UP, DOWN, LEFT, RIGHT = (getattr(Qt.Key, f"Key_{way}") for way in ("Up", "Down", "Left", "Right"))
HOME, END, PAGE_UP, PAGE_DOWN = (
    getattr(Qt.Key, f"Key_{way}") for way in ("Home", "End", "PageUp", "PageDown")
)
LAST = 783
WALKS = [
    ((40, 60), None, RIGHT, NONE, (0, 0)),
    ((40, 60), (0, 0), UP, NONE, (0, 0)),
    ((40, 60), (0, 0), LEFT, NONE, (0, 0)),
    ((40, 60), (39, 59), DOWN, NONE, (39, 59)),
    ((40, 60), (39, 59), RIGHT, NONE, (39, 59)),
    ((40, 60), (5, 6), DOWN, NONE, (6, 6)),
    ((40, 60), (5, 6), HOME, NONE, (5, 0)),
    ((40, 60), (5, 6), END, NONE, (5, 59)),
    ((40, 60), (5, 6), HOME, CTRL, (0, 0)),
    ((40, 60), (5, 6), END, CTRL, (39, 59)),
    ((40, 60), (5, 6), PAGE_UP, NONE, (0, 6)),
    ((40, 60), (5, 6), PAGE_DOWN, NONE, (39, 6)),
    ((784, 1), (27, 0), DOWN, NONE, (55, 0)),
    ((784, 1), (27, 0), RIGHT, NONE, (27, 0)),
    ((784, 1), (28, 0), END, NONE, (55, 0)),
    ((97, 1), (9, 0), RIGHT, NONE, (9, 0)),
    ((97, 1), (96, 0), RIGHT, NONE, (96, 0)),
    ((97, 1), (88, 0), DOWN, NONE, (88, 0)),
    ((97, 1), (0, 0), END, CTRL, (96, 0)),
    ((97, 1), (9, 0), PAGE_DOWN, NONE, (89, 0)),
    ((4, 784), (0, 27), RIGHT, NONE, (1, 0)),
    ((4, 784), (1, 28), LEFT, NONE, (0, 55)),
    ((4, 784), (0, 29), RIGHT, CTRL, (1, 29)),
    ((4, 784), (0, 29), LEFT, CTRL, (0, 29)),
    ((4, 784), (3, LAST), END, CTRL, (3, LAST)),
    ((4, 784), (2, 5), UP, NONE, (2, 5)),
]


@pytest.mark.parametrize(("shape", "start", "key", "modifier", "end"), WALKS)
def test_keys_walk_over_the_picture_and_stop_at_edges(
    view, qtbot, shape, start, key, modifier, end
) -> None:
    view.set_array(RNG.normal(size=shape))
    view.set_cell(start)
    qtbot.keyClick(view, key, modifier)
    assert view.cell == end


def test_a_page_is_a_tile_high_where_there_are_tiles(view, qtbot) -> None:
    view.set_array(RNG.normal(size=(60, 784)))
    across = view.arrangement.across
    view.set_cell((1, 300))
    qtbot.keyClick(view, PAGE_DOWN)
    assert view.cell == (1 + across, 300)
    qtbot.keyClick(view, PAGE_UP)
    qtbot.keyClick(view, PAGE_UP)
    assert view.cell == (1, 300)


def test_other_keys_are_left_to_others(view, qtbot) -> None:
    view.set_array(RNG.normal(size=(4, 4)))
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert view.cell is None


def test_without_an_array_keys_and_pointer_find_nothing(view, hover, qtbot) -> None:
    view.set_hint("Take a step, and its gradients appear here.")
    view.set_array(None, name="dW2")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    hover(QPointF(20, 20))
    assert view.cell is None
    assert view.scale is None
    assert view.accessibleDescription() == "Take a step, and its gradients appear here."
    assert len(np.unique(photograph(view, 1.0))) > 3


def test_what_does_not_fit_scrolls_and_keeps_the_walking_cell_in_view(view, qtbot) -> None:
    view.set_array(RNG.normal(size=(900, 1200)))
    room = view.viewport().rect()
    assert view.cell_size == 1
    assert view.verticalScrollBar().maximum() > 0
    assert view.horizontalScrollBar().maximum() > 0
    for key, modifier in ((END, CTRL), (HOME, NONE), (UP, NONE), (PAGE_UP, NONE), (HOME, CTRL)):
        qtbot.keyClick(view, key, modifier)
        assert room.contains(view.rect_of(view.cell).toAlignedRect())
    assert (view.verticalScrollBar().value(), view.horizontalScrollBar().value()) == (0, 0)


def test_what_fits_has_no_scroll_bars(view) -> None:
    for shape in ((40, 60), (30, 784), (784, 1), (128, 1)):
        view.set_array(RNG.normal(size=shape))
        assert view.verticalScrollBar().maximum() == 0
        assert view.horizontalScrollBar().maximum() == 0


def test_after_the_wheel_the_pointer_is_over_another_cell(view, hover, qtbot) -> None:
    view.set_array(RNG.normal(size=(900, 50)))
    spot = view.rect_of((100, 20)).topLeft().toPoint()
    hover(QPointF(spot))
    before = view.cell
    bar = view.verticalScrollBar()
    turned = wheel(view, spot)
    assert turned == bar.value() > 0
    assert view.cell == (before[0] + turned, before[1])


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


REGIONS = [
    ((slice(2, 3), slice(None)), [(2, 0), (2, 59)]),
    ((slice(None), slice(7, 8)), [(0, 7), (39, 7)]),
    ((slice(5, 9), slice(10, 20)), [(5, 10), (8, 19)]),
    ((slice(-1, None), slice(-1, None)), [(39, 59)]),
]


@pytest.mark.parametrize(("region", "corners"), REGIONS)
def test_an_outline_lies_around_its_cells_and_on_none_of_them(view, region, corners) -> None:
    view.set_array(RNG.normal(size=(40, 60)))
    expected = colors(view)
    view.set_outlines([region])
    seen = photograph(view, 1.0)
    inside = np.zeros((40, 60), bool)
    inside[region] = True
    size = view.cell_size
    ink = np.uint32(QColor(theme.tokens().ink).rgb())
    for cell in np.argwhere(inside).tolist():
        box = view.rect_of(tuple(cell)).toRect()
        block = seen[box.top() : box.top() + size, box.left() : box.left() + size]
        assert (block == expected[tuple(cell)]).all()
    first, last = view.rect_of(corners[0]).toRect(), view.rect_of(corners[-1]).toRect()
    assert (seen[first.top() - 1, first.left() - 1 : last.left() + size + 1] == ink).all()
    assert (seen[last.top() + size, first.left() - 1 : last.left() + size + 1] == ink).all()
    assert (seen[first.top() : last.top() + size, first.left() - 1] == ink).all()
    assert (seen[first.top() : last.top() + size, last.left() + size] == ink).all()


@pytest.mark.parametrize(
    ("shape", "region"),
    [
        ((6, 784), (slice(3, 4), slice(None))),
        ((6, 784), (slice(None), slice(300, 301))),
        ((6, 784), (slice(1, 2), slice(100, 300))),
        ((784, 1), (slice(100, 101), slice(None))),
        ((784, 1), (slice(None), slice(None))),
        ((97, 1), (slice(8, 33), slice(0, 1))),
    ],
)
def test_an_outline_touches_the_edge_of_every_cell_at_its_border(view, shape, region) -> None:
    """In every form: between a cell of the region and a neighbour that is none, there is ink."""
    view.set_array(RNG.normal(size=shape))
    view.set_outlines([region])
    seen, made, size = photograph(view, 1.0), view.arrangement, view.cell_size
    ink = np.uint32(QColor(theme.tokens().ink).rgb())
    inside = np.zeros(shape, np.uint8)
    inside[region] = 1
    mask = np.pad(made.arrange(inside, 0, 0), 1)
    corner = view.picture_rect().topLeft().toPoint()
    middle, borders = size // 2, 0
    for y, x in (np.argwhere(mask) - 1).tolist():
        left, top = corner.x() + x * size, corner.y() + y * size
        for dy, dx, spot in (
            (-1, 0, (top - 1, left + middle)),
            (1, 0, (top + size, left + middle)),
            (0, -1, (top + middle, left - 1)),
            (0, 1, (top + middle, left + size)),
        ):
            if not mask[y + 1 + dy, x + 1 + dx]:
                assert seen[spot] == ink
                borders += 1
    assert borders >= 4


def test_the_current_cell_is_framed_in_two_tones(view) -> None:
    view.set_array(RNG.normal(size=(40, 60)), signed=True)
    view.set_cell((10, 20))
    seen, look = photograph(view, 1.0), theme.tokens()
    box = view.rect_of((10, 20)).toRect()
    assert seen[box.top() - 1, box.left()] == np.uint32(QColor(look.ink).rgb())
    assert seen[box.top() - 2, box.left()] == np.uint32(QColor(look.ground).rgb())
    assert seen[box.top(), box.left()] == colors(view)[10, 20]


def test_the_theme_changes_the_colours(view, look) -> None:
    view.set_array(np.zeros((3, 3)), name="dW1")
    spot = view.rect_of((1, 1)).center().toPoint()
    for choice in ("dark", "light"):
        look.choose(choice)
        ground = np.uint32(QColor(theme.tokens().ground).rgb())
        assert photograph(view, 1.0)[spot.y(), spot.x()] == ground


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


def test_one_column_of_many_is_shown_as_a_digit_image(view) -> None:
    values = RNG.normal(size=(784, 5))
    view.set_array(values, name="X", form=Form.IMAGE, column=3)
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
        (np.zeros((3, 4)), Form.IMAGES, 0, "cannot be shown as images"),
        (np.zeros((784, 2)), Form.IMAGE, 2, "cannot be shown as image, column 2"),
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
