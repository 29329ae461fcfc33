"""All that is known of one function: its mistake, what it raised, what was compared."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.look import sizes
from app.views.learn.check.comparisons import Comparisons
from app.views.learn.check.mistake_card import MistakeCard, wrapping_label
from app.views.learn.verdict import Verdict
from app.views.widgets.rich import Anchor, RichLabel
from core.checking.hints import HintLevel
from core.checking.report import FunctionReport, Report
from core.files.plain_text import plain_lines

LONGEST_TRACEBACK = 20_000
_LINE = re.compile(r"line ([0-9]{1,9})")
HEADLINES = {
    "right": "{name} is right",
    "wrong": "{name} is wrong",
    "failed": "{name} stopped with an error",
    "unchecked": "{name} was not checked",
    "absent": "{name} is not in this file",
}


class Traceback(RichLabel):
    """Python's traceback; hidden while empty. line_wanted: the line whose link was followed."""

    line_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(code=True)
        sizes.set_font(self, "type_note", mono=True)
        self.setAccessibleName("Traceback")
        self.linkActivated.connect(self._on_link)

    def show_traceback(self, text: str) -> None:
        text = plain_lines(text.rstrip(), LONGEST_TRACEBACK)
        self.setVisible(bool(text))
        parts = _LINE.split(text)  # text, number, text, number, ..., text
        self.show_parts(
            *(Anchor(part, f"line {part}") if k % 2 else part for k, part in enumerate(parts))
        )

    @Slot(str)
    def _on_link(self, line: str) -> None:
        self.line_wanted.emit(int(line))


class Problem(RichLabel):
    """What went wrong, and a link to the line where it did; hidden while empty. line_wanted: the
    line whose link was followed."""

    line_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.linkActivated.connect(lambda line: self.line_wanted.emit(int(line)))

    def say(self, sentence: str, line: int | None, place: str = "") -> None:
        """place: of the line, in words; “line 3” unless given."""
        sentence = plain_lines(sentence)
        link = () if line is None else (" ", Anchor(str(line), f"Go to {place or f'line {line}'}"))
        self.show_parts(sentence, *link)
        self.setVisible(bool(sentence) or line is not None)


class Detail(QScrollArea):
    """One function's verdict, problem, mistakes, traceback, notes and comparisons.

    line_wanted: show this line of the file. page_wanted: show the help page of this id.
    """

    line_wanted = Signal(int)
    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verdict = Verdict()
        self.problem = Problem()
        self.more = QPushButton("Show what Python said")
        self.more.setCheckable(True)
        self.traceback = Traceback()
        self.most = HintLevel.HOW  # what a mistake tells at most
        self._levels: dict[tuple[str, str], HintLevel] = {}  # that were asked for
        self.mistakes: list[MistakeCard] = []
        self.notes = wrapping_label("note")
        self.comparisons = Comparisons()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.verdict)
        layout.addWidget(self.problem)
        layout.addLayout(self._cards)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.traceback, self.notes, self.comparisons):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(inner)
        self.more.toggled.connect(self.traceback.setVisible)
        self.traceback.line_wanted.connect(self.line_wanted)
        self.problem.line_wanted.connect(self.line_wanted)

    def show_function(self, report: FunctionReport, whole: Report) -> None:
        """whole: the report on the file."""
        name = report.written_as or report.name
        self.verdict.say(report.status, HEADLINES[report.status].format(name=name))
        self.problem.say(report.problem, report.line, whole.place(report.line or 1))
        self._show_mistakes(report, whole)
        self._show_traceback(report.traceback, folded=report.mistake is not None)
        self.notes.setText("\n".join(report.notes))
        self.notes.setVisible(bool(report.notes))
        self.comparisons.show_comparisons(report.comparisons)
        self.comparisons.setVisible(bool(report.comparisons))
        self.verticalScrollBar().setValue(0)

    def show_file_problem(self, report: Report) -> None:
        """Show what is wrong with the file as a whole."""
        self.verdict.say("failed", "The file could not be checked to its end")
        self.problem.say(report.problem, report.line, report.place(report.line or 1))
        self._show_mistakes(None, None)
        self._show_traceback(report.traceback, folded=False)
        self.notes.hide()
        self.comparisons.hide()

    def _show_traceback(self, text: str, *, folded: bool) -> None:
        """folded: seen only when it is asked for."""
        self.traceback.show_traceback(text)
        self.more.setVisible(folded and bool(text))
        self.more.setChecked(False)
        if folded:
            self.traceback.hide()

    def _show_mistakes(self, report: FunctionReport | None, whole: Report | None) -> None:
        for card in self.mistakes:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.mistakes = []
        if report is None or whole is None:
            return
        first = HintLevel.HOW if report.status == "right" else HintLevel.WHAT
        for mistake in filter(None, (report.mistake, *report.also)):
            key = report.name, mistake.id
            level = self._levels.get(key, first)
            card = MistakeCard(report.name, mistake, whole, level, self.most)
            card.asked.connect(partial(self._levels.__setitem__, key))
            card.line_wanted.connect(self.line_wanted)
            card.page_wanted.connect(self.page_wanted)
            self.mistakes.append(card)
            self._cards.addWidget(card)
