"""The marks of a class as tables for other programs, and as pages for its students."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.background.class_checking import ClassChecker, ClassState
from app.views.learn.class_check import asking
from app.views.widgets.exports import Entry, Format, Say, ask_and_write
from core.classroom.rubric import Rubric
from core.classroom.tables import csv_for

# By the names that core.classroom.tables has for them.
PROGRAMS = {
    "spreadsheet": "Marks for a spreadsheet…",
    "moodle": "Marks for Moodle…",
    "canvas": "Marks for Canvas…",
}
PAGES = "Pages for the students…"


class _Marked(Protocol):
    """What shows a class. state: None while none is open."""

    @property
    def state(self) -> ClassState | None: ...
    @property
    def rubric(self) -> Rubric: ...


class MarksExport(QObject):
    """What can be exported of the class that `shown` shows. say: told the outcome."""

    def __init__(self, parent: QWidget, shown: _Marked, checker: ClassChecker, say: Say) -> None:
        super().__init__(parent)
        self._parent, self._shown, self._checker, self._say = parent, shown, checker, say
        checker.written.connect(self._on_written)

    def entries(self) -> Iterable[Entry]:
        """Of a menu; none before anything is checked."""
        state = self._shown.state
        if state is None or not any(each.report for each in state.marked):
            return []
        tables = [(words, partial(self._table, program)) for program, words in PROGRAMS.items()]
        return [*tables, (PAGES, self._pages)]

    def _table(self, program: str) -> None:
        state, rubric = self._shown.state, self._shown.rubric
        if state is not None:
            made = Format("Table, CSV", lambda: csv_for(program, state.marked, rubric))
            name = f"{rubric.title} {program}"
            ask_and_write(self._parent, name, {"csv": made}, self._say)

    def _pages(self) -> None:
        state, rubric = self._shown.state, self._shown.rubric
        if state is not None:
            folder = asking.ask_for_pages(self._parent, state.path.parent, rubric.title)
            if folder is not None:
                self._checker.write_pages(folder, state, rubric)

    @Slot(object)
    def _on_written(self, index: Path) -> None:
        self._say(f"The pages are in “{index.parent}”.", "good")
