"""The table of hand-ins, sorted and filtered here, and the view of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.look import sizes, theme
from app.views.learn.class_check.columns import COLUMNS, STATE_COLUMN, STATES, STUDENT_COLUMN
from app.views.learn.verdict import SIGNS
from app.views.widgets.plain import plain_tip
from app.views.widgets.tables import table_of_rows
from core.classroom.hand_in import HandIn
from core.classroom.marking import Marked
from core.files.plain_text import plain

LONGEST_CELL = 200
ROW_ROOM = 12  # above and below the text of a row, together, at 100 %
FILTERS: Mapping[str, Callable[[Marked], bool]] = {
    "Every file": lambda _: True,
    "Every student": lambda each: each.state != "other",
    "With mistakes": lambda each: each.state == "wrong",
    "All right": lambda each: each.state == "right",
    "A person must look": lambda each: each.state == "open",
    "Not checked yet": lambda each: each.state == "waiting",
}
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HandInsModel(QAbstractTableModel):
    """Hand-ins in the order of one column, those that are filtered out left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Marked] = []
        self._all: dict[HandIn, Marked] = {}
        self._column, self._order = STUDENT_COLUMN, Qt.SortOrder.AscendingOrder
        self._has_order = False
        self._kind = next(iter(FILTERS))
        self._words: list[str] = []
        self._students: Collection[str] | None = None

    @property
    def every(self) -> list[Marked]:
        """All of them, in the order in which they were found."""
        return list(self._all.values())

    def set_marked(self, marked: Iterable[Marked]) -> None:
        """Show just these."""
        self._all = {each.hand_in: each for each in marked}
        self._arrange()

    def set_found(self, hand_ins: Iterable[HandIn]) -> None:
        """A check begins, of these; what is known of them stays until it is known anew."""
        waiting = {each: Marked(each, verdict="Not checked yet") for each in hand_ins}
        self.set_marked(self._all.get(each, waiting[each]) for each in waiting)

    def update(self, marked: Sequence[Marked]) -> None:
        """More is known of these; the rows stay where they are."""
        places = {each.hand_in: row for row, each in enumerate(self.rows)}
        for each in marked:
            self._all[each.hand_in] = each
            row = places.get(each.hand_in)
            if row is not None:
                self.rows[row] = each
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def set_kind(self, kind: str) -> None:
        """kind: a key of FILTERS."""
        self._kind = kind
        self._arrange()

    def set_words(self, text: str) -> None:
        """Only rows in which all words of `text` are found, in a cell or in the file's name."""
        self._words = text.casefold().split()
        self._arrange()

    def set_students(self, students: Collection[str] | None) -> None:
        """Only files of these; None for all."""
        self._students = None if students is None else set(students)
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order, self._has_order = column, order, column >= 0
        self._arrange()

    def _arrange(self) -> None:
        rows = [each for each in self._all.values() if self._is_wanted(each)]
        if self._has_order:
            is_falling = self._order == Qt.SortOrder.DescendingOrder
            key = COLUMNS[self._column].key
            known = [each for each in rows if key(each) is not None]
            known.sort(key=key, reverse=is_falling)
            rows = known + [each for each in rows if key(each) is None]
            rows.sort(key=lambda each: each.state == "other")
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _is_wanted(self, marked: Marked) -> bool:
        if not FILTERS[self._kind](marked):
            return False
        if self._students is not None and (
            marked.hand_in.student not in self._students or marked.state == "other"
        ):
            return False
        if not self._words:
            return True
        texts = [marked.hand_in.name, *(each.text(marked) for each in COLUMNS)]
        text = " ".join(texts).casefold()
        return all(word in text for word in self._words)

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        marked, column = self.rows[index.row()], COLUMNS[index.column()]
        roles = Qt.ItemDataRole
        sign, word = STATES[marked.state]
        if role == roles.DisplayRole:
            return plain(column.text(marked), LONGEST_CELL)
        if role == roles.DecorationRole and index.column() == STATE_COLUMN:
            icon, color = SIGNS[sign]
            return theme.icon(icon, color, checked=color)
        if role == roles.AccessibleTextRole and index.column() == STATE_COLUMN:
            return word
        if role == roles.TextAlignmentRole and column.is_number:
            return _RIGHT
        if role == roles.ForegroundRole and (
            marked.state in ("other", "waiting") or index.column() == len(COLUMNS) - 1
        ):
            return theme.tokens().color("ink_soft")
        if role == roles.ToolTipRole:
            said = column.text(marked) if index.column() > STUDENT_COLUMN else word
            return plain_tip(f"{said}\n{marked.hand_in.name}".strip())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class HandInsTable(QTableView):
    """chosen: the Marked of the row that is current."""

    chosen = Signal(object)

    def __init__(self, model: HandInsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hand_ins = model
        self.setModel(model)
        self.setAccessibleName("Hand-ins")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = table_of_rows(self)
        header.setStretchLastSection(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        sizes.set_icon_size(self, 16)
        sizes.sized(self, _fit_to_text, "columns")
        self._kept: HandIn | None = None
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._choose_kept)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    @property
    def current(self) -> Marked | None:
        """The row that is current, if one is."""
        row = self.currentIndex().row()
        return self.hand_ins.rows[row] if 0 <= row < len(self.hand_ins.rows) else None

    def choose(self, student: str) -> None:
        """Make the row of this student current, if it is shown."""
        for row, each in enumerate(self.hand_ins.rows):
            if each.hand_in.student == student and each.state != "other":
                self.setCurrentIndex(self.hand_ins.index(row, STUDENT_COLUMN))
                return

    def _keep(self) -> None:
        self._kept = self.current.hand_in if self.current else None

    def _choose_kept(self) -> None:
        for row, each in enumerate(self.hand_ins.rows):
            if each.hand_in == self._kept:
                self.setCurrentIndex(self.hand_ins.index(row, STUDENT_COLUMN))

    def _on_current(self, *_: object) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)


def _fit_to_text(table: HandInsTable) -> None:
    """Columns and rows, for the size that text has now."""
    metrics = QFontMetrics(theme.font(theme.tokens().type_text))
    header = table.horizontalHeader()
    for at, column in enumerate(COLUMNS):
        if column.width:
            header.resizeSection(at, metrics.averageCharWidth() * column.width + 16)
    rows = table.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(metrics.height() + theme.px(ROW_ROOM))
