"""An array as a table, as numbers for NumPy, or as a picture with its title and its colours."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.desktop.picture_files import png_bytes, svg_bytes
from app.look import theme
from app.views.widgets.exports import Format, Formats, Say, ask_and_write, write
from app.views.widgets.matrix.forms import Arrangement, ArrayForm
from app.views.widgets.matrix.legend import HEIGHT as LEGEND_HEIGHT
from app.views.widgets.matrix.legend import paint_legend
from app.views.widgets.matrix.picture import MatrixPicture
from app.views.widgets.matrix.sheet import LARGEST_CELL
from app.views.widgets.matrix.view import MatrixView
from core.errors import DigitLabError
from core.files.array_file import to_csv, to_npy
from core.network.arrays import Array

EDGE = 960  # logical pixels that the longer side of a picture has, if its cells allow
FINEST = 4096  # pixels of the longer side of an image within an SVG
WIDER = 4 / 3  # than high: a sheet of tiles
LEGEND_WIDTH = 260  # at 100 %, as the one below
TITLE_HEIGHT = 24


def formats_of(view: MatrixView) -> Formats:
    """How the array of `view` can be written. Making a file raises DigitLabError if it has none."""
    return {
        "png": Format("Picture, PNG", partial(_png, view)),
        "svg": Format("Drawing, SVG", partial(_svg, view)),
        "csv": Format("Table of all values, CSV", lambda: to_csv(_values(view), view.name)),
        "npy": Format("Array for NumPy, NPY", lambda: to_npy(_values(view))),
    }


def export(view: MatrixView, path: Path) -> None:
    """Write the array of `view` in the format of the ending of `path`. Raises DigitLabError."""
    write(path, formats_of(view))


def ask_and_export(view: MatrixView, say: Say, path: Path | None = None) -> None:
    """Export to `path`, or ask where to. say: called with the outcome, a sentence and its role."""
    ask_and_write(view, view.name, formats_of(view), say, path)


class Plate:
    """The picture of an array on a page: its title above, its colours beneath.

    size: of the page; corner: where the array begins; cell: how wide one of its cells is; all in
    logical pixels. grain: how many pixels a cell has in an SVG, so that it is crisp even where a
    program smooths what it enlarges.
    """

    def __init__(self, view: MatrixView) -> None:
        look = theme.tokens()
        self._picture, self.arrangement = _picture_of(view)
        self._ghost = view.ghost
        self.title = view.title
        self._font = theme.font(look.type_text, QFont.Weight.DemiBold)
        arrangement = self.arrangement
        self.cell = max(min(EDGE // max(arrangement.columns, arrangement.rows), LARGEST_CELL), 1)
        self.corner = QPointF(look.space_3, look.space_3 + look.px(TITLE_HEIGHT))
        self._foot = self.corner.y() + arrangement.rows * self.cell + look.space_3
        title = math.ceil(QFontMetricsF(self._font).horizontalAdvance(self.title))
        width = max(arrangement.columns * self.cell, look.px(LEGEND_WIDTH), title)
        self.grain = max(
            min(2 * self.cell, FINEST // max(arrangement.columns, arrangement.rows)), 1
        )
        self.size = QSize(
            width + 2 * look.space_3, round(self._foot) + look.px(LEGEND_HEIGHT) + look.space_3
        )

    def paint(self, painter: QPainter, grain: int = 1) -> None:
        look = theme.tokens()
        painter.setFont(self._font)
        painter.setPen(look.color("ink"))
        line = QRectF(look.space_3, look.space_3, self.size.width(), look.px(TITLE_HEIGHT))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, self.title)
        legend = QRectF(look.space_3, self._foot, look.px(LEGEND_WIDTH), look.px(LEGEND_HEIGHT))
        paint_legend(painter, legend, self._picture.scale)
        painter.save()
        painter.translate(self.corner)
        self._picture.paint(painter, self.arrangement, self.cell, 1, self._ghost, grain)
        painter.restore()


def _picture_of(view: MatrixView) -> tuple[MatrixPicture, Arrangement]:
    """The picture and its arrangement, with tiles arranged for a page. Raises DigitLabError."""
    if view.picture is None:
        raise DigitLabError("There is no array to export yet. Choose one first.")
    arrangement = view.arrangement
    if arrangement.form is ArrayForm.IMAGES:
        across = math.ceil(math.sqrt(arrangement.shape[0] * WIDER))
        arrangement = Arrangement(
            arrangement.form, arrangement.shape, min(across, arrangement.shape[0])
        )
    return view.picture, arrangement


def _values(view: MatrixView) -> Array:
    _picture_of(view)
    assert view.values is not None
    return view.values


def _png(view: MatrixView) -> bytes:
    plate = Plate(view)
    return png_bytes(plate.paint, plate.size)


def _svg(view: MatrixView) -> bytes:
    plate = Plate(view)
    return svg_bytes(lambda painter: plate.paint(painter, plate.grain), plate.size, plate.title)
