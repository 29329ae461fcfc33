"""The captions of a network's picture: apart from each other, and never crossed by a line."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from app.look import theme
from app.views.widgets.network_picture.captions import captions
from app.views.widgets.network_picture.layout import TileLayout, arrange
from app.views.widgets.network_picture.painting import View, paint_scene
from core.inspection.flow import reader_of
from core.inspection.scenes import Scene, live_scene
from tests.app.views.widgets.network_picture.test_picture import an_image, snapshot_of

SHIPPED = (784, 1024, 512, 10)


def placed(dimensions: tuple[int, ...], width: int, ratio: float = 1.0) -> TileLayout:
    return arrange(dimensions, (width, 480), ratio, least=3, words=60, above=30)


def names_of(dimensions: tuple[int, ...]) -> tuple[str, ...]:
    return "X", *(f"H{layer}" for layer in range(1, len(dimensions)))


def texts(dimensions: tuple[int, ...], width: int, *, is_compact: bool = False) -> list[str]:
    font = theme.font(theme.tokens().type_note)
    layout = placed(dimensions, width)
    shown = captions(layout, names_of(dimensions), font, is_compact=is_compact)
    return [each.text for each in shown]


def scene_of(dimensions: tuple[int, ...]) -> Scene:
    return live_scene(reader_of(snapshot_of(dimensions)).read(an_image()), 200)


def painted(scene: Scene, layout: TileLayout, view: View) -> QImage:
    width, height = (int(side * layout.ratio) for side in layout.size)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(layout.ratio)
    image.fill(theme.tokens().color("ground"))
    with QPainter(image) as painter:
        paint_scene(painter, scene, view)
    image.setDevicePixelRatio(1)
    return image


def test_with_room_every_layer_has_its_number(look) -> None:
    assert texts(SHIPPED, 800) == ["X · 784", "H¹ · 1,024", "H² · 512", "H³ · 10"]


def test_captions_that_would_touch_have_no_numbers(look) -> None:
    assert texts(SHIPPED, 240) == ["X · 784", "H¹", "H²", "H³ · 10"]


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [220, 300, 420, 700, 1100])
@pytest.mark.parametrize("dimensions", [SHIPPED, (784, *(2048,) * 5, 10), (784, *(6,) * 11, 10)])
def test_captions_lie_apart_and_beside_the_tiles(look, percent, width, dimensions) -> None:
    look.choose_size(percent)
    layout, font = placed(dimensions, width), theme.font(theme.tokens().type_note)
    boxes = [e.box for e in captions(layout, names_of(dimensions), font, is_compact=False)]
    look.choose_size(100)
    assert boxes
    for one, other in combinations(boxes, 2):
        assert not one.intersects(other)
    for block in layout.blocks:
        for box in boxes:
            assert (
                box.right() <= block.left
                or box.left() >= block.left + block.width
                or box.bottom() <= block.top
                or box.top() >= block.top + block.height
            )


def test_a_layer_that_shows_nothing_and_has_no_room_has_no_caption(look) -> None:
    font, layout = theme.font(theme.tokens().type_note), placed(SHIPPED, 300)
    shown = captions(layout, ("",) * 4, font, is_compact=False)
    assert "" not in [each.text for each in shown]


def test_in_a_compact_picture_only_shared_tiles_have_a_caption(look) -> None:
    assert texts(SHIPPED, 800, is_compact=True) == []
    assert texts((784, 8192, 10), 400, is_compact=True) == ["H¹ · 8,192, 2 a tile"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_no_line_crosses_a_caption(look, scheme, ratio) -> None:
    look.choose(scheme)
    dimensions = (784, 300, 200, 10)
    scene, layout = scene_of(dimensions), placed(dimensions, 400, ratio)
    with_lines = painted(scene, layout, View(layout, "relu"))
    without = painted(scene, layout, View(layout, "relu", own=()))
    assert with_lines != without
    font = theme.font(theme.tokens().type_note)
    for each in captions(layout, scene.names, font, is_compact=False):
        left, top, width, height = (side * ratio for side in each.box.getRect())
        place = int(np.ceil(left)), int(np.ceil(top)), int(width) - 1, int(height) - 1
        assert with_lines.copy(*place) == without.copy(*place), each.text
