"""The figures of each class, as a table that can be sorted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.look import figures
from app.views.data.mistakes.words import NEVER, class_share, plain_names
from app.views.widgets.plain import plain_tip
from core.evaluation.confusion import ClassFigures, Confused, Confusion

NUMBER = Qt.ItemDataRole.UserRole
COLUMNS = {
    "Class": "What it is",
    "Examples": "How many images of it the set has",
    "Recall": "Of its images, the share that is read right",
    "Precision": "Of the answers that name it, the share that is right",
    "F1": "One figure of both: their harmonic mean",
    "Misread most often as": "The most frequent wrong answer, and how often it is given",
}
LOWEST = -1.0  # what has no share is sorted beneath all that have one


class ClassRow(QTreeWidgetItem):
    """A row that is sorted by its numbers rather than by their text."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn() if tree is not None else 0
        mine, others = (each.data(column, NUMBER) for each in (self, other))
        return bool(mine < others)


class ClassTable(QTreeWidget):
    """chosen: the number of the class whose row was entered or double-clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._confusion: Confusion | None = None
        self.setAccessibleName("Figures of each class")
        self.setProperty("role", "table")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHeaderLabels(list(COLUMNS))
        head = self.headerItem()
        for column, tip in enumerate(COLUMNS.values()):
            head.setToolTip(column, plain_tip(f"{tip}. Click to sort by it."))
            if 0 < column < len(COLUMNS) - 1:
                head.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.itemActivated.connect(self._on_activated)

    def set_confusion(self, confusion: Confusion | None) -> None:
        """The order and the chosen row stay."""
        row = self.currentItem()
        before = row.data(0, NUMBER) if row is not None else None
        self._confusion = confusion
        self.setSortingEnabled(False)
        self.clear()
        if confusion is not None:
            rows = _rows(confusion)
            self.addTopLevelItems(rows)
            if before is not None and before < len(rows):
                self.setCurrentItem(rows[before])
        self.setSortingEnabled(True)

    def cells(self) -> list[list[str]]:
        """The words of the table as it is sorted, its head first."""
        rows = [self.topLevelItem(k) for k in range(self.topLevelItemCount())]
        columns = range(len(COLUMNS))
        return [list(COLUMNS), *([row.text(k) for k in columns] for row in rows if row)]

    @Slot(QTreeWidgetItem)
    def _on_activated(self, row: QTreeWidgetItem) -> None:
        self.chosen.emit(row.data(0, NUMBER))


def _rows(confusion: Confusion) -> list[QTreeWidgetItem]:
    names = plain_names(confusion.class_names)
    worst: dict[int, Confused] = {}
    for each in confusion.mistakes():
        worst.setdefault(each.truth, each)
    return [
        _row(number, names, each, worst.get(number))
        for number, each in enumerate(confusion.classes())
    ]


def _row(
    number: int, names: tuple[str, ...], each: ClassFigures, worst: Confused | None
) -> QTreeWidgetItem:
    as_what = f"{names[worst.answer]} ({figures.count(worst.count)})" if worst else "–"
    cells: list[tuple[str, Any]] = [
        (names[number], number),
        (figures.count(each.count), each.count),
        (class_share(each.recall, otherwise="no example"), _or_lowest(each.recall)),
        (class_share(each.precision, otherwise=NEVER), _or_lowest(each.precision)),
        (class_share(each.f1), _or_lowest(each.f1)),
        (as_what, worst.count if worst else 0),
    ]
    row = ClassRow([text for text, _ in cells])
    for column, (_, key) in enumerate(cells):
        row.setData(column, NUMBER, key)
        if 0 < column < len(cells) - 1:
            row.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
    return row


def _or_lowest(share: float | None) -> float:
    return LOWEST if share is None else share
