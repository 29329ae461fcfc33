"""Check my code: a learner's file in an editor, and beside it the results of a check."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.background.checking import SECONDS, Checker
from app.paths import made
from app.state.agreed_places import AgreedPlaces
from app.state.drafts import Draft
from app.state.learner_file import LearnerFile
from app.views.learn.check.bar import FileBar, FileNotice
from app.views.learn.check.editor import CodeEditor
from app.views.learn.check.open_code import (
    OpenCode,
    ask_for_export,
    ask_for_file,
    ask_for_new,
    export,
)
from app.views.learn.check.pages import Welcome
from app.views.learn.check.race import RacePane
from app.views.learn.check.results import RESULTS, TRAINING, CheckTabs
from app.views.widgets.drops import dropped_paths
from app.views.widgets.labels import hairline
from app.views.widgets.notice import notice
from core.checking.report import Report
from core.errors import DigitLabError
from core.lessons.exercise import FILE_NAME, template


class CheckPane(QWidget):
    """Opens, saves and checks the learner's file, and trains with it.

    page_wanted: show the help page of this id. consented: may_run has one place more.
    """

    page_wanted = Signal(str)
    consented = Signal()

    def __init__(
        self, checker: Checker, race: RacePane, folder: Path, parent: QWidget | None = None
    ) -> None:
        """folder: the one that file dialogs begin in, and where a first exercise is written."""
        super().__init__(parent)
        self._checker = checker
        self._folder = folder
        self._agreed = AgreedPlaces()
        self._knows_abilities = False
        self._is_check_due = False
        self._after_consent: Callable[[], None] = self.check
        self.welcome, self.bar, self.file_notice = Welcome(), FileBar(), FileNotice()
        self.editor, self.check_tabs = CodeEditor(), CheckTabs(race)
        self.code = OpenCode(self.editor, self.file_notice)
        self.watched = self.code.watched
        self.results, self.race, self.consent = (
            self.check_tabs.results,
            race,
            self.check_tabs.consent,
        )
        self.tabs = self.check_tabs.tabs
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._update_bar()

    @property
    def path(self) -> Path | None:
        """The file that is open, or None."""
        return self.code.path

    @property
    def unsaved(self) -> str:
        """The editor's text if it is not saved, else ""."""
        return self.code.unsaved

    @property
    def may_run(self) -> tuple[str, ...]:
        """The files and folders whose code the user agreed to have run."""
        return self._agreed.places

    def set_may_run(self, places: Iterable[str]) -> None:
        """places: as may_run has them."""
        self._agreed = AgreedPlaces(tuple(places))

    def restore(
        self,
        path: Path,
        draft: Draft | None = None,
        ways: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        """Open what was open last time. Unsaved text is shown even if its file is gone, and is not
        checked, for that would save it. ways: what else can be done with it."""
        if draft is None:
            if os.path.isfile(path):
                self.open_file(path)
            return
        try:
            file = LearnerFile.read(path)
        except DigitLabError:
            file = LearnerFile(path, "", draft.encoding, draft.newline)
        self._show_file(file)
        self.code.restore(draft, ways or {})

    def open_file(self, path: Path) -> None:
        """Show and check this file. If it cannot be read, the one that is open stays open."""
        try:
            file = LearnerFile.read(path)
        except DigitLabError as error:
            self._show_error(str(error))
            return
        if self.code.leave():
            self._show_file(file)
            self.check()

    def _show_file(self, file: LearnerFile) -> None:
        self._checker.stop()
        self._is_check_due = False
        self._folder = file.path.parent
        self.results.clear()
        self.race.set_file(file.path)
        self.code.open(file)
        self._pages.setCurrentIndex(1)
        self.tabs.setCurrentIndex(RESULTS)

    @Slot()
    def check(self) -> None:
        """Save changes and check the file, once the user has agreed that its code is run."""
        if self.path is None or not self.code.save():
            return
        self._is_check_due = not self.isVisible()
        if not self._is_check_due and self._is_allowed(self.check):
            self._checker.check(self.path)

    @Slot()
    def ask_for_file(self) -> None:
        path = ask_for_file(self, self._folder)
        if path is not None:
            self.open_file(path)

    @Slot()
    def new_exercise(self) -> None:
        """Ask where, write the exercise's template there, and open it."""
        self.begin_exercise(template())

    def begin_exercise(self, text: str) -> None:
        """Ask where, write `text` there, and open it; nothing of it runs before it is checked."""
        path = ask_for_new(self, self._folder / FILE_NAME)
        if path is not None:
            self.write_exercise(path, text)

    def write_exercise(self, path: Path, text: str) -> None:
        try:
            LearnerFile(path, "").write(text)
        except DigitLabError as error:
            self._show_error(str(error))
            return
        if path == self.path:
            self.editor.document().setModified(False)
        self.open_file(path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_check_due:
            self.check()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event):
            event.acceptProposedAction()
            self.open_file(paths[0])

    def _is_allowed(self, act: Callable[[], None]) -> bool:
        """Whether the file's code may be run. If not, ask, and call `act` when the user agrees."""
        assert self.path is not None
        self._after_consent = act
        may_run = self._agreed.cover(self.path)
        self.check_tabs.ask_consent(None if may_run else self.path)
        if not may_run and not self._knows_abilities:
            self._knows_abilities = True
            self._checker.look()
        return may_run

    @Slot(object)
    def _on_consent(self, place: Path) -> None:
        self._agreed = self._agreed.and_also(place)
        self.consented.emit()
        self._after_consent()

    @Slot()
    def _on_started(self) -> None:
        self.results.set_running(SECONDS)
        self.editor.mark(0)
        self._update_bar()

    @Slot(object)
    def _on_finished(self, report: Report) -> None:
        self.check_tabs.show_report(report)
        line = report.line or next(
            (each.line for each in report.functions if each.line is not None), None
        )
        self.editor.mark(line or 0)
        self._update_bar()

    @Slot()
    def _on_stopped(self) -> None:
        self.results.set_stopped()
        self._update_bar()

    @Slot()
    def _train(self) -> None:
        """Show the tab of the training, and start it."""
        if not self.code.save():
            return
        self.tabs.setCurrentIndex(TRAINING)
        if self._is_allowed(self._train):
            self.race.start()

    @Slot()
    def _write_here(self) -> None:
        """Open the app's own file for code that is pasted; write it first if there is none."""
        path = self._folder / FILE_NAME
        if os.path.isfile(path):
            self.open_file(path)
            return
        try:
            made(path.parent)
        except OSError as error:
            self._show_error(f"{path.parent} could not be made: {error.strerror or error}.")
            return
        self.write_exercise(path, "import numpy as np\n\n\n")
        self.editor.setFocus()

    @Slot()
    def _export(self) -> None:
        report = self.results.report
        if report is None or self.path is None:
            return
        path = ask_for_export(self, self.path)
        if path is None:
            return
        try:
            export(report, path)
        except DigitLabError as error:
            self._show_error(str(error))

    @Slot()
    def _update_bar(self) -> None:
        """Update the bar's file name and its buttons."""
        self.bar.show_file(self.path, is_modified=bool(self.unsaved))
        self.bar.export.setEnabled(self.results.report is not None and not self.is_checking)

    @property
    def is_checking(self) -> bool:
        return self._checker.is_running

    @Slot(str)
    def _show_error(self, sentence: str) -> None:
        notice(self, sentence, "What was open here is still there.").open()

    def _connect(self) -> None:
        self.welcome.new_wanted.connect(self.new_exercise)
        self.welcome.open_wanted.connect(self.ask_for_file)
        self.welcome.write_wanted.connect(self._write_here)
        self.bar.new_wanted.connect(self.new_exercise)
        self.bar.open_wanted.connect(self.ask_for_file)
        self.bar.check_wanted.connect(self.check)
        self.bar.train_wanted.connect(self._train)
        self.bar.export_wanted.connect(self._export)
        for wanted in (self.editor.save_wanted, self.editor.check_wanted):
            wanted.connect(self.check)
        self.editor.document().modificationChanged.connect(self._update_bar)
        self.code.text_loaded.connect(self._update_bar)
        self.code.reloaded.connect(self.check)
        self.code.failed.connect(self._show_error)
        self.consent.given.connect(self._on_consent)
        self._checker.looked.connect(self.consent.show_abilities)
        self._checker.started.connect(self._on_started)
        self._checker.finished.connect(self._on_finished)
        self._checker.stopped.connect(self._on_stopped)
        self.results.stop_wanted.connect(self._checker.stop)
        self.results.line_wanted.connect(self.editor.go_to)
        self.results.page_wanted.connect(self.page_wanted)
        self.race.line_wanted.connect(self.editor.go_to)

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.editor)
        parts.addWidget(self.check_tabs)
        parts.setSizes([480, 520])
        work = QWidget()
        rows = QVBoxLayout(work)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for widget in (self.bar, self.file_notice, hairline(lying=True)):
            rows.addWidget(widget)
        rows.addWidget(parts, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
