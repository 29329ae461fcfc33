"""Beside the table, in tabs: the class at a glance, the file that is chosen, what it printed."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.look import sizes
from app.views.learn.check.results import output_title
from app.views.learn.class_check.file_page import FilePage
from app.views.learn.class_check.glance import Glance
from core.classroom.marking import Marked

CLASS, FILE, PRINTED = range(3)
TABS = ("The class", "The file", output_title(None))
LEAST_WIDTH, LEAST_HEIGHT = 340, 360  # at 100 %


class ClassSide(QWidget):
    """The three tabs."""

    def __init__(self) -> None:
        super().__init__()
        self.glance, self.file = Glance(), FilePage()
        self.tabs = QTabBar()
        self.tabs.setObjectName("class-tabs")
        self.tabs.setExpanding(False)
        self._pages = QStackedWidget()
        for title, page in zip(TABS, (self.glance, self.file, self.file.output), strict=True):
            self.tabs.addTab(title)
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 16, 0)
        top.addWidget(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        sizes.set_least(self, LEAST_WIDTH, LEAST_HEIGHT)

    def clear(self) -> None:
        """Another class is shown."""
        self.file.clear()
        self._count_lines()

    def show_class(self) -> None:
        """Show the glance."""
        self.tabs.setCurrentIndex(CLASS)

    @Slot(object)
    def show_marked(self, marked: Marked) -> None:
        """Show the file of a row, in the tab that was looked at last."""
        self.file.show_marked(marked)
        self._count_lines()
        if self.tabs.currentIndex() == CLASS:
            self.tabs.setCurrentIndex(FILE)

    def update_marked(self, marked: Marked) -> None:
        """More is known of a row: show it, if it is the one that is shown."""
        shown = self.file.marked
        if shown is not None and shown.hand_in == marked.hand_in and shown != marked:
            self.file.show_marked(marked)
            self._count_lines()

    def _count_lines(self) -> None:
        self.tabs.setTabText(PRINTED, output_title(self.file.results.report))
