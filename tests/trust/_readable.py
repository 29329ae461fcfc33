"""All that can be read of a widget, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QTextBrowser,
    QWidget,
)

from tests.trust._hostile import SIGN

# What a label or a tooltip may hold: nothing that turns, hides or commands.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LONGEST_SHOWN = 21_000
OURS = re.compile(r"\d+$|digit-lab:")  # where links lead: a line of the file, a place in the app


def texts_of(widget: QWidget) -> Iterator[tuple[str, str, bool]]:
    """(what, text, whether it is shown as markup) of all that can be read of a widget."""
    rich = Qt.TextFormat
    if isinstance(widget, QLabel):
        kind = widget.textFormat()
        might = kind is rich.AutoText and Gui.mightBeRichText(widget.text())
        yield "the label", widget.text(), kind in (rich.RichText, rich.MarkdownText) or might
    if isinstance(widget, QAbstractButton):
        yield "the button", widget.text(), False
    if isinstance(widget, QComboBox):
        for index in range(widget.count()):
            yield "an entry", widget.itemText(index), False
    elif isinstance(widget, QAbstractItemView):
        for text, is_tip in _entries(widget.model(), QModelIndex()):
            yield "an entry", text, is_tip and Gui.mightBeRichText(text)
    if isinstance(widget, QTextBrowser):
        yield "the page", widget.toHtml(), True
    yield "the tooltip", widget.toolTip(), Gui.mightBeRichText(widget.toolTip())
    yield "the title", widget.windowTitle(), False
    for action in widget.actions():
        yield "an action", action.text(), False
        yield "an action's tooltip", action.toolTip(), Gui.mightBeRichText(action.toolTip())


def _entries(model: QAbstractItemModel | None, parent: QModelIndex) -> Iterator[tuple[str, bool]]:
    """Each text of a list or a tree, and whether it is a tooltip."""
    if model is None:
        return
    places = ((row, column) for row in range(200) for column in range(10))
    for row, column in places:
        if not model.hasIndex(row, column, parent):
            continue
        index = model.index(row, column, parent)
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(index.data(role) or ""), role is Qt.ItemDataRole.ToolTipRole
        if column == 0:
            yield from _entries(model, index)


def fault_of(text: str, is_rich: bool) -> str:
    """What is wrong with a text that is shown, or ""."""
    if len(text) > LONGEST_SHOWN and not is_rich:
        return "is too long"
    if is_rich:
        document = QTextDocument()
        document.setHtml(text)
        links = re.findall(r'href="([^"]*)"', document.toHtml())
        if any(not OURS.match(each) for each in links):
            return "has a stranger's link"
        if SIGN in text and re.search(rf"<(h\d|img|b|a)\b[^>]*>[^<]*{SIGN}", text):
            return "shows a stranger's text as markup"
        text = document.toPlainText()
    found = FORBIDDEN.search(text)
    return f"holds {found[0]!r}" if found else ""
