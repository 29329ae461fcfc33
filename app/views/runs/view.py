"""Runs: all of them on one page, and beside it the pages that look closer at some."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.views.runs.all_runs import AllRuns

ALL = "all"


class RunsView(QWidget):
    """Tabs: “All runs”, and what add_page() brings."""

    def __init__(self, all_runs: AllRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.all_runs = all_runs
        self.tabs = QTabBar()
        self.tabs.setObjectName("runs-tabs")
        self.tabs.setExpanding(False)
        self._pages: list[str] = []
        self._stack = QStackedWidget()
        self.tabs.currentChanged.connect(self._on_tab)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 4, 16, 0)
        bar.addStrut(36)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        self.add_page(ALL, "All runs", all_runs)

    @property
    def page(self) -> str:
        """The id of the page that is shown."""
        return self._pages[self._stack.currentIndex()]

    def add_page(self, page_id: str, title: str, page: QWidget) -> None:
        """A tab more. What is chosen in the table comes to it by a button: see AllRuns.add_deed."""
        self._pages.append(page_id)
        self._stack.addWidget(page)
        self.tabs.addTab(title)

    def show_page(self, page_id: str) -> None:
        self.tabs.setCurrentIndex(self._pages.index(page_id))

    @Slot(int)
    def _on_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
