"""The curves as PNG, SVG or CSV, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from app import theme
from app.files import write_file
from app.views.train.charts import Charts
from core.errors import DigitLabError

PNG_SCALE = 2


def png(charts: Charts) -> bytes:
    """The plots as they are on the screen, at twice the resolution."""
    image = QImage(charts.size() * PNG_SCALE, QImage.Format.Format_RGB32)
    image.fill(theme.tokens().color("ground"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(charts, painter, image.size())
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def svg(charts: Charts) -> bytes:
    """The plots as they are on the screen, as lines and letters."""
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(charts.size())
    generator.setViewBox(charts.rect())
    generator.setTitle("Loss and accuracy")
    painter = QPainter(generator)
    painter.fillRect(charts.rect(), theme.tokens().color("ground"))
    _paint(charts, painter, charts.size())
    return bytes(data.data())


def csv(charts: Charts) -> bytes:
    """Every step and epoch of the run."""
    return charts.history.to_csv().encode()


FORMATS: dict[str, tuple[str, Callable[[Charts], bytes]]] = {
    "png": ("Picture, PNG (*.png)", png),
    "svg": ("Drawing, SVG (*.svg)", svg),
    "csv": ("Table of all steps, CSV (*.csv)", csv),
}


def export(charts: Charts, path: Path) -> None:
    """Write `path` in the format of its ending. Raises DigitLabError."""
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


def _paint(charts: Charts, painter: QPainter, size: QSize) -> None:
    """Ends `painter`: only then is what it painted on complete."""
    target = QRectF(0, 0, size.width(), size.height())
    charts.scene().render(painter, target, QRectF(charts.rect()))
    painter.end()
