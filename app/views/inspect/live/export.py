"""What is on the pane, as a picture or as numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.inspection.statistics import Inspection, LayerStatistics

if TYPE_CHECKING:
    from app.views.inspect.live.pane import LivePane

PNG_SCALE = 2
FIGURES = tuple(each.name for each in fields(LayerStatistics) if each.name != "histogram")


@dataclass(frozen=True)
class Format:
    """words: of the menu. ending and filter: of the file. make: its bytes."""

    words: str
    ending: str
    filter: str
    make: Callable[[LivePane], bytes]


def picture(widget: QWidget) -> bytes:
    """`widget` as it is on the screen, at twice the resolution: PNG."""
    image = QImage(widget.size() * PNG_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PNG_SCALE)
    image.fill(widget.palette().window().color())
    widget.render(image)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def table(inspection: Inspection) -> bytes:
    """A row a layer, with every figure of the step: CSV."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["step", *FIGURES])
    for layer in inspection.layers:
        cells = (_plain(getattr(layer, name)) for name in FIGURES)
        rows.writerow([inspection.step.step, *cells])
    return text.getvalue().encode()


def array(values: Array) -> bytes:
    """As numpy.load reads it: NPY."""
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(values), allow_pickle=False)
    return file.getvalue()


FORMATS = {
    "picture": Format(
        "Picture of this pane, PNG…", "png", "Picture, PNG (*.png)", lambda pane: picture(pane)
    ),
    "figures": Format(
        "Figures of this step, CSV…",
        "csv",
        "Table, CSV (*.csv)",
        lambda pane: table(pane.inspection()),
    ),
    "norms": Format(
        "‖dW‖ at every step measured, CSV…",
        "csv",
        "Table, CSV (*.csv)",
        lambda pane: pane.norms_csv().encode(),
    ),
    "array": Format(
        "The array shown, for NumPy, NPY…",
        "npy",
        "NumPy array (*.npy)",
        lambda pane: array(pane.array().values),
    ),
}


def _plain(value: Any) -> Any:
    match value:
        case float():
            return f"{value:.7g}"
        case tuple():
            return "x".join(map(str, value))
        case None:
            return ""
    return value
