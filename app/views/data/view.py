"""Data: the digits that networks learn from, and the user's own hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.background.loading import Loader
from app.background.training.session import Session
from app.state.my_handwriting import MyHandwriting
from app.state.relabelling import Relabelling
from app.views.data.digit_sets import DigitSets
from app.views.data.hand.collect import DrawingCanvas
from app.views.data.hand.page import HandPage
from app.views.data.map.page import MapPage
from app.views.data.mistakes.page import MistakesPage
from app.views.widgets.scrolled import scrolled
from core.network.snapshots import Snapshot

SETS, HAND, MISTAKES, MAP = range(4)
TITLES = ("Data sets", "My handwriting", "Mistakes", "Map")


class DataView(QWidget):
    """Tabs: the data sets, My handwriting, what a network misreads of them, and the map.

    make_canvas: makes the widget to draw on, called when it is first needed. runners: to close with
    the window. relabelling: keeps the labels that the user changes. look_wanted,
    draw_wanted: see ImageCard.
    """

    look_wanted = Signal(object, str, str)
    draw_wanted = Signal(object, str)

    def __init__(
        self,
        loader: Loader,
        hand: MyHandwriting,
        make_canvas: Callable[[], DrawingCanvas],
        session: Session,
        relabelling: Relabelling | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.digit_sets = DigitSets(loader, relabelling)
        self.hand = HandPage(hand, make_canvas)
        self.mistakes = MistakesPage(loader, hand, session, relabelling)
        self.map = MapPage(loader, session)
        of_images = (self.digit_sets.browser, self.mistakes, self.map)
        for part in of_images:
            part.look_wanted.connect(self.look_wanted)
            part.draw_wanted.connect(self.draw_wanted)
        self.runners = [runner for part in of_images for runner in part.runners]
        self.tabs = QTabBar()
        self.tabs.setObjectName("data-tabs")
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        pages = (self.digit_sets, self.hand, self.mistakes, self.map)
        for title, page in zip(TITLES, pages, strict=True):
            self.tabs.addTab(title)
            self._stack.addWidget(scrolled(page))  # so that none is as high as the highest
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
        self.mistakes.set_network(snapshot)
        self.map.set_network(snapshot)

    def open_folder(self) -> None:
        """Ask for a folder, and read the data set in it."""
        self.tabs.setCurrentIndex(SETS)
        self.digit_sets.open_folder()

    def show_mistakes(self, *, of_run: bool = False) -> None:
        """What the network in use misreads, or that of the run."""
        (self.mistakes.show_run if of_run else self.mistakes.show_network_in_use)()
        self.tabs.setCurrentIndex(MISTAKES)

    @Slot(int)
    def _on_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.digit_sets.tools.setVisible(tab == SETS)
