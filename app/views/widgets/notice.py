"""A calm dialog: what happened, what was kept, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.look import theme
from core.version import NAME


def notice(parent: QWidget | None, what: str, kept: str, details: str = "") -> QMessageBox:
    """A message box, not yet open, that deletes itself when closed."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, NAME, "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # it may quote a file
    box.setText(what)
    box.setIconPixmap(theme.icon("warning", "warning").pixmap(32, 32))
    box.setInformativeText(kept)
    box.setDetailedText(details)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
