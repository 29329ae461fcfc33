"""Class: the hand-ins of a folder or a zip, checked, marked, and seen as a whole."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.background.class_checking import Class, ClassChecker, ClassProgress, ClassState
from app.desktop.files import write_file
from app.look.figures import counted
from app.state.class_verdicts import verdicts_of
from app.views.learn.class_check import asking
from app.views.learn.class_check.bar import ClassBar
from app.views.learn.class_check.exporting import MarksExport
from app.views.learn.class_check.rows import Rows
from app.views.learn.class_check.side import ClassSide
from app.views.widgets.buttons import text_button
from app.views.widgets.drops import dropped_paths
from app.views.widgets.folding import Folding
from app.views.widgets.labels import hairline
from app.views.widgets.notice import notice
from app.views.widgets.welcome import WelcomePage
from core.classroom.marking import Marked, mark
from core.classroom.overview import Overview, overview_of
from core.classroom.rubric import Rubric
from core.classroom.rubric_file import read_rubric, template
from core.errors import DigitLabError

TITLE = "How did the class do?"
WORDS = (
    "Open the folder or the zip that Moodle, Canvas or Classroom gave you. Every file in it gets a "
    "row: what is right, what is wrong and why, and what it is worth by your rubric."
)
NOTE = (
    "You can also drop it here. Code runs only once you agree, and what was checked is kept: the "
    "same class goes on where it stopped."
)
KEPT = "What was open here is still there."
WIDE = 820  # logical pixels at 100 %: table and side beside each other


class ClassPane(QWidget):
    """file_wanted: open this file in Check my code. page_wanted: show the help page of this id."""

    file_wanted = Signal(object)  # Path
    page_wanted = Signal(str)

    def __init__(self, checker: ClassChecker, verdicts: Path) -> None:
        """verdicts: the folder in which verdicts are kept."""
        super().__init__()
        self._checker = checker
        self._folder = verdicts
        self._path: Path | None = None
        self._rubric = Rubric()
        self._rubric_path: Path | None = None
        self._overview: Overview = overview_of(())
        self._held: Collection[str] = ()
        self._may_run: Path | None = None
        self._done = 0
        self.open_folder = QPushButton("Open a folder…")
        self.open_zip = text_button("open", "Open a zip file…", self._ask_for_zip)
        self.welcome = WelcomePage(TITLE, WORDS, (self.open_folder, self.open_zip), NOTE)
        self.exports = MarksExport(self, self, checker, self._say)
        self.bar, self.rows, self.side = ClassBar(self.exports.entries), Rows(), ClassSide()
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    @property
    def path(self) -> Path | None:
        """The folder or zip that is open, or None."""
        return self._path

    @property
    def state(self) -> ClassState | None:
        """What is shown of the class that is open, or None."""
        return ClassState(self._path, self.rows.every, self._overview) if self._path else None

    @property
    def rubric(self) -> Rubric:
        """What is marked by."""
        return self._rubric

    def open(self, path: Path) -> None:
        """Show what is in a folder or a zip; no code is run."""
        try:
            given = Class(path, self._rubric, verdicts_of(path, self._folder))
        except DigitLabError as error:
            self._fail(str(error))
            return
        self._checker.look(given)

    def use_rubric(self, path: Path | None) -> bool:
        """Mark by the rubric in a file; None: one point a function. False where it cannot be used;
        the one before stays."""
        try:
            self._rubric = read_rubric(path) if path else Rubric()
        except DigitLabError as error:
            self._fail(str(error))
            return False
        self._rubric_path = path
        self._mark_anew()
        return True

    def check(self, *, again: bool = False) -> None:
        """Check what has changed, once the user has agreed that code is run. The rubric's file is
        read anew."""
        if self._path is None or self._checker.is_running:
            return
        if self._rubric_path is not None and not self.use_rubric(self._rubric_path):
            return
        to_run = [each for each in self.rows.every if each.hand_in.is_checked]
        if self._may_run != self._path and not asking.ask_to_run(
            self, len(to_run), self._held, self._rubric.seconds
        ):
            return
        self._may_run = self._path
        self._done = 0
        results = verdicts_of(self._path, self._folder)
        self._checker.check(Class(self._path, self._rubric, results), again=again)
        self.bar.set_running(0.0)
        self.bar.note.setText("Looking through the files…")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _class_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _class_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.open(path)

    @Slot(object)
    def _on_looked(self, state: ClassState) -> None:
        self._path = state.path
        self._pages.setCurrentIndex(1)
        self.side.clear()
        self.rows.set_marked(state.marked)
        self.rows.show_all()
        self._show_overview(state.overview)
        self.side.show_class()

    @Slot(object)
    def _on_progress(self, progress: ClassProgress) -> None:
        if progress.found is not None:
            self.rows.set_found(progress.found)
        self.rows.update_marked(progress.marked)
        self._done += sum(each.hand_in.is_checked for each in progress.marked)
        whole = max(sum(each.hand_in.is_checked for each in self.rows.every), 1)
        self.bar.set_running(self._done / whole)
        self.bar.note.setText(f"{self._done} of {counted(whole, 'file')} checked")
        for each in progress.marked:
            self.side.update_marked(each)
        if progress.overview is not None:
            self._show_overview(progress.overview)

    @Slot(object)
    def _on_finished(self, state: ClassState) -> None:
        self.bar.set_running(None)
        self.rows.update_marked(state.marked)
        self.rows.arrange()
        for each in state.marked:
            self.side.update_marked(each)
        self._show_overview(state.overview)
        if state.problem:
            self._fail(state.problem)

    def _show_overview(self, overview: Overview) -> None:
        self._overview = overview
        every = self.rows.every
        self.side.glance.show_overview(overview, every, self._rubric)
        waiting = sum(each.state == "waiting" for each in every)
        assert self._path is not None
        self.bar.show_class(self._path, self._rubric, waiting)
        if not self._checker.is_running:
            files = counted(len(every), "file")
            students = counted(overview.students, "student")
            self.bar.note.setText(f"{files} of {students}")

    def _mark_anew(self) -> None:
        """By another rubric; nothing is run for that."""
        if self._path is None:
            return
        marked = [_marked_anew(each, self._rubric) for each in self.rows.every]
        self.rows.set_marked(marked)
        for each in marked:
            self.side.update_marked(each)
        self._show_overview(overview_of(marked))

    def _say(self, sentence: str, role: str) -> None:
        if role == "error":
            self._fail(sentence)
        else:
            self.bar.note.setText(sentence)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self.bar.set_running(None)
        if self._path is not None:
            self._show_overview(self._overview)
        notice(self, sentence, KEPT if self._path else "").open()

    @Slot()
    def _ask_for_folder(self) -> None:
        self._open_if(asking.ask_for_folder(self, self._begin))

    @Slot()
    def _ask_for_zip(self) -> None:
        self._open_if(asking.ask_for_zip(self, self._begin))

    def _open_if(self, path: Path | None) -> None:
        if path is not None:
            self.open(path)

    @property
    def _begin(self) -> Path:
        """Where dialogs begin."""
        return self._path.parent if self._path else Path.home()

    @Slot()
    def _choose_rubric(self) -> None:
        path = asking.ask_for_rubric(self, self._begin)
        if path is not None:
            self.use_rubric(path)

    @Slot()
    def _write_rubric(self) -> None:
        """Write one with everything in it explained, and use it."""
        path = asking.ask_for_new_rubric(self, self._begin)
        if path is None:
            return
        try:
            write_file(path, template().encode())
        except DigitLabError as error:
            self._fail(str(error))
            return
        if self.use_rubric(path):
            self._say(f"Change “{path.name}” in any editor; Check reads it anew.", "good")

    def _connect(self) -> None:
        self.open_folder.clicked.connect(self._ask_for_folder)
        bar, side, checker = self.bar, self.side, self._checker
        bar.folder_wanted.connect(self._ask_for_folder)
        bar.zip_wanted.connect(self._ask_for_zip)
        bar.choose_rubric_wanted.connect(self._choose_rubric)
        bar.write_rubric_wanted.connect(self._write_rubric)
        bar.no_rubric_wanted.connect(lambda: self.use_rubric(None))
        bar.check_wanted.connect(lambda: self.check())
        bar.again_wanted.connect(lambda: self.check(again=True))
        bar.stop_wanted.connect(checker.stop)
        self.rows.chosen.connect(side.show_marked)
        side.glance.wanted.connect(self.rows.show_about)
        side.file.open_wanted.connect(self.file_wanted)
        side.file.page_wanted.connect(self.page_wanted)
        checker.looked.connect(self._on_looked)
        checker.abilities.connect(self._on_abilities)
        checker.progress.connect(self._on_progress)
        checker.finished.connect(self._on_finished)
        checker.failed.connect(self._fail)

    @Slot(object)
    def _on_abilities(self, held: Collection[str]) -> None:
        self._held = held

    def _lay_out(self) -> None:
        parts = Folding(WIDE, spacing=0)
        parts.add(self.rows, 5)
        parts.add_divider(hairline(lying=False))
        parts.add(self.side, 6)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(hairline(lying=True))
        column.addWidget(parts, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)


def _marked_anew(marked: Marked, rubric: Rubric) -> Marked:
    if marked.report is None and marked.hand_in.is_checked:
        return marked  # it is waiting
    return mark(marked.hand_in, marked.report, rubric)


def _class_in(event: QDropEvent) -> Path | None:
    """The folder or zip that is dragged; None if there is none."""
    paths = dropped_paths(event)
    return next((each for each in paths if each.is_dir() or each.suffix.lower() == ".zip"), None)
