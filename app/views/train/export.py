"""The curves in a file: as PNG, SVG or CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desktop.file_filters import file_filter
from app.desktop.files import write_file
from app.desktop.picture_files import png_bytes, svg_bytes
from app.views.train.charts import Charts
from core.errors import DigitLabError


def png(charts: Charts) -> bytes:
    """The plots as they are on the screen, at twice the resolution."""
    return png_bytes(lambda painter: _paint(charts, painter), charts.size())


def svg(charts: Charts) -> bytes:
    """The plots as they are on the screen, as lines and letters."""
    return svg_bytes(lambda painter: _paint(charts, painter), charts.size(), "Loss and accuracy")


def csv(charts: Charts) -> bytes:
    """The numbers of every step and epoch of the run, in UTF-8."""
    return charts.history.to_csv().encode()


FORMATS: dict[str, tuple[str, Callable[[Charts], bytes]]] = {
    "png": (file_filter("Picture, PNG", ".png"), png),
    "svg": (file_filter("Drawing, SVG", ".svg"), svg),
    "csv": (file_filter("Table of all steps, CSV", ".csv"), csv),
}


def ask_for_export(parent: QWidget) -> Path | None:
    """The path that the user chooses; None when they cancel."""
    filters = {words: kind for kind, (words, _) in FORMATS.items()}
    name, chosen = QFileDialog.getSaveFileName(
        parent, "Export the curves", "training.png", ";;".join(filters)
    )
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower().lstrip(".") not in FORMATS:
        path = path.with_name(f"{path.name}.{filters.get(chosen, 'png')}")
    return path


def export(charts: Charts, path: Path) -> None:
    """Write `path` in the format of its ending, whole or not at all. Raises DigitLabError."""
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise DigitLabError(
            f"“{path.name}” does not say what to write. End its name in .png, .svg or .csv."
        )
    charts.draw_now()
    charts.set_cached(False)
    try:
        data = FORMATS[kind][1](charts)
    finally:
        charts.set_cached(True)
    write_file(path, data)


def _paint(charts: Charts, painter: QPainter) -> None:
    whole = QRectF(charts.rect())
    charts.scene().render(painter, whole, whole)
