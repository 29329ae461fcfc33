"""A line above the editor: something to know about the file, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.views.learn.verdict import Verdict


class FileNotice(QWidget):
    """Not there while it has nothing to say."""

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
        """ways: buttons, and what each does."""
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
