"""Nothing is cut off, and nothing differs in size that has one shape."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from app.views.inspect.microscope.example import BATCH, DIGIT
from tests.app.views.inspect.microscope.looking import network


@pytest.mark.parametrize("size", [(912, 480), (1100, 620), (1700, 900)])
def test_nothing_is_cut_off(pane, size):
    pane.resize(*size)
    pane.chooser.choose(BATCH)
    assert pane.width() == size[0]
    assert pane.height() == size[1]
    for button in pane.chooser.kinds.buttons():
        assert button.width() >= button.sizeHint().width()
    for stop in ("Z1", "loss", "dW1", "dZ2", "dX"):
        pane.page.go_to(stop)
        for side in (pane.page.sides.forward, pane.page.sides.backward):
            room = side.sentence.fontMetrics().boundingRect(
                side.sentence.rect(), int(Qt.TextFlag.TextWordWrap), side.sentence.text()
            )
            assert room.height() <= side.sentence.height(), side.sentence.text()


@pytest.mark.parametrize("width", [912, 1101, 1168, 1700])
def test_titles_are_read_to_their_end(pane, width):
    pane.resize(width, 600)
    for stop in pane.page.walk.stops:
        pane.page.go_to(stop.name)
        for side in (pane.page.sides.forward, pane.page.sides.backward):
            text = side.title.text()
            assert "…" not in text
            assert QFontMetrics(side.title.font()).horizontalAdvance(text) <= side.title.width()


@pytest.mark.parametrize("width", [912, 1101, 1102, 1103])
def test_arrays_of_one_shape_have_cells_of_one_size(pane, width):
    pane.set_network(network((128, 64)))
    pane.resize(width, 600)
    pane.page.go_to("Z1")
    forward, backward = pane.page.sides.matrices
    assert forward.width() == backward.width()
    assert forward.cell_size == backward.cell_size
    assert forward.arrangement == backward.arrangement


@pytest.mark.parametrize("hidden", [(9, 8), (7,) * 8])
@pytest.mark.parametrize("kind", [DIGIT, BATCH])
@pytest.mark.parametrize("width", [912, 1700])
def test_no_scroll_bar_lies_over_the_way(qtbot, pane, hidden, kind, width):
    pane.resize(width, 600)
    pane.set_network(network(hidden))
    pane.chooser.choose(kind)
    strip = pane.page.strip
    bar = strip.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.isVisible() == (strip.line.width() > strip.viewport().width()))
    qtbot.waitUntil(lambda: strip.viewport().height() >= strip.line.height())
