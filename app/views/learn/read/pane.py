"""Read: the list of help pages, with a mark at those that were read, and the page beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from app.look import sizes, theme
from app.views.learn.read.page_rows import BETWEEN, PageRows
from app.views.learn.read.page_view import PageView
from app.views.widgets.labels import hairline
from app.views.widgets.plain import plain_tip
from core.lessons.pages import pages

MARK = 16  # logical pixels at 100 %
PADDING = 32  # of the list and of its rows, at 100 %
MARGINS = 16  # logical pixels, around marks and texts
WIDEST_SHARE = 0.38  # of the pane, for the list
ROW = 2.1  # lines of text
READ_WORDS = "You read this page to its end."


class ReadPane(QWidget):
    """The list of pages beside the page.

    place_wanted: the link that was followed. page_read: the ids of all pages that were read to
    their ends, with blanks between them.
    """

    place_wanted = Signal(str)
    page_read = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: set[str] = set()
        self.contents = QListWidget()
        self.contents.setProperty("role", "contents")
        self.contents.setObjectName("contents")
        self.contents.setAccessibleName("Pages")
        sizes.set_icon_size(self.contents, MARK)
        self.contents.setWordWrap(True)
        self._rows = PageRows(self.contents)
        self.contents.setItemDelegate(self._rows)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, page in enumerate(pages().values(), 1):
            item = QListWidgetItem(f"{number}{BETWEEN}{page.title}")
            item.setToolTip(plain_tip(page.about))
            item.setData(Qt.ItemDataRole.UserRole, page.id)
            self.contents.addItem(item)
        self.view = PageView(with_keys=True)
        self.contents.currentItemChanged.connect(self._on_chosen)
        self.view.page_changed.connect(self._on_page)
        self.view.place_wanted.connect(self.place_wanted)
        self.view.end_seen.connect(self._on_end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.contents)
        layout.addWidget(hairline(lying=False))
        layout.addWidget(self.view, 1)
        theme.watcher().changed.connect(self._dress)
        self._dress()
        self.contents.setCurrentRow(0)

    def show_page(self, page_id: str) -> None:
        """Show a page. Does nothing if there is no such id."""
        self.view.show_page(page_id)

    def set_read(self, ids: str) -> None:
        """ids: of pages that were read before, with blanks between them."""
        self._read |= set(ids.split()) & set(pages())
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem | None, _: object) -> None:
        if item is not None:
            self.view.show_page(item.data(Qt.ItemDataRole.UserRole))

    @Slot(str)
    def _on_page(self, page_id: str) -> None:
        self.contents.setCurrentRow(list(pages()).index(page_id))

    @Slot(str)
    def _on_end(self, page_id: str) -> None:
        if page_id not in self._read:
            self._read.add(page_id)
            self._dress()
            self.page_read.emit(" ".join(each for each in pages() if each in self._read))

    @Slot()
    def _dress(self) -> None:
        check, blank = theme.icon("check", "good"), _blank()
        for row, page in enumerate(pages().values()):
            item, is_read = self.contents.item(row), page.id in self._read
            item.setIcon(check if is_read else blank)
            item.setData(
                Qt.ItemDataRole.AccessibleDescriptionRole, READ_WORDS if is_read else page.about
            )
        self._fit()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font(theme.tokens().type_text))

    def _fit(self) -> None:
        """Give the list the room of its longest title, but not too much of the pane; a title that
        is longer then takes as many lines as it needs. Each word is whole."""
        titles, metrics = [page.title for page in pages().values()], self._metrics()
        beside = theme.px(MARK + PADDING) + MARGINS + self._rows.number_width(metrics)
        bar = self.contents.verticalScrollBar().sizeHint().width()  # where titles wrap
        title, word = (
            beside + max(map(metrics.horizontalAdvance, texts)) + 2  # rounded
            for texts in (titles, " ".join(titles).split())
        )
        width = max(word + bar, round(min(title, WIDEST_SHARE * max(self.width(), 600))))
        self.contents.setFixedWidth(width)
        beside += bar * (width < title)
        room, wrapped = QRect(0, 0, width - beside, 0), Qt.TextFlag.TextWordWrap
        for row, text in enumerate(titles):
            lines = metrics.boundingRect(room, wrapped, text).height()
            height = round(lines + (ROW - 1) * metrics.lineSpacing())
            self.contents.item(row).setSizeHint(QSize(0, height))


def _blank() -> QIcon:
    """A picture of nothing, so that all titles begin at one edge."""
    empty = QPixmap(theme.px(MARK), theme.px(MARK))
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)
