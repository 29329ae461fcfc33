"""The cards beside the drawings: collecting them, and teaching the network."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.background.training.messages import TeachProgress
from app.look import figures, sizes, theme
from app.state.lesson import warning
from app.state.my_handwriting import LessonState, MyHandwriting
from app.views.data.hand.progress import TIMES, WHOLE, Dots, progress_of
from app.views.widgets.buttons import text_button
from app.views.widgets.plain import PlainLabel
from core.network.evaluation import Evaluation
from core.reading.fine_tuning import FineTuning

PER_MILLE = 1000
FEW = 10
WHAT = (
    "A copy of the network in use learns your {drawings} and keeps them to compare with. It "
    "rehearses other people’s digits, too, so that it forgets none."
)
NONE_YET = "There is nothing to learn yet: first draw, or teach what was read wrongly."
TOO_FEW = " Three of each digit are a good start."
BUSY = {
    LessonState.READING: "Reading other people’s digits…",
    LessonState.LEARNING: "Learning your hand…",
}
IN_USE = (
    "Drawings are read with the network that was taught your hand. Saved to a file, it takes your "
    "drawings along."
)
KEEP, KEEP_ANYWAY = "Keep", "Keep anyway"
NOT_MEASURED = "–"
HELD_OUT = "Each of your drawings was read by a network that was taught only the other ones."
TOO_FEW_TO_TELL = "One drawing is too few to tell how much better yours are read."


class CollectCard(QFrame):
    """Offers to draw each digit three times. start_pressed: begin, or go on."""

    start_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        title = PlainLabel("Draw each digit three times")
        sizes.set_font(title, "type_text", 600)
        self.dots = Dots()
        self.note = PlainLabel()
        self.note.setProperty("role", "note")
        self.button = text_button("draw", "Start", self.start_pressed.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        for widget in (title, self.dots, self.note, self.button):
            layout.addWidget(widget)

    def show_counts(self, counts: NDArray[np.int64]) -> None:
        """counts: (10,), how many drawings of each digit the open set has."""
        progress = progress_of(counts, TIMES)
        done = int(progress.sum())
        self.dots.show_progress(progress, None)
        self.note.setText(
            "The quickest way to show your hand."
            if not done
            else f"{done} of {WHOLE} drawn."
            if done < WHOLE
            else "All drawn. More of them teach more."
        )
        self.button.setText("Start" if not done else "Go on" if done < WHOLE else "Once more")


class ResultTable(QWidget):
    """How many digits each network reads right, before and after, how that was counted, and a
    warning where it got worse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = [_row() for _ in range(2)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, word in enumerate(("Read right", "before", "after")):
            label = PlainLabel(word)
            label.setProperty("role", "note")
            label.setAlignment(_side(column))
            grid.addWidget(label, 0, column)
        for number, labels in enumerate(self.rows, start=1):
            for column, label in enumerate(labels):
                grid.addWidget(label, number, column)
        self.warning = PlainLabel()
        self.warning.setWordWrap(True)
        self.warning.setProperty("role", "warning")
        self.how = PlainLabel()
        self.how.setWordWrap(True)
        self.how.setProperty("role", "note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addWidget(self.warning)
        layout.addWidget(self.how)

    def show_result(self, result: FineTuning) -> None:
        mine, others = result.mine, result.others
        counted = [
            f"{number:,}" if mine.count else NOT_MEASURED for number in (mine.before, mine.after)
        ]
        self._show(0, f"Your {figures.counted(mine.count, 'drawing')}", *counted)
        shares = map(_share, (others.before, others.after))
        self._show(1, f"{result.others_name}, {others.before.count:,}", *shares)
        sentence = warning(result)
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))
        self.how.setText(HELD_OUT if mine.count else TOO_FEW_TO_TELL)

    def _show(self, row: int, *words: str) -> None:
        for label, word in zip(self.rows[row], words, strict=True):
            label.setText(word)


def _row() -> tuple[PlainLabel, PlainLabel, PlainLabel]:
    labels = PlainLabel(), PlainLabel(), PlainLabel()
    for column, label in enumerate(labels):
        label.setAlignment(_side(column))
        label.setWordWrap(column == 0)
        sizes.set_font(label, "type_text", 600 if column == 2 else 400)
    return labels


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


