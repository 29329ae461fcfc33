"""Collecting drawings: one digit after another is asked for, drawn and kept."""

from __future__ import annotations

from typing import Any, Protocol, cast

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes, theme
from app.state.my_handwriting import MyHandwriting
from app.views.data.hand.progress import TIMES, WHOLE, Dots, goal_of, next_digit, progress_of
from app.views.widgets.buttons import CheckBox, text_button
from app.views.widgets.plain import PlainLabel
from core.ink.strokes import Drawing

PAUSE_MS = 1200  # after the pen was lifted, for the second stroke of a 4, 5 or 7
PANEL_WIDTH = 304
ALL_DONE = "That is all of them."
HOW = "As you write every day, not neater. The drawing is kept when you lift the pen and pause."
ORDINALS = ("first", "second", "third", "third")


class DrawingCanvas(Protocol):
    """What is used of Draw's canvas, a QWidget that is handed in."""

    drawing_changed: Any
    history_changed: Any

    @property
    def drawing(self) -> Drawing: ...
    def clear(self) -> None: ...
    def undo(self) -> None: ...


class Collect(QWidget):
    """A canvas and the digit to draw on it, until each digit was drawn three times.

    done: the user wants to see the drawings.
    """

    done = Signal()

    def __init__(
        self, hand: MyHandwriting, canvas: DrawingCanvas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hand = hand
        self.canvas = canvas
        self.digit: int | None = None
        self._goal = TIMES
        self._added: list[int] = []
        self._settled: Drawing | None = None
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self._on_pause)
        self.words = PlainLabel()
        self.words.setProperty("role", "heading")
        self.asked_digit = PlainLabel()
        self.asked_digit.setProperty("role", "answer")
        sizes.sized(self.asked_digit, lambda it: it.setFixedHeight(theme.tokens().type_answer))
        self.count = PlainLabel()
        self.count.setProperty("role", "sentence")
        self.note = PlainLabel()
        self.note.setWordWrap(True)
        self.dots = Dots()
        self.by_itself = CheckBox("Go on by itself when I pause")
        self.by_itself.setChecked(True)
        self.by_itself.toggled.connect(self._timer.stop)
        self.next = QPushButton("Next")
        self.next.setProperty("role", "primary")
        self.next.setToolTip("Keep this drawing and go on (Enter)")
        self.next.clicked.connect(self.accept)
        self.back = text_button("step-back", "Back", self.go_back, "Draw the last one again")
        self.wipe = text_button("clear", "Clear", self._clear, "Clear the canvas (C)")
        self.finish = QPushButton("Stop here")
        self.finish.clicked.connect(self._on_finish)
        self._lay_out()
        canvas.drawing_changed.connect(self._on_drawing)
        canvas.history_changed.connect(self._on_stroke)
        hand.changed.connect(self._refresh)
        hand.refused.connect(self._show_sentence)

    def begin(self) -> None:
        """Start with the digit that the open set lacks most."""
        self._goal = goal_of(self._hand.open_set.counts)
        self._added = []
        self._clear()
        self._show_sentence("")
        self._refresh()
        self.setFocus()

    @Slot()
    def accept(self) -> None:
        """Add the drawing to the open set as the digit that was asked for, and ask for the next."""
        self._timer.stop()
        if self.digit is None or self.canvas.drawing.is_blank:
            return
        self._show_sentence("")
        added = self._hand.teach(self.canvas.drawing, self.digit)
        if added is not None:
            self._added.append(added)
            self.canvas.clear()
            self._refresh()

    def go_back(self) -> None:
        """Delete the last drawing that was added here, and ask for its digit again."""
        self._clear()
        if self._added:
            self._hand.delete([self._added.pop()])

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self._act_of(cast(QKeyEvent, event)) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _act_of(self, event: QKeyEvent) -> Any:
        """What a key does here; the window's own Run, Clear and Undo mean other things."""
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.canvas.undo
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        return {
            Qt.Key.Key_Return: self.accept,
            Qt.Key.Key_Enter: self.accept,
            Qt.Key.Key_Space: self.accept,
            Qt.Key.Key_Right: self.accept,
            Qt.Key.Key_Backspace: self.go_back,
            Qt.Key.Key_Left: self.go_back,
            Qt.Key.Key_C: self._clear,
            Qt.Key.Key_Escape: self._on_finish,
        }.get(Qt.Key(event.key()))

    @Slot()
    def _refresh(self) -> None:
        """Ask for the next digit, but never for another than the one that is on the canvas."""
        if not self.canvas.drawing.is_blank:
            return
        counts = self._hand.open_set.counts
        self.digit = next_digit(counts, self._goal)
        progress = progress_of(counts, self._goal)
        done = int(progress.sum())
        self.dots.show_progress(progress, self.digit)
        if self.digit is None:
            self.words.setText(ALL_DONE)
            self.asked_digit.setText("")
        else:
            self.words.setText("Draw a")
            self.asked_digit.setText(str(self.digit))
        time = "" if self.digit is None else f"  ·  {ORDINALS[int(progress[self.digit])]} time"
        self.count.setText(f"{done} of {WHOLE}{time}")
        self.finish.setText("Show my drawings" if self.digit is None else "Stop here")
        self._update_buttons()

    def _update_buttons(self) -> None:
        blank = self.canvas.drawing.is_blank
        self.next.setEnabled(self.digit is not None and not blank)
        self.wipe.setEnabled(not blank)
        self.back.setEnabled(bool(self._added))

    @Slot()
    def _on_drawing(self) -> None:
        """The pen moves: the pause begins anew."""
        if self._timer.isActive():
            self._timer.start()
        self._update_buttons()

    @Slot()
    def _on_stroke(self) -> None:
        self._settled = self.canvas.drawing
        self._update_buttons()
        if self._settled.is_blank or self.digit is None or not self.by_itself.isChecked():
            self._timer.stop()
        else:
            self._timer.start()

    @Slot()
    def _on_pause(self) -> None:
        if self.canvas.drawing is self._settled:
            self.accept()
        else:  # the pen is down, and rests
            self._timer.start()

    @Slot(str)
    def _show_sentence(self, sentence: str) -> None:
        self.note.setText(sentence or HOW)
        theme.repolish(self.note, "error" if sentence else "note")

    def _clear(self) -> None:
        self._timer.stop()
        self.canvas.clear()
        self._update_buttons()

    def _on_finish(self) -> None:
        self._clear()
        self.done.emit()

    def _lay_out(self) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.back)
        beside.addWidget(self.wipe)
        panel = QWidget()
        sizes.set_width(panel, PANEL_WIDTH)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.asked_digit)
        column.addWidget(self.count)
        column.addWidget(self.dots)
        column.addStretch(1)
        column.addWidget(self.note)
        column.addWidget(self.by_itself)
        column.addWidget(self.next)
        column.addLayout(beside)
        column.addWidget(self.finish)
        assert isinstance(self.canvas, QWidget)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(32)
        row.addWidget(_Square(self.canvas), 1)
        row.addWidget(panel)


class _Square(QWidget):
    """Keeps the widget in it square, in the middle, as large as can be."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        inside.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = min(self.width(), self.height())
        place = QRect(0, 0, side, side)
        place.moveCenter(self.rect().center())
        self._inside.setGeometry(place)
