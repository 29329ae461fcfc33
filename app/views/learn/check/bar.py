"""Above the editor: the file's name, the buttons for what can be done with it, and a notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.look import sizes
from app.views.learn.verdict import Verdict
from app.views.widgets.buttons import icon_button, text_button
from app.views.widgets.plain import PlainLabel, plain_tip


class FileBar(QWidget):
    """The file's name and five buttons. A signal x_wanted: the button x was pressed."""

    open_wanted = Signal()
    new_wanted = Signal()
    check_wanted = Signal()
    train_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.name = PlainLabel()
        sizes.set_least(self.name, 40)
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
        self.name.setToolTip(plain_tip(str(path) if path else ""))
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


class FileNotice(QWidget):
    """A sentence about the file, with buttons for what can be done; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self.verdict = Verdict()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self.verdict, 1)
        self.hide()

    @property
    def sentence(self) -> str:
        return self.verdict.words.text() if not self.isHidden() else ""

    def say(self, sentence: str, ways: Mapping[str, Callable[[], None]] | None = None) -> None:
        """Show `sentence`, or hide for “”. ways: texts of buttons, and what each does."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for words, act in (ways or {}).items():
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, act=act: act())
            self._row.addWidget(button)
            self.buttons.append(button)
        if sentence:
            self.verdict.say("warning", sentence)
        self.setVisible(bool(sentence))