def _share(evaluation: Evaluation) -> str:
    """“99.36 %”: networks before and after differ in the second decimal."""
    return f"{100 * evaluation.accuracy:.2f}{figures.THIN}%"


class LearnCard(QFrame):
    """Teaches the network in use the open set, and asks whether to keep what it learned."""

    def __init__(self, hand: MyHandwriting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = hand
        self.setProperty("role", "card")
        title = PlainLabel("Teach the network")
        sizes.set_font(title, "type_text", 600)
        self.what = PlainLabel()
        self.what.setWordWrap(True)
        self.what.setProperty("role", "note")
        self.learn = QPushButton("Learn these")
        self.learn.setProperty("role", "primary")
        self.learn.clicked.connect(hand.learn)
        self.cancel = text_button("stop", "Cancel", hand.cancel)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.result = ResultTable()
        self.keep = QPushButton(KEEP)
        self.keep.setToolTip("Read with the taught network, now and when the app starts again")
        self.keep.clicked.connect(hand.keep)
        self.discard = QPushButton("Discard")
        self.discard.setToolTip("Forget it; the network in use stays as it is")
        self.discard.clicked.connect(hand.discard)
        self.in_use = PlainLabel(IN_USE)
        self.in_use.setWordWrap(True)
        self.in_use.setProperty("role", "good")
        self.go_back = text_button(
            "undo", "Use the network before", hand.go_back, "Undo: read as before it was taught"
        )
        self._decision = QHBoxLayout()
        self._lay_out(title)
        hand.changed.connect(self.refresh)
        hand.learning_changed.connect(self.refresh)
        hand.progressed.connect(self._on_progress)
        hand.network.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self, *_: object) -> None:
        """Show the state of the lesson, and the buttons that belong to it."""
        learning, count = self._hand.learning, len(self._hand.open_set.drawings)
        is_busy = learning in BUSY
        is_asking = learning is LessonState.ASKING
        self.what.setText(BUSY[learning] if is_busy else _words(count))
        self.what.setVisible(not is_asking)
        self.bar.setVisible(is_busy)
        if is_busy:
            self.bar.setRange(0, PER_MILLE if learning is LessonState.LEARNING else 0)
            self.bar.setValue(0)
        self.learn.setVisible(not is_busy and not is_asking)
        self.learn.setEnabled(count > 0)
        self.cancel.setVisible(is_busy)
        self.result.setVisible(is_asking)
        if self._hand.result is not None:
            self._ask_about(self._hand.result.result)
        self.keep.setVisible(is_asking)
        self.discard.setVisible(is_asking)
        was_kept = learning is LessonState.NOTHING and self._hand.network.is_kept
        self.in_use.setVisible(was_kept)
        self.go_back.setVisible(was_kept)

    def _ask_about(self, result: FineTuning) -> None:
        """The first button is the better answer."""
        self.result.show_result(result)
        is_worse = bool(warning(result))
        self.keep.setText(KEEP_ANYWAY if is_worse else KEEP)
        order = (self.discard, self.keep) if is_worse else (self.keep, self.discard)
        for button, role in zip(order, ("primary", ""), strict=True):
            self._decision.removeWidget(button)
            self._decision.addWidget(button, 1)
            theme.repolish(button, role)
        QWidget.setTabOrder(*order)

    @Slot(object)
    def _on_progress(self, progress: TeachProgress) -> None:
        if self._hand.learning is LessonState.LEARNING:
            self.bar.setValue(round(PER_MILLE * progress.done))
            left = figures.duration(progress.seconds_left)
            self.what.setText(f"{BUSY[LessonState.LEARNING]} {left} left.")

    def _lay_out(self, title: PlainLabel) -> None:
        self._decision.setSpacing(8)
        self._decision.addWidget(self.keep, 1)
        self._decision.addWidget(self.discard, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        above: tuple[QWidget, ...] = (title, self.what, self.bar, self.result)
        below: tuple[QWidget, ...] = (self.learn, self.cancel, self.in_use, self.go_back)
        for widget in above:
            layout.addWidget(widget)
        layout.addLayout(self._decision)
        for widget in below:
            layout.addWidget(widget)


def _words(count: int) -> str:
    if not count:
        return NONE_YET
    words = WHAT.format(drawings=figures.counted(count, "drawing"))
    return words + (TOO_FEW if count < FEW else "")
