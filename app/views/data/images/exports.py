"""What of a grid of images can be written to a file."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.desktop.picture_files import png_bytes, svg_bytes
from app.look import theme
from app.views.data.images.grid import ImageGrid
from app.views.widgets.digit_thumbnail import SIDE, grey_image
from app.views.widgets.exports import Format, Formats
from core.data.dataset import Dataset
from core.evaluation.answers import Answers
from core.evaluation.selection import mean_image
from core.evaluation.tables import examples_csv

SCALE = 4  # of an average image
IN_A_ROW = 10


def table_formats(dataset: Dataset, order: NDArray[np.intp], answers: Answers | None) -> Formats:
    """The examples at `order` as a table."""
    return {"csv": Format("Table, CSV", partial(examples_csv, dataset, order, answers))}


def picture_formats(grid: ImageGrid) -> Formats:
    """What is in sight."""
    size = grid.viewport().size()
    return {
        "png": Format("Picture, PNG", lambda: png_bytes(grid.paint_images, size)),
        "svg": Format("Drawing, SVG", lambda: svg_bytes(grid.paint_images, size, "Images")),
    }


def average_formats(dataset: Dataset) -> Formats:
    """The average image of each class, with its name."""
    return {"png": Format("Picture, PNG", partial(_averages, dataset))}


def image_formats(pixels: NDArray[np.uint8]) -> Formats:
    """One image, pixel by pixel. pixels: uint8 (784,)."""
    image = grey_image(pixels.reshape(SIDE, SIDE))
    side = QSize(SIDE, SIDE)
    paint = partial(_paint_image, image)
    return {"png": Format("Picture, PNG", lambda: png_bytes(paint, side, 1))}


def _paint_image(image: object, painter: QPainter) -> None:
    painter.drawImage(0, 0, image)  # type: ignore[call-overload]


def _averages(dataset: Dataset) -> bytes:
    look, columns = theme.tokens(), min(IN_A_ROW, dataset.classes)
    font = theme.font(look.type_note)
    line = QFontMetrics(font).height() + look.space_1
    side, gap = SCALE * SIDE, look.space_2
    rows = -(-dataset.classes // columns)
    size = QSize(gap + columns * (side + gap), gap + rows * (side + line + gap))

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for label, name in enumerate(dataset.class_names):
            row, column = divmod(label, columns)
            place = QRect(gap + column * (side + gap), gap + row * (side + line + gap), side, side)
            painter.fillRect(place, look.color("canvas"))
            mean = mean_image(dataset, np.flatnonzero(dataset.labels == label))
            if mean is not None:
                pixels = (255 * mean.reshape(SIDE, SIDE)).round().astype(np.uint8)
                painter.drawImage(place, grey_image(pixels))
            painter.setPen(look.color("ink"))
            words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, side)
            below = QRect(place.left(), place.bottom(), side, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)

    return png_bytes(paint, size)
