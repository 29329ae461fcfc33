"""The table of what differs between runs: a column a run, a row for each thing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from app.look import theme
from app.views.widgets.plain import plain_tip
from core.files.plain_text import plain
from core.runs.differences import DifferenceRow, differing

LONGEST = 60  # letters of a cell; the rest is in its tooltip
SAME = "Nothing differs: the same recipe, data and results."


class DifferenceTable(QTreeWidget):
    """shows_all: also what is the same everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[DifferenceRow, ...] = ()
        self._names: tuple[str, ...] = ()
        self.shows_all = False
        self.setProperty("role", "rows")
        self.setAccessibleName("What differs")
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        theme.watcher().changed.connect(self._fill)

    def set_rows(self, names: Sequence[str], rows: Sequence[DifferenceRow]) -> None:
        """names: of the runs, whose values the rows have."""
        self._names, self._rows = tuple(names), tuple(rows)
        self._fill()

    def set_shows_all(self, shows_all: bool) -> None:
        self.shows_all = shows_all
        self._fill()

    @property
    def shown(self) -> tuple[DifferenceRow, ...]:
        return self._rows if self.shows_all else differing(self._rows)

    def to_csv(self) -> str:
        """The rows that are shown."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(["part", "what", *self._names])
        rows.writerows([row.group, row.label, *row.values] for row in self.shown)
        return text.getvalue()

    def sizeHint(self) -> QSize:
        """As high as its rows: the page scrolls."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height())

    def _height(self) -> int:
        rows = sum(1 + item.childCount() for item in self._groups()) or 1
        row = max(self.sizeHintForRow(0), self.fontMetrics().height() + 6)
        bar = self.horizontalScrollBar().sizeHint().height()
        return self.header().sizeHint().height() + rows * row + bar + 4

    def _groups(self) -> list[QTreeWidgetItem]:
        items = (self.topLevelItem(k) for k in range(self.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _fill(self) -> None:
        self.clear()
        names = [f"{k}  {plain(name, LONGEST)}" for k, name in enumerate(self._names, 1)]
        self.setColumnCount(1 + len(names))
        self.setHeaderLabels(["", *names])
        look = theme.tokens()
        bold = theme.font(look.type_note, QFont.Weight.DemiBold)
        for title, rows in groupby(self.shown, key=lambda row: row.group):
            heading = QTreeWidgetItem(self, [title])
            heading.setFont(0, bold)
            heading.setForeground(0, look.color("ink_soft"))
            for row in rows:
                item = QTreeWidgetItem(heading, [row.label, *(_cell(each) for each in row.values)])
                for column, value in enumerate(row.values, 1):
                    item.setToolTip(column, plain_tip(value))
        if self._names and not self.shown:
            QTreeWidgetItem(self, [SAME]).setFirstColumnSpanned(True)
        self.expandAll()
        self.updateGeometry()


def _cell(value: str) -> str:
    return plain(value.replace("\n", "; "), LONGEST)
