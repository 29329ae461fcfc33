"""A short list under a title: rows of words, with a bar behind the first of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes, theme
from app.views.widgets.plain import PlainLabel, plain_tip
from core.files.plain_text import plain

MOST_ROWS, ROW_HEIGHT, EDGES = 8, 28, 2  # heights in logical pixels at 100 %
LONGEST, LONGEST_FIRST = 160, 32  # letters
SHARE = Qt.ItemDataRole.UserRole


class GlanceList(QWidget):
    """Hidden while there are no rows. chosen: the number of the row that was chosen."""

    chosen = Signal(int)

    def __init__(self, title: str, note: str = "", *, mono: bool = False) -> None:
        """mono: whether the first column holds names of code."""
        super().__init__()
        self._mono = mono
        self._items: list[QTreeWidgetItem] = []
        head = PlainLabel(title)
        sizes.set_font(head, "type_note", 600)
        self.rows = QTreeWidget()
        self.rows.setProperty("role", "rows")
        self.rows.setHeaderHidden(True)
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setIndentation(0)
        self.rows.setAccessibleName(title)
        self.rows.setItemDelegateForColumn(0, _ShareBar(self.rows))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows.header().setStretchLastSection(True)
        self.rows.itemClicked.connect(self._on_row)
        self.rows.itemActivated.connect(self._on_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(head)
        layout.addWidget(self.rows)
        if note:
            words = PlainLabel(note)
            words.setProperty("role", "note")
            words.setWordWrap(True)
            layout.addWidget(words)
        self.hide()
        sizes.sized(self, GlanceList._fit)
        theme.watcher().changed.connect(self._fit)

    def show_rows(self, rows: Sequence[Sequence[str]], shares: Sequence[float] = ()) -> None:
        """rows: of words, all of the same length. shares: of the bars, 0 to 1, one a row."""
        self.setVisible(bool(rows))
        current = self.rows.currentIndex().row()
        self.rows.clear()
        self._items = []
        if not rows:
            return
        self.rows.setColumnCount(len(rows[0]))
        for at, row in enumerate(rows):
            words = [plain(each, LONGEST if n else LONGEST_FIRST) for n, each in enumerate(row)]
            item = QTreeWidgetItem(words)
            for column, text in enumerate(row):
                item.setToolTip(column, plain_tip(text))
            item.setData(0, SHARE, shares[at] if shares else None)
            self.rows.addTopLevelItem(item)
            self._items.append(item)
        header = self.rows.header()
        for column in range(len(rows[0]) - 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._fit()
        if 0 <= current < len(rows):
            self.rows.setCurrentItem(self._items[current])

    @Slot()
    def _fit(self) -> None:
        """As high as its rows, in the size of text and the colours of now."""
        height, soft = theme.px(ROW_HEIGHT), theme.tokens().color("ink_soft")
        for item in self._items:
            if self._mono:
                item.setFont(0, theme.mono())
            item.setSizeHint(item.columnCount() - 1, QSize(0, height))
            item.setForeground(item.columnCount() - 1, soft)
        self.rows.setFixedHeight(height * min(len(self._items), MOST_ROWS) + EDGES)

    @Slot(QTreeWidgetItem)
    def _on_row(self, item: QTreeWidgetItem) -> None:
        self.chosen.emit(self.rows.indexOfTopLevelItem(item))


class _ShareBar(QStyledItemDelegate):
    """A thin bar under the words, as long as the share that the item holds."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if share is None:
            return
        area: QRect = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        height = theme.px(3)
        line = QRect(area.left(), area.bottom() - height, area.width(), height)
        painter.fillRect(line, theme.tokens().color("hairline"))
        line.setWidth(round(line.width() * share))
        painter.fillRect(line, theme.tokens().color("danger"))
