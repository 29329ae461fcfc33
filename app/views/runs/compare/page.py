"""Compare: the curves of several runs on one plot, their legend, and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.background.training.run_curves import MOST, UNITS, RunCurves, csv_of
from app.desktop.picture_files import png_bytes, svg_bytes
from app.look import sizes
from app.views.runs.compare.board import LOSSES, CompareBoard
from app.views.runs.compare.legend import CurveLegend
from app.views.runs.compare.table import DifferenceTable
from app.views.widgets.buttons import CheckBox
from app.views.widgets.exports import Entry, ExportMenu, Format, ask_and_write
from app.views.widgets.flow import FlowLayout
from app.views.widgets.labels import hairline
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.scrolled import scrolled
from core.runs.differences import ComparedRun, difference_rows

LEAST_WIDTH, LEAST_HEIGHT, A_RUN = 300, 220, 28  # of the plots at 100 %; each run has its label
EMPTY = f"Choose 2 to {MOST} runs in the table, then press Compare."
TOO_MANY = "Only the first {most} of the {count} chosen runs are compared: more lines cannot be "
TOO_MANY += "told apart."


class ComparePage(QWidget):
    """Up to MOST runs; what is beyond is named in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = CompareBoard()
        self.legend = CurveLegend()
        self.table = DifferenceTable()
        self.sentence = PlainLabel(EMPTY)
        self.sentence.setProperty("role", "sentence")
        self.sentence.setWordWrap(True)
        self.unit = _choice("Along the axis", UNITS)
        self.kind = _choice("Which loss", LOSSES)
        self.log = QToolButton()
        self.log.setText("Log axis")
        self.log.setCheckable(True)
        self.log.setProperty("role", "plain")
        self.log.setToolTip("Logarithmic loss axis")
        self.shows_all = CheckBox("Show all, also what is the same")
        self.export = ExportMenu(self, "Export the comparison", self._entries)
        self._lay_out()
        self.unit.currentIndexChanged.connect(self._on_unit)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.log.toggled.connect(self.board.set_logarithmic)
        self.shows_all.toggled.connect(self.table.set_shows_all)
        self.board.pointed.connect(self._on_pointed)
        self.set_runs((), ())

    def set_runs(self, curves: Sequence[RunCurves], runs: Sequence[ComparedRun]) -> None:
        """curves, runs: of the same runs, in the same order."""
        shown = curves[:MOST]
        sizes.set_least(self.board, LEAST_WIDTH, LEAST_HEIGHT + A_RUN * len(shown))
        self.board.set_runs(shown)
        self.legend.set_runs(shown)
        self.table.set_rows([each.name for each in shown], difference_rows(runs[:MOST]))
        too_many = TOO_MANY.format(most=MOST, count=len(curves)) if len(curves) > MOST else ""
        self.say("" if shown and not too_many else too_many or EMPTY)
        for each in (self.legend, self.heading, self.shows_all, self.table):
            each.setVisible(bool(shown))

    def say(self, sentence: str, role: str = "sentence") -> None:
        """Show a sentence above the plots, "" for none."""
        self.sentence.setProperty("role", role)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        tools = FlowLayout()
        for each in (self.unit, self.kind, self.log):
            tools.addWidget(each)
        bar = QHBoxLayout()
        bar.addLayout(tools, 1)
        bar.addWidget(self.export.button)
        self.heading = PlainLabel("What differs")
        self.heading.setProperty("role", "heading")
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.shows_all)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.sentence)
        column.addLayout(bar)
        column.addWidget(self.board, 1)
        column.addWidget(self.legend)
        column.addWidget(hairline(lying=True))
        column.addLayout(head)
        column.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def _entries(self) -> list[Entry]:
        if not self.board.runs:
            return []
        return [
            ("Curves…", self.export_curves),
            ("Table of what is shown…", self.export_table),
        ]

    def export_curves(self) -> None:
        """Ask where to, and write the plots, or the numbers of every step."""
        ask_and_write(
            self,
            "comparison",
            {
                "png": Format("Picture, PNG", self._png),
                "svg": Format("Drawing, SVG", self._svg),
                "csv": Format("Table of all steps, CSV", lambda: csv_of(self.board.runs).encode()),
            },
            self.say,
        )

    def export_table(self) -> None:
        """Ask where to, and write the rows that are shown."""
        table = Format("Table, CSV", lambda: self.table.to_csv().encode())
        ask_and_write(self, "differences", {"csv": table}, self.say)

    def _png(self) -> bytes:
        return png_bytes(self._paint, self.board.size())

    def _svg(self) -> bytes:
        return svg_bytes(self._paint, self.board.size(), "Runs, compared")

    def _paint(self, painter: QPainter) -> None:
        self.board.draw_now()
        self.board.set_cached(False)
        try:
            whole = QRectF(self.board.rect())
            self.board.scene().render(painter, whole, whole)
        finally:
            self.board.set_cached(True)

    @Slot(int)
    def _on_unit(self, _: int) -> None:
        self.board.set_unit(self.unit.currentData())

    @Slot(int)
    def _on_kind(self, _: int) -> None:
        self.board.set_loss_kind(self.kind.currentData())

    @Slot(object)
    def _on_pointed(self, x: float | None) -> None:
        self.legend.show_at(x, self.board.unit)


def _choice(words: str, options: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(words)
    box.setToolTip(plain_tip(words))
    for value, text in options.items():
        box.addItem(text, value)
    return box
