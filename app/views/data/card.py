"""A card for one data set: what it is, where it lies, how many digits, what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
)

from app.look import figures, sizes, theme
from app.views.widgets.buttons import text_button
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.dataset import Split

PER_MILLE = 1000
HEIGHT = 112  # at 100 %, as that of the title
TITLE_HEIGHT = 32
LEAST_WIDTH = 224


def counts(split: Split) -> str:
    """“Learn 55,000 · check 5,000 · test 10,000”."""
    parts = (("Learn", split.train), ("check", split.validation), ("test", split.test))
    return " · ".join(f"{words}\u00a0{figures.count(len(part))}" for words, part in parts)


class DataCard(QFrame):
    """Title, counts, a note, and a bar while digits are read; the radio button chooses the set."""

    def __init__(self, title: str, what: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        sizes.set_least(self, LEAST_WIDTH, HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.choose = QRadioButton(title)
        sizes.set_font(self.choose, "type_text", 600)
        self._what = PlainLabel(what)
        self._what.setWordWrap(True)
        self.counts = PlainLabel()
        sizes.set_font(self.counts, "type_note")
        self.note = PlainLabel()
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.counts.setWordWrap(True)
        self.counts.hide()
        for label in (self._what, self.counts, self.note):
            label.setProperty("role", "note")
        self.bar = QProgressBar()
        self.bar.setRange(0, PER_MILLE)
        self.bar.setTextVisible(False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self._top = QHBoxLayout()
        self._top.addWidget(self.choose, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 12)
        layout.setSpacing(2)
        self._top.setSpacing(8)
        sizes.set_least(self.choose, height=TITLE_HEIGHT)
        layout.addLayout(self._top)
        layout.addWidget(self._what)
        layout.addWidget(self.counts)
        layout.addWidget(self.note, 1)
        layout.addWidget(self.bar)

    def add_button(self, icon: str, text: str, act: Callable[[], None]) -> QPushButton:
        """A button beside the title that calls `act`."""
        button = text_button(icon, text, act)
        self._top.addWidget(button)
        return button

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.choose.isEnabled():
            self.choose.setChecked(True)

    def show_sentence(self, text: str, role: str = "note") -> None:
        """role: note, error or good; an error hides the description and the counts."""
        is_error = role == "error"
        self._what.setVisible(not is_error)
        self.counts.setVisible(not is_error and bool(self.counts.text()))
        self.note.setText(text)
        self.note.setToolTip(plain_tip(text))
        theme.repolish(self.note, role)

    def show_split(self, split: Split, place: str) -> None:
        """Show the counts of `split`; place: a note on where it lies, or ""."""
        self.counts.setText(counts(split))
        self.show_sentence(place)

    def show_share(self, done: int, total: int) -> None:
        """Show how far it is, of whatever."""
        self.bar.setRange(0, PER_MILLE)
        self.bar.setValue(round(PER_MILLE * done / max(total, 1)))
        self.bar.show()

    def show_progress(self, done: int, total: int) -> None:
        """Show how much is downloaded; in bytes."""
        self.show_share(done, total)
        so_far = f"{done / 1e6:.1f}{figures.THIN}MB"  # as long as it was, however far it is
        self.show_sentence(f"{so_far} of {figures.size(total)}")

    def set_busy(self, sentence: str) -> None:
        """Show `sentence`, and a bar that only says that something goes on."""
        self.bar.setRange(0, 0)
        self.bar.show()
        self.show_sentence(sentence)

    def end_busy(self) -> None:
        """Hide the bar."""
        self.bar.setRange(0, PER_MILLE)
        self.bar.hide()
