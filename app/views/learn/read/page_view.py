"""One help page: its text, and beneath it a button for each view that shows what it speaks of."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser, QVBoxLayout, QWidget

from app.look import theme
from app.views.learn.read.page_style import fill
from app.views.widgets.buttons import text_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.hairline import hairline
from core.lessons.pages import SCHEME, Page, page_of, pages

TEXT_WIDTH = 680
SIDE = 32


class PageText(QTextBrowser):
    """The text alone; its lines never grow wider than is good to read."""

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
    """page_changed: another page is shown. place_wanted: a link of SCHEME was followed."""

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
        self._sights = FlowLayout(self._row)
        self._row.layout().setContentsMargins(side, 12, 16, 12)  # type: ignore[union-attr]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._line)
        layout.addWidget(self._row)
        theme.watcher().changed.connect(self._dress)

    def show_page(self, page_id: str) -> None:
        """The page from its first line; nothing happens for an id that is not there."""
        page = pages().get(page_id)
        if page is None or page is self.page:
            return
        self.page = page
        self._dress()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.verticalScrollBar().setValue(0)
        self._sights.clear()
        see = QLabel("See it")
        see.setProperty("role", "sentence")
        self._sights.addWidget(see)
        for view_link in page.view_links:
            button = text_button(
                "inspect", view_link.words, partial(self.place_wanted.emit, view_link.link)
            )
            button.setObjectName(view_link.link)
            self._sights.addWidget(button)
        self.page_changed.emit(page.id)

    @Slot()
    def _dress(self) -> None:
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
