"""Outlines and the current cell: around the right cells, and on none of them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.look import theme
from tests.app.views.widgets.matrix.sight import (
    RNG,
    colors,
    photograph,
)

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
