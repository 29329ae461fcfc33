"""What can be exported of the live pane: pictures of its parts, and their numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.background.training.gradient_history import GradientHistory
from app.desktop.picture_files import png_bytes, svg_bytes
from app.look import figures
from app.views.widgets.exports import Format, Formats
from app.views.widgets.matrix.export import formats_of
from app.views.widgets.matrix.view import MatrixView
from app.views.widgets.plot.plot import Board
from core.inspection.statistics import Inspection, LayerStatistics

FIGURES = tuple(each.name for each in fields(LayerStatistics) if each.name != "histogram")


@dataclass(frozen=True)
class Export:
    """words: of the menu. name: the proposed file name, without its ending."""

    words: str
    name: str
    formats: Formats


def array_export(matrix: MatrixView) -> Export:
    """The array on the heatmap. Making a file of it raises DigitLabError when there is none."""
    return Export(f"{matrix.title}…", matrix.name, formats_of(matrix))


def histogram_export(histogram: QWidget, name: str) -> Export:
    """The histogram as a picture. name: of the array whose entries it counts, “dW2”."""
    title = f"Histogram of {figures.symbol(name)}"
    return Export(f"{title}…", f"histogram-{name}", _pictures(histogram, title))


def norms_export(plot: QWidget, history: GradientHistory, length: int) -> Export:
    """‖dW‖ of every layer: the plot, and the first `length` steps of `history` as a table."""
    title = "‖dW‖ over the run"
    table = Format("Table of all steps, CSV", lambda: history.to_csv(length).encode())
    return Export(f"{title}…", "gradient-norms", {**_pictures(plot, title), "csv": table})


def figures_export(inspection: Inspection) -> Export:
    """A table with a row a layer, and every figure of the step."""
    table = Format("Table, CSV", partial(_table, inspection))
    name = f"gradients-step-{inspection.step.step}"
    return Export("All figures of this step…", name, {"csv": table})


def page_export(page: QWidget, step: int) -> Export:
    """The whole pane, which shows `step`."""
    pictures = _pictures(page, f"Gradients of step {step}")
    return Export("This whole page…", f"gradients-step-{step}", pictures)


def _pictures(widget: QWidget, title: str) -> Formats:
    """PNG and SVG of `widget` as it is on the screen. title: what it is, for the SVG."""
    paint = partial(_paint_board, widget) if isinstance(widget, Board) else partial(_paint, widget)
    return {
        "png": Format("Picture, PNG", lambda: png_bytes(paint, widget.size())),
        "svg": Format("Drawing, SVG", lambda: svg_bytes(paint, widget.size(), title)),
    }


def _paint(widget: QWidget, painter: QPainter) -> None:
    widget.render(painter, QPoint())


def _paint_board(board: Board, painter: QPainter) -> None:
    whole = QRectF(board.rect())
    board.set_cached(False)
    try:
        board.scene().render(painter, whole, whole)
    finally:
        board.set_cached(True)


def _table(inspection: Inspection) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["step", *FIGURES])
    for layer in inspection.layers:
        cells = (_plain(getattr(layer, name)) for name in FIGURES)
        rows.writerow([inspection.step.step, *cells])
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    match value:
        case float():
            return f"{value:.7g}"
        case tuple():
            return "x".join(map(str, value))
        case None:
            return ""
    return value
