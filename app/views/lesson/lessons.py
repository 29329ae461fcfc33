"""Lessons in the window: their files, the bar while one goes on, and the sheet beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desktop.file_filters import file_filter
from app.desktop.files import write_file
from app.views.lesson.maker import LessonMaker
from app.views.lesson.sheet import LessonSheet
from app.views.lesson.stage import Stage, StageKeeper
from app.views.widgets.notice import notice
from app.views.widgets.offer_bar import OfferBar
from core.checking.hints import HintLevel
from core.classroom.rubric_file import rubric_of
from core.errors import DigitLabError
from core.files.plain_text import as_file_name, plain
from core.files.regular_file import read_regular
from core.lessons.lesson_file import ENDING, LARGEST, LessonFile, from_bytes

FILTER = file_filter("Lessons", ENDING)
KEPT = "What you had is as it was."
ANSWERS = file_filter("Tables", ".csv")


class Lessons(QObject):
    """One lesson at a time. bar: for the window, hidden while there is none.

    code_wanted: an exercise is to begin with this text. hints_capped: how much is told of mistakes
    from now on.
    """

    code_wanted = Signal(str)
    hints_capped = Signal(HintLevel)

    def __init__(self, stage: Stage, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._keeper = StageKeeper(stage)
        self.bar = OfferBar()
        self.bar.cross.hide()
        self.lesson: LessonFile | None = None
        self.sheet: LessonSheet | None = None
        self.maker: LessonMaker | None = None

    @Slot()
    def ask(self) -> None:
        """Let the user choose a lesson."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a lesson", "", FILTER)
        if name:
            self.open_file(Path(name))

    @Slot(Path)
    def open_file(self, path: Path) -> None:
        """Begin the lesson in a file; the one that goes on ends."""
        try:
            data = read_regular(path, LARGEST)
            lesson = from_bytes(data)
            most = _most_told(lesson)
        except DigitLabError as error:
            notice(self._window, str(error), KEPT).open()
            return
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            notice(self._window, f"“{plain(path.name)}” cannot be read: {why}.", KEPT).open()
            return
        self.begin(lesson, most)

    def begin(self, lesson: LessonFile, most: HintLevel = HintLevel.HOW) -> None:
        """Put the lesson on the stage and its text beside it. most: what Check tells at most."""
        self.hints_capped.emit(most)
        self._close_sheet()
        missing = self._keeper.begin(lesson)
        self.lesson = lesson
        words = f"Lesson: {plain(lesson.title)}. {missing}".strip()
        self.bar.show_offer(words, [("Read", self.show_sheet), ("End the lesson", self.end)])
        self.show_sheet()

    @Slot()
    def show_sheet(self) -> None:
        if self.lesson is None:
            return
        if self.sheet is None:
            self.sheet = LessonSheet(self.lesson, self._window)
            self.sheet.code_wanted.connect(self.code_wanted)
            self.sheet.answers_wanted.connect(self._save_answers)
        self.sheet.show()
        self.sheet.activateWindow()

    @Slot()
    def end(self) -> None:
        """Give back what was there before."""
        self._close_sheet()
        self._keeper.end()
        self.hints_capped.emit(HintLevel.HOW)
        self.lesson = None
        self.bar.hide()

    @Slot()
    def make(self) -> None:
        """Make a lesson of what is on the screen."""
        self.maker = LessonMaker(self._keeper.what_is_there(), self._window)
        self.maker.made.connect(self._save)
        self.maker.open()

    def _close_sheet(self) -> None:
        if self.sheet is not None:
            self.sheet.close()
            self.sheet.deleteLater()
            self.sheet = None

    @Slot(bytes, str)
    def _save(self, data: bytes, title: str) -> None:
        path = self._asked("Save the lesson", f"{as_file_name(title, 'lesson')}{ENDING}", FILTER)
        if path is not None and self._write(path, ENDING, data) and self.maker is not None:
            self.maker.close()

    @Slot(str)
    def _save_answers(self, table: str) -> None:
        path = self._asked("Save your answers", "answers.csv", ANSWERS)
        if path is not None:
            self._write(path, ".csv", table.encode("utf-8", "replace"))

    def _asked(self, title: str, proposed: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, proposed, kinds)
        return Path(name) if name else None

    def _write(self, path: Path, ending: str, data: bytes) -> bool:
        if path.suffix.lower() != ending:
            path = path.with_name(path.name + ending)
        try:
            write_file(path, data)
        except DigitLabError as error:
            notice(self._window, str(error), "").open()
            return False
        return True


def _most_told(lesson: LessonFile) -> HintLevel:
    """By the rubric of its exercise. Raises DigitLabError for a rubric that cannot be used."""
    if lesson.exercise is None or not lesson.exercise.rubric.strip():
        return HintLevel.HOW
    return HintLevel.named(rubric_of(lesson.exercise.rubric).hint_level)
