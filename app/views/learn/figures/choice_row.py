"""A row of buttons of which one is pressed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.views.widgets.flow import FlowLayout


class ChoiceRow(QWidget):
    """name: what it sets. choices: ids and their words. chosen: the id of another one."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: dict[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._ids = list(choices)
        self._group = QButtonGroup(self)
        layout = FlowLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for number, words in enumerate(choices.values()):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def choice(self) -> str:
        """The id that is chosen."""
        return self._ids[self._group.checkedId()]

    def choose(self, choice: str) -> None:
        self._group.button(self._ids.index(choice)).setChecked(True)

    def _on_toggled(self, number: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._ids[number])
