"""Why: which pixels speak for the answer and which against, over the drawing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.actions import Actions
from app.look import colors, theme
from app.views.draw.draw_view import DrawView
from app.views.draw.sheet import picture_of
from app.views.widgets.why_layer import INK, WhyLayer
from core.ink.stages import stages
from core.ink.strokes import Drawing
from core.inspection.saliency import pixel_evidence
from core.network.snapshots import Snapshot
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import number
from tests.app.views.draw.test_pictures import image

CELL = 20
SIDE = 28 * CELL


@pytest.fixture
def layer(look, qtbot) -> WhyLayer:
    """Over the whole canvas: a pixel that speaks for, one against, one that is silent."""
    made = WhyLayer()
    qtbot.addWidget(made)
    made.resize(SIDE, SIDE)
    values, ink = np.zeros((784, 1), np.float32), np.zeros((784, 1), np.float32)
    values[5 * 28 + 5], values[5 * 28 + 9] = 2.0, -2.0
    ink[[5 * 28 + 5, 5 * 28 + 9, 5 * 28 + 13]] = 1.0
    made.set_evidence(values, ink, "7", (0, 0, 1))
    made.show()
    return made


def color(layer: WhyLayer, row: int, column: int) -> str:
    """In the corner of a cell, where no sign is."""
    return layer.grab().toImage().pixelColor(column * CELL + 1, row * CELL + 1).name()


def test_blue_speaks_for_orange_against_and_silent_ink_is_white(layer: WhyLayer) -> None:
    ramp = colors.palette(True, INK)
    ends = [f"#{int(ramp[level]) & 0xFFFFFF:06x}" for level in (colors.LEVELS - 1, 0)]
    assert [color(layer, 5, 5), color(layer, 5, 9)] == ends
    assert color(layer, 5, 13) == "#ffffff"


def test_signs_and_words_say_it_without_colour(layer: WhyLayer) -> None:
    assert layer.signs == (1, 1)
    assert layer.legend == ("speaks for 7", "speaks against")
    assert layer.accessibleName() == "Why 7: pixels for it 1, against 1"
    shown = layer.grab().toImage()
    for column, has_upright in ((5, True), (9, False)):
        above = shown.pixelColor(column * CELL + CELL // 2, 5 * CELL + CELL // 2 - 3)
        assert (above.name() != color(layer, 5, column)) == has_upright


def test_w_shows_it_over_the_drawing_and_hides_it(
    view: DrawView, actions: Actions, seven: Drawing, put: Put
) -> None:
    put(seven)
    layer = view.overlays.why
    assert not layer.isVisible()
    assert actions["why"].shortcut().toString() == "W"
    actions["why"].trigger()
    assert layer.isVisible()
    assert layer.geometry() == view.canvas.rect()
    assert layer.legend[0] == f"speaks for {view.prediction.digit}"
    assert sum(layer.signs) > 3
    actions["why"].trigger()
    assert not layer.isVisible()


def test_what_is_shown_is_what_the_network_says(
    view: DrawView, actions: Actions, snapshot: Snapshot, seven: Drawing, put: Put
) -> None:
    put(seven)
    actions["why"].trigger()
    values = pixel_evidence(snapshot, view.prediction.image, view.prediction.digit)
    strong = np.abs(values) >= 0.3 * colors.scale_of(values).limit
    assert view.overlays.why.signs == (
        int((strong & (values > 0)).sum()),
        int((strong & (values < 0)).sum()),
    )
    left, top, side = stages(seven).frame
    row, column = np.unravel_index(int(np.abs(values).argmax()), (28, 28))
    shown = view.canvas.grab().toImage()
    at = [(start + (cell + 0.08) * side / 28) * view.canvas.width()
          for start, cell in ((left, column), (top, row))]  # fmt: skip
    found = shown.pixelColor(*map(round, at))
    is_for = values[row * 28 + column] > 0
    assert (found.blue() > found.red()) == is_for


def test_it_gives_way_to_the_pen_and_comes_back(
    view: DrawView, actions: Actions, seven: Drawing, put: Put, qtbot
) -> None:
    put(seven)
    actions["why"].trigger()
    QTest.mousePress(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert not view.overlays.why.isVisible()
    QTest.mouseMove(view.canvas, QPoint(140, 200))
    qtbot.wait(30)
    assert not view.overlays.why.isVisible()
    QTest.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(140, 200))
    qtbot.waitUntil(view.overlays.why.isVisible)


def test_it_is_about_the_digit_that_is_looked_at(
    view: DrawView, actions: Actions, put: Put
) -> None:
    put(number(2))
    actions["why"].trigger()
    shown = view.overlays.why
    places = []
    for index in range(2):
        view.choose(index)
        assert shown.legend[0] == f"speaks for {view.prediction.digit}"
        places.append(shown.place.center().x())
    assert places[0] < 0.2 < places[1]


def test_on_a_blank_canvas_there_is_nothing_to_explain(
    view: DrawView, actions: Actions, seven: Drawing, put: Put
) -> None:
    actions["why"].trigger()
    assert not view.overlays.why.isVisible()
    put(seven)
    assert view.overlays.why.isVisible()
    put(Drawing())
    assert not view.overlays.why.isVisible()


def test_in_a_picture_the_pixels_lie_on_the_digit(
    view: DrawView, actions: Actions, put: Put
) -> None:
    put(picture_of("two", image()))
    actions["why"].trigger()
    box = view.overlays.boxes.boxes[1]
    assert view.overlays.why.place.contains(box.center())
    assert view.overlays.why.place.width() == pytest.approx(
        1.4 * max(box.width(), box.height()), rel=0.25
    )


def test_it_is_the_same_in_both_schemes(layer: WhyLayer) -> None:
    cells = [(5, 5), (5, 9), (5, 13)]
    light = [color(layer, *cell) for cell in cells]
    theme.watcher().choose("dark")
    assert [color(layer, *cell) for cell in cells] == light
