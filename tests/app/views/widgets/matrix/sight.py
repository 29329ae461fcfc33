"""Arrays of every form, and a look at what a matrix paints."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.look import theme
from app.look.colors import levels, palette
from app.views.widgets.matrix.forms import ArrayForm
from app.views.widgets.matrix.view import MatrixView

RNG = np.random.default_rng(5)

CASES = {
    "cells": ((40, 60), ArrayForm.CELLS),
    "one cell": ((1, 1), ArrayForm.CELLS),
    "too large": ((900, 1200), ArrayForm.CELLS),
    "bands beneath": ((10, 700), ArrayForm.CELLS),
    "bands beside": ((500, 7), ArrayForm.CELLS),
    "images": ((30, 784), ArrayForm.IMAGES),
    "images too large": ((400, 784), ArrayForm.IMAGES),
    "image": ((784, 1), ArrayForm.IMAGE),
    "folded": ((97, 1), ArrayForm.FOLDED),
}

EACH = pytest.mark.parametrize(("shape", "form"), CASES.values(), ids=CASES)

RATIOS = pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])


def some_cells(shape: tuple[int, int], count: int = 25) -> list[tuple[int, int]]:
    rows, columns = RNG.integers(0, shape[0], count), RNG.integers(0, shape[1], count)
    corners = [(0, 0), (shape[0] - 1, shape[1] - 1)]
    return corners + list(zip(rows.tolist(), columns.tolist(), strict=True))


class OnADisplay(MatrixView):
    """At odd coordinates of a window, so that with a ratio of 1.5 it begins on half a pixel."""

    def __init__(self, ratio: float, window: QWidget) -> None:
        self.ratio = ratio
        super().__init__(window)
        self.setGeometry(13, 7, 640, 400)
        window.resize(700, 460)
        window.show()

    def devicePixelRatioF(self) -> float:
        return self.ratio


def photograph(window: QWidget, ratio: float) -> np.ndarray:
    """(h, w) device pixels, 0xffrrggbb."""
    image = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.tokens().ground))
    window.render(image)
    bits = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return bits[:, : image.width()].copy() | np.uint32(0xFF000000)


def colors(view: MatrixView) -> np.ndarray:
    """The colour that each cell of the array should have."""
    signed = view.scale.signed
    return palette(signed, theme.tokens())[levels(view.values, view.scale)]
