"""Read: the list of pages, and the one that is read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from app.views.learn.read.page_view import PageView
from app.views.widgets.labels import hairline
from core.lessons.pages import pages

LIST_WIDTH = 272
ROW_HEIGHT = 36


class ReadPane(QWidget):
    """place_wanted: a link of the page was followed."""

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
            item.setToolTip(page.about)
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
        """Nothing happens for an id that is not there."""
        self.view.show_page(page_id)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem | None, _: object) -> None:
        if item is not None:
            self.view.show_page(item.data(Qt.ItemDataRole.UserRole))

    @Slot(str)
    def _on_page(self, page_id: str) -> None:
        self.contents.setCurrentRow(list(pages()).index(page_id))
