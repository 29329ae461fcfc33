"""Above the editor: the file, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.views.widgets.buttons import icon_button, text_button


class Bar(QWidget):
    """Each wanted-signal: its button was pressed."""

    open_wanted = Signal()
    new_wanted = Signal()
    check_wanted = Signal()
    train_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.name = QLabel()
        self.name.setMinimumWidth(40)
        self.open = icon_button("open", "Open a file…", self.open_wanted.emit)
        self.new = icon_button("draw", "New exercise…", self.new_wanted.emit)
        self.export = icon_button("export", "Export the report…", self.export_wanted.emit)
        self.train = text_button(
            "train",
            "Train with my code",
            self.train_wanted.emit,
            "Train a network with these functions, beside the reference",
        )
        self.check = QPushButton("Check")
        self.check.setToolTip("Save and check (Ctrl+Enter)")
        self.check.setProperty("role", "primary")
        self.check.clicked.connect(lambda: self.check_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for button in (self.open, self.new):
            row.addWidget(button)
        row.addWidget(self.name, 1)
        for each in (self.export, self.train, self.check):
            row.addWidget(each)

    def show_file(self, path: Path | None, *, is_modified: bool) -> None:
        self._name = f"{path.name}{' •' if is_modified else ''}" if path else ""
        self.name.setToolTip(str(path) if path else "")
        self.check.setText("Save and check" if is_modified else "Check")
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.name.setText(
            self.name.fontMetrics().elidedText(
                self._name, Qt.TextElideMode.ElideMiddle, self.name.width()
            )
        )
