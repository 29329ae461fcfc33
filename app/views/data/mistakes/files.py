"""What of the mistakes can be written to files: the matrix, the table of classes, the curves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from app.desktop.picture_files import png_bytes, svg_bytes
from app.look import theme
from app.views.data.mistakes.classes import ClassTable
from app.views.data.mistakes.curves import CurvesPage
from app.views.data.mistakes.sheet import ConfusionSheet, page
from app.views.widgets.exports import Entry, Format, Formats, Say, ask_and_write
from core.evaluation.figures import SetFigures
from core.evaluation.tables import (
    calibration_csv,
    classes_csv,
    confusion_csv,
    refusing_csv,
    robustness_csv,
)

Picture = tuple[Callable[[QPainter], None], QSize]


def matrix_formats(found: SetFigures, sheet: ConfusionSheet, title: str) -> dict[str, Formats]:
    """By what it is in words. title: says of which network and set it is."""
    picture, csv = partial(page, sheet, title), partial(confusion_csv, found.confusion)
    return {"What is read as what": _formats(picture, csv, title)}


def class_formats(found: SetFigures, table: ClassTable, title: str) -> dict[str, Formats]:
    """In the order that the table has."""
    picture, csv = partial(_written, table.cells(), title), partial(classes_csv, found.confusion)
    return {"Figures of each class": _formats(picture, csv, title)}


def curve_formats(found: SetFigures, curves: CurvesPage) -> dict[str, Formats]:
    """Of those that are drawn, as large as they are on the screen."""
    made = {
        "As sure as right": curves.calibration.formats(partial(calibration_csv, found)),
        "Answered, and right": curves.refusing.plot.formats(partial(refusing_csv, found)),
    }
    measured = curves.robustness.measured
    if measured:
        csv = partial(robustness_csv, measured)
        made |= {each.title: each.formats(csv) for each in curves.robustness.plots}
    return made


def entries(parent: QWidget, title: str, say: Say, formats: dict[str, Formats]) -> list[Entry]:
    """Of a menu; each asks where to write."""
    return [
        (f"{words}…", partial(ask_and_write, parent, f"{words}, {title}", each, say))
        for words, each in formats.items()
    ]


def _formats(picture: Callable[[], Picture], csv: Callable[[], bytes], title: str) -> Formats:
    return {
        "png": Format("Picture, PNG", lambda: png_bytes(*picture())),
        "svg": Format("Drawing, SVG", lambda: svg_bytes(*picture(), title)),
        "csv": Format("Table, CSV", csv),
    }


def _written(cells: Sequence[Sequence[str]], title: str) -> Picture:
    """A table of words on a page: the first row is its head, numbers stand on the right."""
    look = theme.tokens()
    plain, strong = theme.font(look.type_text), theme.font(look.type_text, QFont.Weight.DemiBold)
    metrics, line = QFontMetricsF(strong), math.ceil(QFontMetricsF(strong).height() * 1.5)
    gap, margin = look.space_4, look.space_3
    widths = [
        math.ceil(max(map(metrics.horizontalAdvance, column)))
        for column in zip(*cells, strict=True)
    ]
    width = max(sum(widths) + gap * (len(widths) - 1), math.ceil(metrics.horizontalAdvance(title)))

    def paint(painter: QPainter) -> None:
        painter.setPen(look.color("ink"))
        painter.setFont(strong)
        painter.drawText(QRectF(margin, margin, width, line), Qt.AlignmentFlag.AlignLeft, title)
        for row, words in enumerate(cells, start=1):
            painter.setFont(plain if row > 1 else strong)
            x = margin
            for k, (word, wide) in enumerate(zip(words, widths, strict=True)):
                at_edge = k in (0, len(widths) - 1)
                side = Qt.AlignmentFlag.AlignLeft if at_edge else Qt.AlignmentFlag.AlignRight
                painter.drawText(QRectF(x, margin + row * line, wide, line), side, word)
                x += wide + gap

    return paint, QSize(width + 2 * margin, (len(cells) + 1) * line + 2 * margin)
