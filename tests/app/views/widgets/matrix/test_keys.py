"""Keys walk over the picture, and what they reach is in view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.app.views.widgets.matrix.sight import (
    RNG,
)

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
    ((10, 700), (9, 174), RIGHT, NONE, (9, 175)),
    ((10, 700), (9, 174), DOWN, NONE, (9, 174)),
    ((10, 700), (3, 600), HOME, NONE, (3, 0)),
    ((500, 7), (124, 6), DOWN, NONE, (125, 6)),
    ((500, 7), (0, 6), RIGHT, NONE, (0, 6)),
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
