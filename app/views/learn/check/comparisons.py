"""What was compared: a group for each case, the course's example first; a row for each array."""

from __future__ import annotations

import math
from itertools import groupby

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

from app.look import sizes, theme
from app.look.figures import MINUS, scientific, signed
from app.views.learn.verdict import SIGNS
from app.views.widgets.plain import plain_tip
from core.checking.report import Comparison
from core.files.plain_text import plain

COLUMNS = ("Array", "Shape", "Error", "Yours", "Expected", "Nudged")
NUDGED = 5
NUDGED_TIP = "The central difference: how the loss changes when this number’s cause is nudged"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MARGIN = 20
LONGEST_PROBLEM = 300  # letters of a row


def shape_of(shape: tuple[int, ...]) -> str:
    """A shape in words: “(3, 5)”, “(3,)”; “number” for ()."""
    if not shape:
        return "number"
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def number(value: float | None) -> str:
    """A number with five digits; “” for None."""
    if value is None:
        return ""
    return f"{value:.5g}".replace("-", MINUS) if math.isfinite(value) else signed(value)


def row_of(each: Comparison) -> list[str]:
    """The texts in the columns COLUMNS."""
    where = f"[{', '.join(map(str, each.index))}]" if each.index else ""
    shape = shape_of(each.shape)
    if each.shape != each.expected_shape:
        shape += f", not {shape_of(each.expected_shape)}"
    if each.dtype not in ("", "float64"):
        shape += f" {each.dtype}"

    error = "" if each.relative_error is None else scientific(each.relative_error)
    return [
        plain(each.what + where),
        plain(shape),
        error,
        number(each.got),
        number(each.expected),
        number(each.numeric),
    ]


class Comparisons(QTreeWidget):
    """A tree of cases and their arrays. Cases that are right are folded, except the first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[QTreeWidgetItem, bool]] = []
        self.setProperty("role", "rows")
        self.setHeaderLabels(COLUMNS)
        self.setAccessibleName("Comparisons")
        sizes.set_icon_size(self, 14)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        header = self.header()
        self.headerItem().setToolTip(NUDGED, plain_tip(NUDGED_TIP))
        for column in range(2, len(COLUMNS)):
            self.headerItem().setTextAlignment(column, RIGHT)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.watcher().changed.connect(self._dress)
        theme.watcher().resized.connect(self._fit)

    def show_comparisons(self, comparisons: tuple[Comparison, ...]) -> None:
        self.clear()
        self._rows = []
        self.setColumnHidden(NUDGED, all(each.numeric is None for each in comparisons))
        cases = list(dict.fromkeys(each.case for each in comparisons))
        ordered = sorted(comparisons, key=lambda each: cases.index(each.case))
        for k, (case, rows) in enumerate(groupby(ordered, key=lambda each: each.case)):
            self._add_case(case, list(rows), is_first=k == 0)
        self._dress()
        self._fit()

    def _add_case(self, case: str, rows: list[Comparison], *, is_first: bool) -> None:
        is_ok = all(each.ok for each in rows)
        group = QTreeWidgetItem([plain(case[:1].upper() + case[1:])])
        self.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        self._rows.append((group, is_ok))
        for each in rows:
            item = QTreeWidgetItem(row_of(each))
            item.setToolTip(1, plain_tip(each.dtype))
            for column in range(2, len(COLUMNS)):
                item.setTextAlignment(column, RIGHT)
            group.addChild(item)
            self._rows.append((item, each.ok))
            if each.problem and not each.ok:
                note = QTreeWidgetItem([plain(each.problem, LONGEST_PROBLEM)])
                note.setToolTip(0, plain_tip(each.problem))
                group.addChild(note)
                note.setFirstColumnSpanned(True)
        group.setExpanded(is_first or not is_ok)

    @Slot()
    def _dress(self) -> None:
        size = theme.tokens().type_note
        plainly, boldly = theme.font(size), theme.font(size, QFont.Weight.DemiBold)
        at = QTreeWidgetItemIterator(self)
        while (item := at.value()) is not None:
            is_case = item.parent() is None
            for column in range(len(COLUMNS)):
                item.setFont(column, boldly if is_case else plainly)
            at += 1
        for item, is_ok in self._rows:
            icon, color = SIGNS["right" if is_ok else "wrong"]
            item.setIcon(0, theme.icon(icon, color, checked=color))

    @Slot()
    def _fit(self) -> None:
        """Be as high as the rows; the area around it scrolls."""
        groups = [item for item, _ in self._rows if item.parent() is None]
        rows = sum(1 + each.childCount() * each.isExpanded() for each in groups)
        height = max(
            (self.sizeHintForIndex(self.indexFromItem(each)).height() for each in groups), default=0
        )
        self.setFixedHeight(self.header().sizeHint().height() + rows * height + MARGIN)
