"""Which line is which run, and what each had where the pointer is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.background.training.run_curves import MOST, CurveReading, RunCurves, reading_at
from app.look import figures, sizes, theme
from app.views.runs.compare.board import LINES
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.plot.curve import DashedCurve
from core.files.plain_text import plain

SAMPLE = 44  # at 100 %
HEADS = ("", "Run", "Step", "Loss", "Val. loss", "Val. accuracy")
WIDEST = ("", "", "1,000,000 (end)", "0.000000", "0.000000", "100.0 % .")
RIGHT = Qt.AlignmentFlag.AlignRight
LONGEST_NAME = 32


class LineSample(QWidget):
    """A piece of the line that a run is drawn with, and its number."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        sizes.sized(self, LineSample.updateGeometry)

    def sizeHint(self) -> QSize:
        look = theme.tokens()
        metrics = QFontMetrics(theme.font(look.type_note))
        return QSize(look.px(SAMPLE) + metrics.horizontalAdvance("8 "), metrics.height() + 4)

    def paintEvent(self, _: QPaintEvent) -> None:
        look = theme.tokens()
        name, dashes, passes = LINES[self._place]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(look.type_note))
            painter.setPen(look.color(name))
            left = painter.fontMetrics().horizontalAdvance("8 ")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, str(self._place + 1))
            pen = QPen(look.color(name), 1.0)
            if dashes:
                pen.setDashPattern(list(dashes))
            painter.setPen(pen)
            middle = self.height() / 2 - passes * DashedCurve.APART / 2
            for _pass in range(round(passes * look.line)):
                painter.drawLine(QPointF(left, middle), QPointF(self.width(), middle))
                painter.translate(0, DashedCurve.APART)


class CurveLegend(QWidget):
    """A row for each run; its figures are those of its end, or where the pointer is."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: tuple[RunCurves, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(len(HEADS), 1)
        self._heads = [PlainLabel(head) for head in HEADS]
        for column, label in enumerate(self._heads):
            label.setProperty("role", "note")
            label.setAlignment(RIGHT if column > 1 else Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(label, 0, column)
        self._rows = [self._make_row(place) for place in range(MOST)]
        sizes.sized(self, CurveLegend._widen)
        self.set_runs(())

    def set_runs(self, runs: Sequence[RunCurves]) -> None:
        self._runs = tuple(runs[:MOST])
        for place, (sample, cells) in enumerate(self._rows):
            for each in (sample, *cells):
                each.setVisible(place < len(self._runs))
        for head in self._heads:
            head.setVisible(bool(self._runs))
        self._widen()
        self.show_at(None, "step")

    def go_on(self, runs: Sequence[RunCurves]) -> None:
        """The same runs, further on."""
        self._runs = tuple(runs)

    def show_at(self, x: float | None, unit: str) -> None:
        """x: on an axis of `unit`; None for the end of each run."""
        for run, (_, cells) in zip(self._runs, self._rows, strict=False):
            step = float(run.steps) if x is None else run.step_at(x, unit)
            name, *figures_of_it = cells
            name.setText(run.name)
            name.setToolTip(plain_tip(run.name))
            for cell, text in zip(figures_of_it, _texts(reading_at(run, step)), strict=True):
                cell.setText(text)

    def texts(self) -> list[list[str]]:
        """What stands in the rows of the runs."""
        shown = self._rows[: len(self._runs)]
        return [[each.text() for each in cells] for _, cells in shown]

    def _make_row(self, place: int) -> tuple[LineSample, list[SteadyLabel]]:
        cells = [SteadyLabel(), *(SteadyLabel(RIGHT) for _ in HEADS[2:])]
        sample = LineSample(place)
        for column, each in enumerate((sample, *cells)):
            self._grid.addWidget(each, place + 1, column)
        return sample, cells

    def _widen(self) -> None:
        metrics = QFontMetrics(theme.font(theme.tokens().type_note))
        for column, (head, widest) in enumerate(zip(HEADS, WIDEST, strict=True)):
            width = max(metrics.horizontalAdvance(head), metrics.horizontalAdvance(widest))
            self._grid.setColumnMinimumWidth(column, width)
        names = (plain(run.name, LONGEST_NAME) for run in self._runs)
        longest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        self._grid.setColumnMinimumWidth(1, longest + 4)


def _texts(reading: CurveReading | None) -> list[str]:
    """Of the columns after the name."""
    if reading is None:
        return ["–"] * 4
    step = figures.count(reading.step)
    shares = reading.validation_accuracy
    return [
        f"{step} (end)" if reading.is_over else step,
        figures.figure(reading.loss),
        figures.figure(reading.validation_loss),
        figures.percent(shares) if math.isfinite(shares) else "–",
    ]
