"""A calm dialog: what happened, what was kept, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.look import theme
from core.files.plain_text import breakable, plain_lines
from core.version import NAME

LONGEST_TEXT = 600


def notice(parent: QWidget | None, what: str, kept: str, details: str = "") -> QMessageBox:
    """A message box, not yet open, that deletes itself when closed."""
    box = plain_box(parent, what)
    box.setIconPixmap(theme.icon("warning", "warning").pixmap(32, 32))
    box.setInformativeText(_text(kept))
    box.setDetailedText(details)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def plain_box(parent: QWidget | None, what: str) -> QMessageBox:
    """A message box, not yet open, that takes nothing for markup: it may quote a file."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, NAME, "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # of the informative text, too, if it comes first
    box.setText(_text(what))
    return box


def _text(text: str) -> str:
    return breakable(plain_lines(text, LONGEST_TEXT))
