"""One row a function: a sign, its name, a word, and what is worst about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTreeWidget
from PySide6.QtWidgets import QTreeWidgetItem as Item

from app.look import sizes, theme
from app.look.figures import scientific
from app.views.learn.verdict import SIGNS
from app.views.widgets.plain import plain_tip
from core.checking import export
from core.checking.report import FunctionReport
from core.files.plain_text import plain

ROW_HEIGHT, EDGES = 28, 10  # of a row at 100 %, and pixels around all of them
MOST_ROWS = 8
LONGEST_PROBLEM = 300  # letters of a row
WORDS = export.WORDS | {"failed": "failed"}


def worst_in_words(report: FunctionReport) -> str:
    """What is worst about a function: its mistake, what it raised, or its largest error."""
    worst = report.worst
    if report.mistake is not None:
        if report.status == "right":
            return f"hint: {report.mistake.title}"
        if worst is None or worst.relative_error is None:
            return report.mistake.title
        return f"{report.mistake.title} · error {scientific(worst.relative_error)}"
    if report.status == "failed":
        return report.problem
    if worst is None:
        return report.problem
    if worst.problem and not worst.ok:
        return worst.problem
    if worst.relative_error is None:
        return ""
    return f"largest error {scientific(worst.relative_error)}"


def _word(report: FunctionReport) -> str:
    return "follows" if report.is_follower else WORDS[report.status]


def _place(report: FunctionReport) -> int:
    """What is wrong by itself comes first, then what follows from it, then the others."""
    if report.is_follower:
        return 1
    return 0 if report.status in ("wrong", "failed") else 2


class Functions(QTreeWidget):
    """The list of functions in the file. chosen: the FunctionReport of the row that was chosen."""

    chosen = Signal(object)  # FunctionReport

    def __init__(self) -> None:
        super().__init__()
        self._reports: tuple[FunctionReport, ...] = ()
        self._items: list[Item] = []
        self.setProperty("role", "rows")
        self.setColumnCount(3)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        sizes.set_icon_size(self, 16)
        self.setAccessibleName("Functions")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = self.header()
        header.setStretchLastSection(True)
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._on_current)
        self.itemClicked.connect(self._on_current)
        theme.watcher().changed.connect(self._dress)
        sizes.sized(self, Functions._fit)

    @property
    def current(self) -> FunctionReport | None:
        """The report of the row that is chosen."""
        item = self.currentItem()
        return self._reports[self._items.index(item)] if item in self._items else None

    def show_reports(self, reports: tuple[FunctionReport, ...]) -> None:
        """reports: of the functions in the file. The chosen one stays so, unless it is right now
        and another is not."""
        before = self.current.name if self.current else ""
        self._reports = tuple(sorted(reports, key=_place))
        self.blockSignals(True)
        self.clear()
        self._items = []
        for report in self._reports:
            worst = worst_in_words(report)
            item = Item(
                [report.written_as or report.name, _word(report), plain(worst, LONGEST_PROBLEM)]
            )
            item.setToolTip(2, plain_tip(worst))
            self.addTopLevelItem(item)
            self._items.append(item)
        self._dress()
        self._fit()
        self.blockSignals(False)
        if reports:
            self.setCurrentItem(self._items[self._first_to_show(before)])

    def _fit(self) -> None:
        """As high as its rows, in the size of text."""
        for item in self._items:
            item.setFont(0, theme.mono())
            item.setSizeHint(2, QSize(0, theme.px(ROW_HEIGHT)))
        rows = min(len(self._items), MOST_ROWS)
        self.setFixedHeight(theme.px(ROW_HEIGHT) * rows + EDGES)

    def _first_to_show(self, before: str) -> int:
        wrong = [k for k, each in enumerate(self._reports) if each.status != "right"]
        same = [k for k, each in enumerate(self._reports) if each.name == before]
        if same and (same[0] in wrong or not wrong):
            return same[0]
        return wrong[0] if wrong else 0

    @Slot()
    def _dress(self) -> None:
        for item, report in zip(self._items, self._reports, strict=True):
            icon, color = SIGNS["absent" if report.is_follower else report.status]
            item.setIcon(0, theme.icon(icon, color, checked=color))
            item.setForeground(1, theme.tokens().color(color))
            item.setForeground(2, theme.tokens().color("ink_soft"))

    def _on_current(self, *_: object) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)
