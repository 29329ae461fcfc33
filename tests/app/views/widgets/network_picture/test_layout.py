"""Where the tiles of a network lie: inside, apart, and found again at their places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.views.widgets.network_picture.layout import TileLayout, arrange

WIDTHS = st.lists(st.integers(2, 2048), min_size=1, max_size=5)
SIZES = st.tuples(st.integers(280, 2000), st.integers(130, 1200))


def placed(hidden: list[int], size: tuple[int, int], ratio: float = 1.0) -> TileLayout:
    return arrange((784, *hidden, 10), size, ratio, least=2, words=30, above=0)


@given(WIDTHS, SIZES, st.sampled_from([1.0, 1.25, 1.5, 2.0]))
@settings(max_examples=150, deadline=None)
def test_blocks_lie_side_by_side_within_the_room(hidden, size, ratio) -> None:
    layout = placed(hidden, size, ratio)
    width, height = (int(side * ratio) for side in size)
    right = 0
    for block in layout.blocks:
        assert block.left >= right, "blocks overlap"
        assert block.top >= 0
        assert block.top + block.height <= height
        assert block.tiles <= block.rows * block.columns
        right = block.left + block.width
    assert right <= width
    assert right <= layout.labels + layout.blocks[-1].tile


@given(WIDTHS, SIZES, st.data())
@settings(max_examples=100, deadline=None)
def test_a_unit_is_found_at_the_middle_of_its_tile(hidden, size, data) -> None:
    layout = placed(hidden, size)
    layer = data.draw(st.integers(0, len(layout.blocks) - 1))
    block = layout.blocks[layer]
    unit = data.draw(st.integers(0, block.units - 1))
    [middle] = block.middles(np.array([unit]))
    assert layout.unit_at(*middle) == (layer, unit // block.group * block.group)


@pytest.mark.parametrize(("hidden", "group"), [([128, 64], 1), ([1024, 512], 1), ([2048] * 5, 4)])
def test_units_share_tiles_only_where_there_is_no_room(hidden, group) -> None:
    layout = placed(hidden, (300, 150))
    assert max(block.group for block in layout.blocks) == group
    assert placed(hidden, (1000, 520)).blocks[1].group == 1


def test_room_above_the_tiles_is_kept_free() -> None:
    layout = arrange((784, 300, 10), (600, 300), 1.5, least=3, words=40, above=20)
    assert min(block.top for block in layout.blocks) >= 30
    assert max(block.top + block.height for block in layout.blocks) <= 450


def test_beside_the_tiles_there_is_no_unit() -> None:
    layout = placed([16], (900, 500))
    assert layout.unit_at(-1, 3) is None
    gap = layout.blocks[0].left + layout.blocks[0].width + 4
    assert layout.unit_at(gap, 250) is None
