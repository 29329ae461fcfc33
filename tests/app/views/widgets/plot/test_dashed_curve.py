"""Lines that are painted in passes of one pixel."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.views.widgets.plot.axes import loss_axis, steps_axis
from app.views.widgets.plot.curve import DashedCurve
from app.views.widgets.plot.plot import Board, Plot

RED = QColor("#ff0000")


def painted(qtbot, dashes, passes, width=1.0, scale=1):
    """(h, w) bool: where a flat line across a plot is red, in a picture `scale` times as large."""
    board = Board()
    qtbot.addWidget(board)
    board.resize(400, 200)
    plot = Plot("Loss", "", loss_axis(), steps_axis(), 0)
    board.add_plot(plot)
    curve = plot.add_curve("ink", 1.0, curve=DashedCurve(dashes, passes))
    board.dress()
    board.show()
    plot.fit_x(0, 1)
    plot.fit_y(0, 1)
    curve.setData(np.array([0.1, 0.9]), np.array([0.5, 0.5]))
    curve.setPen(QPen(RED, width))
    image = QImage(QSize(400, 200) * scale, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        board.set_cached(False)
        board.scene().render(painter, QRectF(0, 0, 400, 200), QRectF(board.rect()))
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(200 * scale, 400 * scale, 4)
    blue, _, red = (pixels[..., k].astype(int) for k in range(3))
    return red - blue > 100


def thickness(mask):
    return mask.any(axis=1).sum()


@pytest.mark.parametrize("scale", [1, 2])
def test_more_passes_are_thicker_and_a_larger_picture_is_alike(look, qtbot, scale):
    thin, thick = (thickness(painted(qtbot, (), passes, scale=scale)) for passes in (2, 6))
    assert thin in range(scale, 2 * scale + 2)
    assert thick in range(3 * scale, 5 * scale + 1)


def test_lines_of_a_presentation_are_thicker(look, qtbot):
    assert thickness(painted(qtbot, (), 4, width=1.75)) > thickness(painted(qtbot, (), 4))


@pytest.mark.parametrize("scale", [1, 2])
def test_dashes_leave_gaps_as_long_as_they_say(look, qtbot, scale):
    whole = painted(qtbot, (), 2, scale=scale).any(axis=0).sum()
    dashed = painted(qtbot, (6, 6), 2, scale=scale).any(axis=0)
    assert dashed.sum() == pytest.approx(whole / 2, rel=0.25)
    gaps = np.flatnonzero(np.diff(dashed.astype(int)) == 1)
    assert np.median(np.diff(gaps)) == pytest.approx(12 * scale, abs=1)
