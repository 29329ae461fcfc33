"""Learn: read the course, check your own code or a class's, and test yourself; a page can stand
beside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes, theme
from app.state.drawn_digit import DrawnDigit
from app.views.learn.check.pane import CheckPane
from app.views.learn.class_check.pane import ClassPane
from app.views.learn.figures.figure import FigureInput
from app.views.learn.quiz.pane import QuizPane
from app.views.learn.read.page_view import PagePlace, PageView
from app.views.learn.read.pane import ReadPane
from app.views.widgets.buttons import icon_button
from app.views.widgets.labels import hairline
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.checking.hints import HintLevel
from core.network.snapshots import Snapshot

READ, CHECK, QUIZ, CLASS = range(4)
TITLES = ("Read", "Check my code", "Quiz", "Class")
SIDE_WIDTH, SIDE_LEAST = 400, 300  # at 100 %, as the one below
WIDE = 800  # with less room the page stands below


@dataclass(frozen=True)
class LearnPlace:
    """Where one is in Learn. part: READ, CHECK, QUIZ or CLASS. page: where in a page one reads, in
    Read or in the side panel; None where no page is open. name: what a reader calls it."""

    part: int
    page: PagePlace | None
    name: str


class LearnView(QWidget):
    """Four tabs, and a side panel for a page. place_wanted: a link to a view was followed."""

    place_wanted = Signal(str)

    def __init__(
        self, check: CheckPane, of_class: ClassPane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.read, self.check, self.quiz, self.of_class = ReadPane(), check, QuizPane(), of_class
        self.tabs = QTabBar()
        self.tabs.setObjectName("learn-tabs")
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        panes = (self.read, self.check, self.quiz, self.of_class)
        for title, pane in zip(TITLES, panes, strict=True):
            self.tabs.addTab(title)
            self._stack.addWidget(scrolled(pane))
        self.page = PageView(side=16)
        self._given = FigureInput()
        self._side = self._make_side()
        self._side.hide()
        self._lay_out()
        sizes.sized(self, LearnView._fold)
        self._connect()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network in use, which the quiz is about, or None."""
        self.quiz.set_network(snapshot)
        self._set_input(FigureInput(snapshot, self._given.drawn))

    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: the one that is chosen on Draw, which the pages' figures show, or None."""
        self._set_input(FigureInput(self._given.network, digit))

    def show_part(self, part: int, page: str = "") -> None:
        """Show a tab, READ, CHECK, QUIZ or CLASS. page: the id to read, "" for the open one."""
        self.tabs.setCurrentIndex(part)
        if part == READ:
            self.read.show_page(page)

    @Slot(str)
    def set_most_told(self, most: HintLevel) -> None:
        """How much Check tells of a mistake at most."""
        self.check.results.detail.most = most

    def begin_exercise(self, code: str) -> None:
        """Show Check, and begin an exercise there with this text."""
        self.show_part(CHECK)
        self.check.begin_exercise(code)

    def show_beside(self, page: str) -> None:
        """Show a page in the side panel. page: its id."""
        self.page.show_page(page)
        if not self._side.isVisible():
            self._side.show()
            width = self._parts.width()
            side = theme.px(SIDE_WIDTH)
            self._parts.setSizes([width - side, side])

    @Slot()
    def close_side(self) -> None:
        self._side.hide()

    @property
    def place(self) -> LearnPlace:
        """Where one is."""
        part = self.tabs.currentIndex()
        view = self.read.view if part == READ else self.page
        is_open = view.page is not None and (part == READ or self.has_side)
        name = view.page.title if part == READ and view.page else TITLES[part]
        return LearnPlace(part, view.place if is_open else None, name)

    def go_to(self, place: LearnPlace) -> None:
        """Show the part and the page again, as they were."""
        self.show_part(place.part)
        if place.page is not None:
            view = self.read.view if place.part == READ else self.page
            if place.part != READ:
                self.show_beside(place.page.page)
            view.go_to(place.page)

    @property
    def has_side(self) -> bool:
        """Whether the side panel is open."""
        return not self._side.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """The page beside the tabs, or below them where that would squeeze both."""
        is_wide = self.width() >= theme.px(WIDE)
        lie = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if lie is not self._parts.orientation():
            self._parts.setOrientation(lie)
            self._parts.setSizes([self.height() // 2] * 2)

    def _make_side(self) -> QWidget:
        side = QWidget()
        self._title = PlainLabel()
        sizes.set_font(self._title, "type_note")
        self._title.setProperty("role", "note")
        self.close_page = icon_button("cross", "Close the page", self.close_side)
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 8, 0)
        top.addWidget(self._title, 1)
        top.addWidget(self.close_page)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(top)
        inner.addWidget(self.page, 1)
        layout = QHBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(hairline(lying=False))
        layout.addLayout(inner, 1)
        sizes.set_least(side, SIDE_LEAST)
        return side

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 0)
        bar.addWidget(self.tabs)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(1)
        self._parts.addWidget(self._stack)
        self._parts.addWidget(self._side)
        self._parts.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(hairline(lying=True))
        layout.addWidget(self._parts, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.page.page_changed.connect(self._on_page)
        for pane in (self.read, self.quiz, self.page):
            pane.place_wanted.connect(self.place_wanted)
        for asking in (self.check, self.quiz, self.of_class):
            asking.page_wanted.connect(self.show_beside)
        self.of_class.file_wanted.connect(self._open_in_check)

    def _set_input(self, given: FigureInput) -> None:
        self._given = given
        for view in (self.read.view, self.page):
            view.set_input(given)

    @Slot(object)
    def _open_in_check(self, path: Path) -> None:
        self.show_part(CHECK)
        self.check.open_file(path)

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self.tabs.setFocus()  # else a button of the new pane takes it, and Space with it
        self._stack.setCurrentIndex(index)
        if index == READ:
            self.close_side()

    @Slot(str)
    def _on_page(self, _: str) -> None:
        page = self.page.page
        self._title.setText(page.about if page else "")
