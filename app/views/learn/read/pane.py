"""Read: the list of help pages, and the page; a page can also stand without the list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.look import theme
from app.views.learn.read.page_style import fill
from app.views.widgets.buttons import text_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.labels import hairline
from app.views.widgets.plain import PlainLabel, plain_tip
from core.lessons.pages import SCHEME, Page, page_of, pages

TEXT_WIDTH = 680
SIDE = 32
LIST_WIDTH = 272
ROW_HEIGHT = 36


class PageText(QTextBrowser):
    """The text of a page, in lines of TEXT_WIDTH pixels at most. side: the left margin."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self.setProperty("role", "page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        spare = max(self.width() - TEXT_WIDTH - self._side, self._side)
        self.setViewportMargins(self._side, 16, spare - 12, 0)
        super().resizeEvent(event)


class PageView(QWidget):
    """A page, and beneath it a button for each view that shows what it is about.

    page_changed: the id of the page that is shown now. place_wanted: the link of SCHEME that was
    followed.
    """

    page_changed = Signal(str)
    place_wanted = Signal(str)

    def __init__(self, side: int = SIDE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self.text = PageText(side)
        self.text.setAccessibleName("Page")
        self.text.anchorClicked.connect(self._on_link)
        self._line = hairline(lying=True)
        self._row = QWidget()
        self._view_links = FlowLayout(self._row)
        self._row.layout().setContentsMargins(side, 12, 16, 12)  # type: ignore[union-attr]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._line)
        layout.addWidget(self._row)
        self._is_dressed = True
        theme.watcher().changed.connect(self._on_theme)

    def show_page(self, page_id: str) -> None:
        """Show a page from its first line. Does nothing if there is no such id, or it is shown."""
        page = pages().get(page_id)
        if page is None or page is self.page:
            return
        self.page = page
        self._dress()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.verticalScrollBar().setValue(0)
        self._view_links.clear()
        see = PlainLabel("See it")
        see.setProperty("role", "sentence")
        self._view_links.addWidget(see)
        for view_link in page.view_links:
            button = text_button(
                "inspect", view_link.words, partial(self.place_wanted.emit, view_link.link)
            )
            button.setObjectName(view_link.link)
            self._view_links.addWidget(button)
        self.page_changed.emit(page.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_dressed:
            self._dress()

    @Slot()
    def _on_theme(self) -> None:
        self._is_dressed = False
        if self.isVisible():
            self._dress()

    def _dress(self) -> None:
        self._is_dressed = True
        if self.page is not None:
            at = self.text.verticalScrollBar().value()
            fill(self.text.document(), self.page.body)
            self.text.verticalScrollBar().setValue(at)

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        link = url.toString()
        if link.startswith(SCHEME):
            self.place_wanted.emit(link)
            return
        page = page_of(link)
        if page is not None:
            self.show_page(page)


class ReadPane(QWidget):
    """The list of pages beside the page. place_wanted: the link that was followed."""

    place_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contents = QListWidget()
        self.contents.setProperty("role", "contents")
        self.contents.setFixedWidth(LIST_WIDTH)
        self.contents.setAccessibleName("Pages")
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, page in enumerate(pages().values(), 1):
            item = QListWidgetItem(f"{number}   {page.title}")
            item.setToolTip(plain_tip(page.about))
            item.setData(Qt.ItemDataRole.UserRole, page.id)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.contents.addItem(item)
        self.view = PageView()
        self.contents.currentItemChanged.connect(self._on_chosen)
        self.view.page_changed.connect(self._on_page)
        self.view.place_wanted.connect(self.place_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.contents)
        layout.addWidget(hairline(lying=False))
        layout.addWidget(self.view, 1)
        self.contents.setCurrentRow(0)

    def show_page(self, page_id: str) -> None:
        """Show a page. Does nothing if there is no such id."""
        self.view.show_page(page_id)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem | None, _: object) -> None:
        if item is not None:
            self.view.show_page(item.data(Qt.ItemDataRole.UserRole))

    @Slot(str)
    def _on_page(self, page_id: str) -> None:
        self.contents.setCurrentRow(list(pages()).index(page_id))
