"""What is known of the chosen run: its curve, its facts, and the user's note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.look import figures, sizes, theme
from app.views.runs.curve import KeptCurve
from app.views.runs.words import facts_of, name_of
from app.views.widgets.plain import PlainLabel
from core.files.run_file import RunRecord
from core.recipe_changes import RecipeChange
from core.runs.summary import RunSummary

NOTE_HEIGHT = 72  # at 100 %
NOTE_MILLISECONDS = 1000  # after the last letter it is kept
NONE_CHOSEN = "Choose a run to see its curve and what is known of it."


class RunDetail(QWidget):
    """note_changed: id and note, as soon as no more is typed."""

    note_changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunSummary | None = None
        self._changes: Sequence[RecipeChange] = ()  # of its recipe, once they are read
        self.heading = PlainLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.sentence = PlainLabel()
        self.sentence.setProperty("role", "sentence")
        self.sentence.setWordWrap(True)
        self.curve = KeptCurve()
        self._labels: list[PlainLabel] = []
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.tokens().space_3)
        self._facts.setVerticalSpacing(theme.tokens().space_1)
        self._facts.setColumnStretch(1, 1)
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText("Note")
        self.note.setAccessibleName("Note about the chosen run")
        self.note.setTabChangesFocus(True)
        sizes.set_height(self.note, NOTE_HEIGHT)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NOTE_MILLISECONDS)
        self._timer.timeout.connect(self.keep_note)
        self.note.textChanged.connect(self._timer.start)
        self.note.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_2)
        for part in (self.heading, self.sentence, self.curve):
            layout.addWidget(part)
        layout.addLayout(self._facts)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.set_runs(())

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """Those that are chosen; of a single one all is shown but its curve: see set_record()."""
        run = runs[0] if len(runs) == 1 else None
        is_other = (run and run.id) != (self._run and self._run.id)
        if is_other:
            self._changes = ()
            self.keep_note()
            self.curve.set_record(None)
        self._run = run
        self.heading.setText(name_of(run) if run else "")
        self.sentence.setText(_sentence(runs))
        self._show_run()
        for part, is_shown in (
            (self.heading, run is not None),
            (self.sentence, run is None or bool(run.problem)),
            (self.curve, run is not None and not run.problem),
            (self.note, run is not None),
        ):
            part.setVisible(is_shown)
        if is_other or not self.note.hasFocus():
            self._set_note(run.marks.note if run else "")

    def set_record(self, record: RunRecord | None) -> None:
        """Of the run that is shown."""
        self.curve.set_record(record)
        changes = record.changes if record else ()
        if changes != self._changes:
            self._changes = changes
            self._show_run()

    def _show_run(self) -> None:
        run = self._run
        self._show_facts(facts_of(run, self._changes) if run and not run.problem else ())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.keep_note()
        return super().eventFilter(watched, event)

    @Slot()
    def keep_note(self) -> None:
        """What was typed is told of at once."""
        self._timer.stop()
        text = self.note.toPlainText().strip()
        if self._run is not None and text != self._run.marks.note:
            self.note_changed.emit(self._run.id, text)

    def _set_note(self, text: str) -> None:
        if text != self.note.toPlainText().strip():
            self.note.blockSignals(True)
            self.note.setPlainText(text)
            self.note.blockSignals(False)

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        for part in self._labels:
            part.hide()
            part.deleteLater()
        self._labels = []
        for row, (label, words) in enumerate(facts):
            name, value = PlainLabel(label), PlainLabel(words)
            name.setProperty("role", "note")
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._labels += [name, value]
            self._facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, row, 1)


def _sentence(runs: Sequence[RunSummary]) -> str:
    if not runs:
        return NONE_CHOSEN
    if len(runs) == 1:
        return runs[0].problem
    total = figures.size(sum(each.bytes for each in runs))
    return f"{figures.counted(len(runs), 'run')} chosen, {total} on the disk."
