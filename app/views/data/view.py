"""Data: the digits that networks learn from, and the user's own hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.background.loading import Loader
from app.state.my_handwriting import MyHandwriting
from app.views.data.digit_sets import DigitSets
from app.views.data.hand.collect import DrawingCanvas
from app.views.data.hand.page import HandPage
from core.network.snapshots import Snapshot

SETS = 0  # the first tab
TITLES = ("Data sets", "My handwriting")


class DataView(QWidget):
    """Two tabs: the data sets, and My handwriting.

    make_canvas: makes the widget to draw on, called when it is first needed. runners: to close with
    the window.
    """

    def __init__(
        self,
        loader: Loader,
        hand: MyHandwriting,
        make_canvas: Callable[[], DrawingCanvas],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.digit_sets = DigitSets(loader)
        self.runners = list(self.digit_sets.browser.runners)
        self.hand = HandPage(hand, make_canvas)
        self.tabs = QTabBar()
        self.tabs.setObjectName("data-tabs")
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for title, page in zip(TITLES, (self.digit_sets, self.hand), strict=True):
            self.tabs.addTab(title)
            self._stack.addWidget(page)
        self.tabs.currentChanged.connect(self._on_tab)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 4, 16, 0)
        bar.addStrut(36)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.digit_sets.tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that reads the images, None while there is none."""
        self.digit_sets.browser.set_network(snapshot)

    def open_folder(self) -> None:
        """Ask for a folder, and read the data set in it."""
        self.tabs.setCurrentIndex(SETS)
        self.digit_sets.open_folder()

    @Slot(int)
    def _on_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.digit_sets.tools.setVisible(tab == SETS)
