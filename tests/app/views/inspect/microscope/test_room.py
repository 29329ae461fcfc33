"""Nothing is cut off, and nothing differs in size that has one shape."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.example import BATCH, DIGIT, DRAWING
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


@pytest.mark.parametrize(("number", "index"), [("7", 0), ("42", 1), ("2026", 2), ("1" * 12, 11)])
def test_which_digit_it_is_has_room(look, qtbot, pane, number, index):
    """In the smallest window, whatever the user says that it is."""
    pane.resize(800, 450)
    pane.chooser.choose(DRAWING)
    chooser = pane.chooser
    image = np.full((784, 1), 0.5, np.float32)
    for digit, corrected in ((8, True), (8, False), (None, False)):
        pane.set_digit(DrawnDigit(image, number, index, digit, corrected))
        qtbot.waitUntil(lambda: chooser.width() >= chooser.sizeHint().width())
        text, target = chooser.target.currentText(), chooser.target
        option = QStyleOptionComboBox()
        target.initStyleOption(option)
        room = target.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField
        )
        assert target.fontMetrics().horizontalAdvance(text) <= room.width()


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
