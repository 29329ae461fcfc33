"""A card for one alarm: what is wrong, the figure, what it means, and what to try."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.look import figures, sizes
from app.views.widgets.buttons import text_button
from app.views.widgets.labels import IconLabel
from app.views.widgets.plain import PlainLabel, plain_tip
from core.inspection.findings import Alarm

FIGURE_HEIGHT = 40
WHILE_RUNNING = "Ends this run and starts it again: same seed, one thing changed."
AFTERWARDS = "Starts the run again: same seed, one thing changed."


class AlarmCard(QFrame):
    """One alarm. The widget is kept while its kind of alarm lasts, and only its words change.

    wanted: the Experiment whose button was pressed.
    """

    wanted = Signal(object)  # Experiment

    def __init__(self) -> None:
        super().__init__()
        self.alarm: Alarm | None = None
        self.setProperty("role", "card")
        self.mark = IconLabel(20)
        self.title = PlainLabel()
        sizes.set_font(self.title, "type_text", 600)
        self.since = PlainLabel()
        self.since.setProperty("role", "note")
        sizes.set_font(self.since, "type_note")
        self.figure = PlainLabel()
        self.figure.setProperty("role", "figure")
        sizes.set_font(self.figure, "type_figure")
        sizes.set_height(self.figure, FIGURE_HEIGHT)
        # The figure changes several times a second; no layout is asked for it.
        self.figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self.attempt = text_button("run", "", self._on_pressed)
        self.consequence = PlainLabel()
        self.consequence.setProperty("role", "note")
        self.consequence.setWordWrap(True)
        self._lay_out()
        self.set_running(False)

    def show_alarm(self, alarm: Alarm) -> None:
        if alarm == self.alarm:
            return
        self.alarm = alarm
        is_end = alarm.kind == "not finite"
        self.mark.set_icon("warning", "danger" if is_end else "warning")
        self.title.setText(alarm.title)
        self.since.setText(f"{'at' if is_end else 'since'} step {figures.count(alarm.step)}")
        self.figure.setText(alarm.figure)
        self.sentence.setText(alarm.sentence)
        self.attempt.setText(alarm.experiment.label)
        self.setAccessibleName(f"Alarm: {alarm.title}, {alarm.figure}")

    def set_running(self, running: bool) -> None:
        """Whether the run that the alarm is about goes on."""
        words = WHILE_RUNNING if running else AFTERWARDS
        self.consequence.setText(words)
        self.attempt.setToolTip(plain_tip(words))
        self.attempt.setAccessibleDescription(words)

    @Slot()
    def _on_pressed(self) -> None:
        if self.alarm is not None:
            self.wanted.emit(self.alarm.experiment)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.mark)
        top.addWidget(self.title, 1)
        top.addWidget(self.since)
        bottom = QHBoxLayout()
        bottom.setSpacing(12)
        bottom.addWidget(self.attempt)
        bottom.addWidget(self.consequence, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.figure)
        layout.addWidget(self.sentence)
        layout.addSpacing(8)
        layout.addLayout(bottom)
