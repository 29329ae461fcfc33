"""Above the table: which class, by which rubric, how far the check is, and the buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.look import sizes
from app.look.figures import counted
from app.views.widgets.buttons import icon_button, text_button
from app.views.widgets.exports import Entry, ExportMenu
from app.views.widgets.labels import SteadyLabel
from core.classroom.rubric import Rubric
from core.files.plain_text import plain

LONGEST_NAME = 60
UNCHANGED = "What was checked and has not changed is not checked again"


class ClassBar(QWidget):
    """A signal x_wanted: the button x was pressed. Check is Stop while a check runs."""

    folder_wanted = Signal()
    zip_wanted = Signal()
    choose_rubric_wanted = Signal()
    write_rubric_wanted = Signal()
    no_rubric_wanted = Signal()
    check_wanted = Signal()
    again_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, exports: Callable[[], Iterable[Entry]]) -> None:
        super().__init__()
        self._is_running = False
        self.name, self.note = SteadyLabel(), SteadyLabel()
        self.open = icon_button(
            "open", "Open another class…", lambda: self._pop(self.open_menu, self.open)
        )
        self.rubric = text_button(
            "check",
            "Rubric",
            lambda: self._pop(self.rubric_menu, self.rubric),
            "What counts how much",
        )
        self.check = QPushButton("Check")
        self.check.setProperty("role", "primary")
        self.check.clicked.connect(self._on_check)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress of the check")
        self.exports = ExportMenu(self, "Export the marks…", exports)
        self.open_menu, self.rubric_menu = QMenu(self), QMenu(self)
        for menu, entry, wanted in (
            (self.open_menu, "A folder…", self.folder_wanted),
            (self.open_menu, "A zip file…", self.zip_wanted),
            (self.open_menu, "Check everything again", self.again_wanted),
            (self.rubric_menu, "Choose a rubric…", self.choose_rubric_wanted),
            (self.rubric_menu, "Write a new rubric…", self.write_rubric_wanted),
            (self.rubric_menu, "One point for each function", self.no_rubric_wanted),
        ):
            menu.addAction(entry, wanted.emit)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.open)
        row.addLayout(words, 1)
        sizes.set_width(self.progress, 120)
        for each in (self.progress, self.exports.button, self.rubric, self.check):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_running(None)

    def show_class(self, path: Path, rubric: Rubric, to_check: int) -> None:
        """to_check: hand-ins that are not checked yet."""
        self.name.setText(f"{plain(path.name, LONGEST_NAME)} · {plain(rubric.title, LONGEST_NAME)}")
        if not self._is_running:
            self.check.setText(
                f"Check {counted(to_check, 'file')}" if to_check else "Check what is new"
            )
            self.check.setToolTip(UNCHANGED)

    def set_running(self, share: float | None) -> None:
        """share: how much is checked, 0 to 1; None when no check runs."""
        self._is_running = share is not None
        self.progress.setVisible(share is not None)
        for each in (self.open, self.rubric, self.exports.button):
            each.setEnabled(share is None)
        if share is not None:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(1000 * share))
            self.check.setText("Stop")
            self.check.setToolTip("What is done is kept")

    def _on_check(self) -> None:
        (self.stop_wanted if self._is_running else self.check_wanted).emit()

    @staticmethod
    def _pop(menu: QMenu, button: QWidget) -> None:
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
