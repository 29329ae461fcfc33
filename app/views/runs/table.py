"""The table of runs, sorted and filtered here, and the view of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.look import sizes, theme
from app.views.runs.columns import (
    BEGAN_COLUMN,
    COLUMNS,
    NAME_COLUMN,
    STAR_COLUMN,
)
from app.views.runs.words import end_of
from app.views.widgets.plain import plain_tip
from app.views.widgets.tables import table_of_rows
from core.runs.summary import RunSummary

_ROW_ROOM = 10  # above and below the text of a row, together, at 100 %
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOP = QModelIndex()


class RunsModel(QAbstractTableModel):
    """Runs in the order of one column, those that are filtered out left out; one that goes on is
    first whatever the order. renamed: id and name that were typed."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RunSummary] = []
        self._all: Sequence[RunSummary] = ()
        self._column, self._is_falling = BEGAN_COLUMN, True
        self._wanted: list[str] = []
        self._can_rename = True

    def set_runs(self, runs: Sequence[RunSummary], *, can_rename: bool = True) -> None:
        self._all, self._can_rename = runs, can_rename
        self._arrange()

    def set_filter(self, text: str) -> None:
        """Only runs that hold all words of `text` in one of their cells."""
        self._wanted = text.casefold().split()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._is_falling = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def set_live(self, run: RunSummary) -> None:
        """Where the run that goes on is by now."""
        for row, each in enumerate(self.rows):
            if each.id == run.id:
                self.rows[row] = run
                last = len(COLUMNS) - 1
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))
                return

    def _arrange(self) -> None:
        rows = [each for each in self._all if self._is_wanted(each)]
        key = COLUMNS[self._column].key
        known = [each for each in rows if key(each) is not None]
        known.sort(key=key, reverse=self._is_falling)
        rows = known + [each for each in rows if key(each) is None]
        rows.sort(key=lambda each: not each.is_written)
        if [each.id for each in rows] == [each.id for each in self.rows]:
            self.rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _is_wanted(self, run: RunSummary) -> bool:
        if not self._wanted:
            return True
        text = " ".join(each.text(run) for each in COLUMNS).casefold()
        return all(word in text for word in self._wanted)

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run, column = self.rows[index.row()], COLUMNS[index.column()]
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            return column.text(run)
        if role == roles.EditRole:
            return run.marks.name
        if role == roles.TextAlignmentRole and column.is_number:
            return _RIGHT
        if role == roles.ForegroundRole:
            return self._color(run, index.column())
        if role == roles.ToolTipRole:
            return plain_tip(run.problem or column.text(run))
        if role == roles.AccessibleTextRole and index.column() == STAR_COLUMN:
            return "with a star" if run.marks.star else "without a star"
        return None

    @staticmethod
    def _color(run: RunSummary, column: int) -> Any:
        look = theme.tokens()
        if run.problem:
            return look.color("danger" if COLUMNS[column].text is end_of else "ink_soft")
        if run.is_written:
            return look.color("accent")
        is_soft = (column == NAME_COLUMN and not run.marks.name) or (
            column == STAR_COLUMN and not run.marks.star
        )
        return look.color("ink_soft") if is_soft else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        run = self.rows[index.row()]
        if index.column() != NAME_COLUMN or str(value).strip() == run.marks.name:
            return False
        self.rows[index.row()] = replace(run, marks=replace(run.marks, name=str(value).strip()))
        self.renamed.emit(run.id, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == NAME_COLUMN and self._can_rename:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RunsTable(QTableView):
    """chosen: other runs are selected. star_pressed, delete_pressed, opened: a key, or the mouse,
    asks it of those that are selected."""

    chosen = Signal()
    star_pressed = Signal()
    delete_pressed = Signal()
    opened = Signal()

    def __init__(self, model: RunsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = model
        self.setModel(model)
        self.setAccessibleName("Runs")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        header = table_of_rows(self)
        header.setSectionsMovable(True)
        header.setSortIndicator(BEGAN_COLUMN, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        sizes.sized(self, _fit_to_text, "columns")
        self._kept: list[str] = []
        self._current = ""
        model.modelAboutToBeReset.connect(self._keep_chosen)
        model.modelReset.connect(self._choose_kept)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)

    def chosen_runs(self) -> list[RunSummary]:
        """Those that are selected, from the top."""
        rows = sorted(each.row() for each in self.selectionModel().selectedRows())
        return [self.runs.rows[row] for row in rows]

    def choose(self, run_ids: Sequence[str]) -> None:
        """Select these, as far as they are shown."""
        wanted, last, selection = set(run_ids), len(COLUMNS) - 1, QItemSelection()
        for row, each in enumerate(self.runs.rows):
            if each.id in wanted:
                selection.select(self.runs.index(row, 0), self.runs.index(row, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        acts = {
            keys.Key_Space: self.star_pressed,
            keys.Key_Delete: self.delete_pressed,
            keys.Key_Backspace: self.delete_pressed,
            keys.Key_Return: self.opened,
            keys.Key_Enter: self.opened,
        }
        key = Qt.Key(event.key())
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if key in acts and not is_editing and not event.modifiers():
            acts[key].emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _keep_chosen(self) -> None:
        self._kept = [each.id for each in self.chosen_runs()]
        row = self.currentIndex().row()
        self._current = self.runs.rows[row].id if 0 <= row < len(self.runs.rows) else ""

    @Slot()
    def _choose_kept(self) -> None:
        self.choose(self._kept)
        for row, each in enumerate(self.runs.rows):
            if each.id == self._current:
                flag = QItemSelectionModel.SelectionFlag.NoUpdate
                self.selectionModel().setCurrentIndex(self.runs.index(row, NAME_COLUMN), flag)
        self.chosen.emit()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == STAR_COLUMN:
            self.star_pressed.emit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() == NAME_COLUMN:
            self.edit(index)
        elif index.column() != STAR_COLUMN:
            self.opened.emit()


def _fit_to_text(table: RunsTable) -> None:
    """Columns and rows, for the size that text has now."""
    metrics = QFontMetrics(theme.font(theme.tokens().type_text))
    header = table.horizontalHeader()
    for number, column in enumerate(COLUMNS):
        texts = (column.sample,) if number == STAR_COLUMN else (column.sample, f"{column.title} ▾")
        width = max(map(metrics.horizontalAdvance, texts))
        header.resizeSection(number, width + 2 * theme.px(13))
    rows = table.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(metrics.height() + theme.px(_ROW_ROOM))
