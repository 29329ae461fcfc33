from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.status_line import StatusLine

TEXTS = [
    "plain",
    "5 < 7 > 3",
    "<h1>big</h1><a href='x'>Update</a>",
    "<img src=x>",
    "a &amp; b",
    "<",
    "long " * 60 + "tail",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_tooltip_shows_the_very_text(qtbot, text: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setToolTip(plain_tip(text))
    shown = QTextDocument()
    if Gui.mightBeRichText(widget.toolTip()):
        shown.setHtml(widget.toolTip())
    else:
        shown.setPlainText(widget.toolTip())
    assert shown.toPlainText() == text


def test_a_label_takes_nothing_for_markup(qtbot) -> None:
    label = PlainLabel("<b>x</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>x</b>"


def test_the_status_line_shows_a_name_as_it_is(look, qtbot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_network("In use: <h1>owned</h1>")
    assert line.network.textFormat() is Qt.TextFormat.PlainText
    assert line.network.text() == "In use: <h1>owned</h1>"
    assert "&lt;h1&gt;" in line.network.toolTip()
