"""The number under the pointer: the sum it is, and beside it the difference of the loss."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look import theme
from app.views.figures import symbol
from app.views.inspect.microscope.sums import agreement, in_full, power, spelled
from core.inspection.differences import NumberCheck
from core.inspection.explanation import Explanation
from core.inspection.gradient_check import TOLERANCE
from core.inspection.walk import Walk

NUMBERS_HEIGHT = 34  # two lines
HINT = "Point at a cell, or walk to it with the arrow keys: its number is spelled out here."
CHECK_TIP = "The central difference (loss(x + h) − loss(x − h)) / 2h of this very number"
NO_CHECK_TIP = "Only gradients are checked: choose a stop on the way back"


class SpelledSum(QWidget):
    """check_wanted: the button. check_all_wanted: of every gradient."""

    check_wanted = Signal()
    check_all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme.tokens()
        self.symbols, self.numbers, self.verdict = QLabel(), QLabel(), QLabel()
        self.symbols.setFont(theme.font(look.type_text))
        self.numbers.setWordWrap(True)
        self.numbers.setFixedHeight(NUMBERS_HEIGHT)
        self.numbers.setProperty("role", "note")
        self.verdict.setProperty("role", "note")
        self.check = QPushButton("Check this number")
        self.check.setObjectName("check-number")
        self.check.clicked.connect(self.check_wanted)
        self.check_all = QPushButton("Check all")
        self.check_all.setObjectName("check-all")
        self.check_all.setToolTip("Every gradient of this walk against central differences")
        self.check_all.clicked.connect(self.check_all_wanted)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.symbols, self.numbers, self.verdict):
            label.setMinimumWidth(80)
            words.addWidget(label)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.check)
        buttons.addWidget(self.check_all)
        buttons.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addLayout(buttons)
        self.clear()

    def show_number(self, walk: Walk, found: Explanation, *, is_gradient: bool) -> None:
        symbols, numbers = spelled(walk, found)
        self.symbols.setText(symbols)
        self.numbers.setText(numbers)
        self.numbers.setToolTip(numbers)
        self._say("")
        self.check.setEnabled(is_gradient)
        self.check.setToolTip(CHECK_TIP if is_gradient else NO_CHECK_TIP)

    @Slot(object)
    def show_check(self, check: NumberCheck) -> None:
        cell = f"{symbol(check.name)}[{check.index[0]}, {check.index[1]}]"
        told = (
            f"{cell}: by the formula {in_full(check.analytic)}, by the difference of the loss "
            f"{in_full(check.numeric)}, relative error {power(check.relative_error)}. "
        )
        if check.at_kink:
            self._say(
                told + "A ReLU turns on or off in between, so the difference says nothing here.",
                "warning",
            )
        else:
            is_right = check.relative_error <= TOLERANCE
            self._say(told + agreement(check.relative_error), "good" if is_right else "error")

    def clear(self) -> None:
        self.symbols.setText("")
        self.numbers.setText(HINT)
        self._say("")
        self.check.setEnabled(False)
        self.check.setToolTip(NO_CHECK_TIP)

    def say(self, sentence: str, role: str) -> None:
        """role: good or error."""
        self._say(sentence, role)

    def _say(self, sentence: str, role: str = "note") -> None:
        self.verdict.setText(sentence)
        self.verdict.setToolTip(sentence)
        theme.repolish(self.verdict, role)
