"""The card where a network learns the open set, and where that is kept or not."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.background.training.messages import TeachProgress
from app.look import theme
from app.state.my_handwriting import LessonState, MyHandwriting
from app.views import figures
from app.views.data.hand.result import Result
from app.views.widgets.buttons import text_button

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
    LessonState.CANCELLING: "Cancelling…",
}
IN_USE = (
    "Drawings are read with the network that was taught your hand. Saved to a file, it takes your "
    "drawings along."
)


class LearnCard(QFrame):
    """Shows what MyHand says of learning, and tells it what is pressed."""

    def __init__(self, hand: MyHandwriting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = hand
        self.setProperty("role", "card")
        title = QLabel("Teach the network")
        title.setFont(theme.font(theme.tokens().type_text, 600))
        self.what = QLabel()
        self.what.setWordWrap(True)
        self.what.setProperty("role", "note")
        self.learn = QPushButton("Learn these")
        self.learn.setProperty("role", "primary")
        self.learn.clicked.connect(hand.learn)
        self.cancel = text_button("stop", "Cancel", hand.cancel)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.result = Result()
        self.keep = QPushButton("Keep")
        self.keep.setProperty("role", "primary")
        self.keep.setToolTip("Read with the taught network, now and when the app starts again")
        self.keep.clicked.connect(hand.keep)
        self.discard = QPushButton("Discard")
        self.discard.setToolTip("Forget it; the network in use stays as it is")
        self.discard.clicked.connect(hand.discard)
        self.in_use = QLabel(IN_USE)
        self.in_use.setWordWrap(True)
        self.in_use.setProperty("role", "good")
        self.go_back = text_button(
            "undo", "Use the network before", hand.go_back, "Undo: read as before it was taught"
        )
        self._lay_out(title)
        hand.changed.connect(self.refresh)
        hand.learning_changed.connect(self.refresh)
        hand.progressed.connect(self._on_progress)
        hand.network.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self, *_: object) -> None:
        """Show what can be done now."""
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
        self.cancel.setEnabled(learning is not LessonState.CANCELLING)
        self.result.setVisible(is_asking)
        if self._hand.result is not None:
            self.result.show_result(self._hand.result.result)
        self.keep.setVisible(is_asking)
        self.discard.setVisible(is_asking)
        was_kept = learning is LessonState.NOTHING and self._hand.network.is_kept
        self.in_use.setVisible(was_kept)
        self.go_back.setVisible(was_kept)

    @Slot(object)
    def _on_progress(self, progress: TeachProgress) -> None:
        if self._hand.learning is LessonState.LEARNING:
            self.bar.setValue(round(PER_MILLE * progress.done))
            left = figures.duration(progress.seconds_left)
            self.what.setText(f"{BUSY[LessonState.LEARNING]} {left} left.")

    def _lay_out(self, title: QLabel) -> None:
        decision = QHBoxLayout()
        decision.setSpacing(8)
        decision.addWidget(self.keep, 1)
        decision.addWidget(self.discard, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        above: tuple[QWidget, ...] = (title, self.what, self.bar, self.result)
        below: tuple[QWidget, ...] = (self.learn, self.cancel, self.in_use, self.go_back)
        for widget in above:
            layout.addWidget(widget)
        layout.addLayout(decision)
        for widget in below:
            layout.addWidget(widget)


def _words(count: int) -> str:
    if not count:
        return NONE_YET
    words = WHAT.format(drawings=figures.counted(count, "drawing"))
    return words + (TOO_FEW if count < FEW else "")
