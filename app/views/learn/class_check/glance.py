"""The class at a glance: how it did, which mistakes are common, which functions are hard, whose
code is alike, and what a person must look at. A row leads to those whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look import sizes
from app.views.learn.class_check.glance_list import GlanceList
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.checking.export import WORDS
from core.classroom.marking import Marked
from core.classroom.overview import (
    ABOUT,
    FOLLOWS,
    AlikeGroup,
    CommonMistake,
    HardFunction,
    Overview,
)
from core.classroom.pages import lead_of
from core.classroom.rubric import Rubric

NOTHING_YET = "Nothing is checked yet. What the class has in common shows here."
ALL_RIGHT = "No mistake was found."


@dataclass(frozen=True)
class About:
    """Whom a row is about. words: what they have in common."""

    words: str
    students: tuple[str, ...]


class Glance(QWidget):
    """wanted: an About, whose students are to be shown."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._marked: Sequence[Marked] = ()
        self._overview: Overview | None = None
        self.lead = PlainLabel()
        self.lead.setWordWrap(True)
        sizes.set_font(self.lead, "type_text", 600)
        self.nothing = PlainLabel(NOTHING_YET)
        self.nothing.setProperty("role", "sentence")
        self.nothing.setWordWrap(True)
        self.mistakes = GlanceList("Mistakes, the most common first")
        self.functions = GlanceList("Functions, the hardest first", mono=True)
        self.alike = GlanceList("Code that is alike", ABOUT)
        self.open = GlanceList("A person must look")
        self.lists = (self.mistakes, self.functions, self.open, self.alike)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(16)
        for part in (self.lead, self.nothing, *self.lists):
            column.addWidget(part)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inner))
        self.mistakes.chosen.connect(self._on_mistake)
        self.functions.chosen.connect(self._on_function)
        self.alike.chosen.connect(self._on_alike)
        self.open.chosen.connect(self._on_open)

    def show_overview(self, overview: Overview, marked: Sequence[Marked], rubric: Rubric) -> None:
        """marked: what it is of."""
        self._overview, self._marked = overview, marked
        is_known = any(each.report is not None for each in marked)
        self.lead.setText(lead_of(overview, rubric) if is_known else "")
        self.lead.setVisible(is_known)
        self.nothing.setText(ALL_RIGHT if is_known else NOTHING_YET)
        self.nothing.setVisible(not is_known or not overview.mistakes)
        self.mistakes.show_rows(
            [(str(len(each.students)), each.function, each.title) for each in overview.mistakes]
        )
        hard = self._hard
        self.functions.show_rows(
            [
                (each.name, f"{100 * (each.right or 0.0):.0f} % right", _counts_of(each))
                for each in hard
            ],
            [1.0 - (each.right or 0.0) for each in hard],
        )
        self.open.show_rows([(student, why) for student, why in overview.open])
        self.alike.show_rows(
            [
                (", ".join(each.students), f"{100 * each.share:.0f} %", _same_in(each))
                for each in overview.alike
            ]
        )

    @property
    def _hard(self) -> list[HardFunction]:
        """Functions that some have, the hardest first."""
        known = self._overview.functions if self._overview else ()
        return sorted(
            (each for each in known if each.right is not None), key=lambda e: e.right or 0
        )

    @Slot(int)
    def _on_mistake(self, row: int) -> None:
        if self._overview:
            mistake: CommonMistake = self._overview.mistakes[row]
            self.wanted.emit(About(f"{mistake.function}: {mistake.title}", mistake.students))

    @Slot(int)
    def _on_function(self, row: int) -> None:
        name = self._hard[row].name
        students = tuple(
            each.hand_in.student
            for each in self._marked
            if each.report and any(one.name == name for one in each.report.causes)
        )
        self.wanted.emit(About(f"{name} is wrong", students))

    @Slot(int)
    def _on_alike(self, row: int) -> None:
        if self._overview:
            group = self._overview.alike[row]
            self.wanted.emit(About("Code that is alike", group.students))

    @Slot(int)
    def _on_open(self, row: int) -> None:
        if self._overview:
            student, _ = self._overview.open[row]
            self.wanted.emit(About("A person must look", (student,)))


def _counts_of(function: HardFunction) -> str:
    """How many students it is what for, right ones apart."""
    words = {**WORDS, FOLLOWS: "only because of another"}
    counts = [(n, words[kind]) for kind, n in function.counts.items() if kind != "right" and n]
    return ", ".join(f"{n} {word}" for n, word in sorted(counts, reverse=True))


def _same_in(group: AlikeGroup) -> str:
    return f"the same: {', '.join(group.functions)}" if group.functions else ""
