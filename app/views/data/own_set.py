"""What was taken for what in the user's own data set, what is doubtful, and buttons to mend it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.look import theme
from app.views.widgets.plain import PlainLabel
from core.data.opening.mending import MENDS
from core.data.opening.records import FIRST, LAST, Opened, Request

SEVERAL = "Several data sets lie there. This one is open."
EITHER = "The label may as well stand in the {} column."
TAKE = "Take the {} column"
UNDO = "Undo"
MOST_NAMES = 40  # letters of a data set's name that a list shows


class OwnSet(QWidget):
    """Hidden while there is nothing to say. wanted: the Request that a button stands for."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = PlainLabel()
        self.words.setProperty("role", "note")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: list[QPushButton] = []
        self.choice = QComboBox(self)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.setMaxVisibleItems(12)
        self.choice.activated.connect(self._on_choice)
        self._request = Request(())
        self._choices: tuple[str, ...] = ()
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(theme.tokens().space_3)
        self._grid.setVerticalSpacing(theme.tokens().space_1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_2)
        layout.addWidget(self.words)
        layout.addWidget(self._rows)
        self.hide()

    def show_opened(self, opened: Opened | None) -> None:
        """Say what there is to say of `opened`; nothing of None."""
        self._clear()
        self.setVisible(opened is not None)
        if opened is None:
            return
        self._request = request = opened.request
        made = {MENDS[mend] for mend in request.mends}
        self.words.setText(" ".join(each for each in opened.words if each not in made))
        if opened.choices:
            self.choice.addItems([name[:MOST_NAMES] for name in opened.choices])
            self.choice.setCurrentIndex(opened.choices.index(request.chosen))
            self._choices = opened.choices
            self._add(self.choice, SEVERAL)
            self.choice.show()
        if opened.ask_label_column:
            other = FIRST if request.label_column == LAST else LAST
            self._add_button(
                TAKE.format(other), EITHER.format(other), replace(request, label_column=other)
            )
        for doubt in opened.doubts:
            mended = replace(request, mends=(*request.mends, doubt.mend))
            self._add_button(doubt.press, doubt.sentence, mended if doubt.mend else None)
        for mend in request.mends:
            others = tuple(each for each in request.mends if each != mend)
            self._add_button(UNDO, MENDS[mend], replace(request, mends=others))

    def set_busy(self, is_busy: bool) -> None:
        """While a data set is read nothing can be pressed."""
        self._rows.setEnabled(not is_busy)

    def _add_button(self, text: str, sentence: str, request: Request | None) -> None:
        button = QPushButton(text)
        button.setEnabled(request is not None)
        button.clicked.connect(partial(self.wanted.emit, request))
        self.buttons.append(button)
        self._add(button, sentence)

    def _add(self, control: QWidget, sentence: str) -> None:
        row = self._grid.rowCount()
        label = PlainLabel(sentence)
        label.setWordWrap(True)
        control.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid.addWidget(control, row, 0)
        self._grid.addWidget(label, row, 1)

    def _clear(self) -> None:
        self.buttons.clear()
        self.choice.hide()
        self.choice.clear()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.choice:
                widget.hide()
                widget.deleteLater()

    @Slot(int)
    def _on_choice(self, index: int) -> None:
        chosen = self._choices[index]
        if chosen != self._request.chosen:
            self.wanted.emit(Request(self._request.paths, chosen))
