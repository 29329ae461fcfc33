from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QWidget

from app.views.widgets.labels import SteadyLabel
from app.views.widgets.notice import notice
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.rich import Anchor, RichLabel, Strong
from app.views.widgets.status_line import StatusLine
from core.files.plain_text import LONGEST_TEXT

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
    assert isinstance(line.network, SteadyLabel)  # paints words, never markup
    assert line.network.text() == "In use: <h1>owned</h1>"
    assert "&lt;h1&gt;" in line.network.toolTip()


def test_a_long_name_is_broken_and_widens_nothing(qtbot) -> None:
    label = PlainLabel("W" * 10_000)
    qtbot.addWidget(label)
    assert len(label.text()) < 1.1 * LONGEST_TEXT
    assert label.minimumSizeHint().width() <= 300
    label.setWordWrap(True)
    label.resize(600, 40)
    assert label.heightForWidth(600) > 10 * label.fontMetrics().height()
    label.setText("\u202eexe.\u200b\x1b[31mtxt")
    assert label.text() == "exe.[31mtxt"


def test_a_message_shows_a_name_as_it_is(look, qtbot) -> None:
    box = notice(None, "<h1>owned</h1>", "<a href='x'>Update</a>" + "W" * 5000)
    qtbot.addWidget(box)
    labels = [each for each in box.findChildren(QLabel) if each.text()]
    assert len(labels) >= 2
    assert {each.textFormat() for each in labels} == {Qt.TextFormat.PlainText}
    box.show()
    assert box.width() < 1000


def test_markup_of_ours_shows_a_strangers_text_as_it_is(look, qtbot) -> None:
    label = RichLabel()
    qtbot.addWidget(label)
    stranger = "<b>x</b> & <a href='y'>z</a>\nline"
    label.show_parts(stranger, Strong(stranger), Anchor("3", stranger))
    shown = QTextDocument()
    shown.setHtml(label.text())
    assert shown.toPlainText().replace("\u2028", "\n") == 3 * stranger
    assert set(re.findall('href="([^"]*)"', shown.toHtml())) == {"3"}


def test_what_goes_on_stays_in_one_line(look, qtbot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_activity("a\nb" + "W" * 5000)
    assert "\n" not in line.activity.text()
    assert line.minimumSizeHint().width() < 700
