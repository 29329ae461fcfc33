"""Text that may come from a file, shown as it is: what looks like markup is no markup."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(text: str = "") -> QLabel:
    """A label that never takes its text for markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def set_plain_tip(widget: QWidget, text: str) -> None:
    """A tooltip cannot be told that its text is plain, so what looks like markup is escaped."""
    widget.setToolTip(f"<p>{html.escape(text)}</p>" if Gui.mightBeRichText(text) else text)
