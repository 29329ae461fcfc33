"""Beside the editor: what a check found, what the file printed, the training; or the question
whether code may be run at all."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.views.learn.check.pages import Consent
from app.views.learn.check.race import RacePane
from app.views.learn.check.results import Results
from core.checking.report import Report

FOUND, PRINTED, TRAINING = range(3)
TABS = ("Results", "Printed", "Training")


class CheckTabs(QStackedWidget):
    """Three tabs, and in their place the consent until it is given."""

    def __init__(self, race: RacePane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results, self.race, self.consent = Results(), race, Consent()
        self.tabs = QTabBar()
        self.tabs.setObjectName("check-tabs")
        self.tabs.setExpanding(False)
        self._tab_pages = QStackedWidget()
        for title, page in zip(TABS, (self.results, self.results.printed, self.race), strict=True):
            self.tabs.addTab(title)
            self._tab_pages.addWidget(page)
        self.tabs.currentChanged.connect(self._on_tab)
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 16, 0)
        top.addWidget(self.tabs)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._tab_pages, 1)
        self.addWidget(self.consent)
        self.addWidget(found)
        self.ask_consent(False)

    def ask_consent(self, asked: bool) -> None:
        """Whether to ask instead of showing anything."""
        self.setCurrentIndex(0 if asked else 1)

    def show_report(self, report: Report) -> None:
        """Also how many lines were printed, on the tab that has them."""
        self.results.show_report(report)
        lines = len(report.output.splitlines())
        self.tabs.setTabText(PRINTED, f"{TABS[PRINTED]} · {lines}" if lines else TABS[PRINTED])

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self.tabs.setFocus()  # else a button of the new page takes it, and Space with it
        self._tab_pages.setCurrentIndex(index)
