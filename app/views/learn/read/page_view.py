"""A page to scroll through, and where in it one is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.look import theme
from app.views.learn.figures.figure import FigureInput
from app.views.learn.read.page_sheet import PageSheet
from core.lessons.pages import SCHEME, Page, page_of, pages

SIDE = 32


@dataclass(frozen=True)
class PagePlace:
    """A place in a page: its id, and how far down it is, in [0, 1]."""

    page: str
    share: float


class PageView(QScrollArea):
    """A page at a time. side: the left margin. with_keys: see PageSheet.

    page_changed: the id of the page that is shown now. place_wanted: the link of SCHEME that was
    followed. end_seen: the id of a page whose end was in view.
    """

    page_changed = Signal(str)
    place_wanted = Signal(str)
    end_seen = Signal(str)

    def __init__(
        self, side: int = SIDE, parent: QWidget | None = None, *, with_keys: bool = False
    ) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self._side, self._with_keys = side, with_keys
        self._given = FigureInput()
        self._share = 0.0
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        bar.setSingleStep(theme.tokens().space_5)
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_range)

    @property
    def sheet(self) -> PageSheet | None:
        """The page as it is shown; None before it was first seen."""
        sheet = self.widget()
        return sheet if isinstance(sheet, PageSheet) else None

    def show_page(self, page_id: str) -> None:
        """Show a page from its first line. Does nothing if there is no such id, or it is shown."""
        page = pages().get(page_id)
        if page is None or page is self.page:
            return
        self.page, self._share = page, 0.0
        before = self.takeWidget()
        if before is not None:
            before.deleteLater()
        if self.isVisible():
            self._make_sheet()
        self.page_changed.emit(page.id)

    def set_input(self, given: FigureInput) -> None:
        """given: what the figures show of the reader's own."""
        self._given = given
        if self.sheet is not None:
            self.sheet.set_input(given)

    @property
    def place(self) -> PagePlace:
        """Where one reads."""
        return PagePlace(self.page.id if self.page else "", self._share)

    def go_to(self, place: PagePlace) -> None:
        """Show the page, at the place that was read."""
        self.show_page(place.page)
        self._share = place.share
        self._scroll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is not None and self.sheet is None:
            self._make_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _make_sheet(self) -> None:
        assert self.page is not None
        sheet = PageSheet(self.page, self._side, with_keys=self._with_keys)
        sheet.link_followed.connect(self.follow)
        sheet.page_wanted.connect(self.show_page)
        sheet.set_input(self._given)
        self.setAccessibleName(self.page.title)
        share = self._share
        self.setWidget(sheet)  # which scrolls to the top
        sheet.show()
        self._share = share
        self._scroll()
        QTimer.singleShot(0, self, self._look_for_end)

    @Slot(str)
    def follow(self, link: str) -> None:
        """Show the page that a link leads to, or tell the place."""
        if link.startswith(SCHEME):
            self.place_wanted.emit(link)
            return
        page = page_of(link)
        if page is not None:
            self.show_page(page)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        most = self.verticalScrollBar().maximum()
        if most:
            self._share = value / most
        self._look_for_end()

    @Slot()
    def _on_range(self) -> None:
        """A page of another width, or with larger letters, stays where it was read."""
        self._scroll()
        QTimer.singleShot(0, self, self._look_for_end)

    def _scroll(self) -> None:
        bar = self.verticalScrollBar()
        share = self._share
        bar.setValue(round(share * bar.maximum()))
        self._share = share

    @Slot()
    def _look_for_end(self) -> None:
        """A sheet that has just been made is not laid out yet: its height is asked for."""
        sheet = self.sheet
        if sheet is None or not self.isVisible():
            return
        height = max(sheet.height(), sheet.heightForWidth(sheet.width()))
        if self.verticalScrollBar().value() + self.viewport().height() >= height:
            self.end_seen.emit(sheet.page.id)
