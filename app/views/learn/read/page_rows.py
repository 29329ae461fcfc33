"""Rows of the list of pages: the number, and beside it the title, whose further lines hang."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look import theme

BETWEEN = "   "  # a number and its title, in the text of a row
_WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
_FROM_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip


class PageRows(QStyledItemDelegate):
    """Paints the rows of a list whose texts are a number, BETWEEN, and a title."""

    def __init__(self, contents: QListWidget) -> None:
        super().__init__(contents)
        self._contents = contents

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        number, title = row.text.split(BETWEEN, 1)
        room = self.title_room(row)
        row.text = ""
        self._style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, row, painter, self._contents
        )
        is_lit = row.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setFont(row.font)
        painter.setPen(theme.tokens().color("ink" if is_lit else "ink_soft"))
        lines = row.fontMetrics.boundingRect(room, _WRAPPED, title)
        beside = lines.translated(-self.number_width(row.fontMetrics), 0)
        lines.setWidth(room.width())
        painter.drawText(lines, _FROM_TOP | Qt.TextFlag.TextWordWrap, title)
        painter.drawText(beside, _FROM_TOP, number)
        painter.restore()

    def title_room(self, row: QStyleOptionViewItem) -> QRect:
        """Where a title is painted. row: of initStyleOption()."""
        style, around = self._style(), QStyle.PixelMetric.PM_FocusFrameHMargin
        margin = style.pixelMetric(around, row, self._contents) + 1  # as styles paint text
        text: QRect = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemText, row, self._contents
        )
        return text.adjusted(margin + self.number_width(row.fontMetrics), 0, -margin, 0)

    def number_width(self, metrics: QFontMetrics) -> int:
        """What the number takes of a row's width, so that all titles begin at one edge."""
        return metrics.horizontalAdvance(f"{self._contents.count()}{BETWEEN}")

    def _style(self) -> QStyle:
        return self._contents.style()
