"""What of the live pane can be exported: pictures of its parts, and their numbers."""

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
from app.views.widgets.exports import Format, Formats
from app.views.widgets.plot.plot import Board
from core.inspection.statistics import Inspection, LayerStatistics

FIGURES = tuple(each.name for each in fields(LayerStatistics) if each.name != "histogram")


@dataclass(frozen=True)
class Export:
    """words: of the menu. name: of the file, without its ending."""

    words: str
    name: str
    formats: Formats


def pictures(widget: QWidget, title: str) -> Formats:
    """`widget` as it is on the screen. title: what it is."""
    paint = partial(_paint_board, widget) if isinstance(widget, Board) else partial(_paint, widget)
    return {
        "png": Format("Picture, PNG", lambda: png_bytes(paint, widget.size())),
        "svg": Format("Drawing, SVG", lambda: svg_bytes(paint, widget.size(), title)),
    }


def figures_of(inspection: Inspection) -> Formats:
    """A row a layer, with every figure of the step."""
    return {"csv": Format("Table, CSV", partial(_table, inspection))}


def norms_of(history: GradientHistory, length: int) -> Formats:
    """‖dW‖ of every layer, at the first `length` steps that were measured."""
    return {"csv": Format("Table of all steps, CSV", lambda: history.to_csv(length).encode())}


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
