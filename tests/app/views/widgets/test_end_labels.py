"""The labels at the ends of curves, wherever these end."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF

from app.views.widgets.plot.axes import Axis, EndLabel, EndLabels, steps_axis
from app.views.widgets.plot.board import Board
from app.views.widgets.plot.plot import Plot


@pytest.fixture
def plot(qtbot, look):
    board = Board()
    qtbot.addWidget(board)
    made = Plot("Loss", "Nothing yet.", Axis("left", str), steps_axis(), 120)
    board.add_plot(made)
    board.resize(500, 300)
    board.show()
    made.fit_x(0, 10)
    made.fit_y(0, 1)
    yield made  # and the board stays with it


@pytest.mark.parametrize("value", [-5.0, 0.0, 0.5, 1.0, 3.1])
@pytest.mark.parametrize("others", [0, 2])
def test_a_label_stays_within_what_is_painted_anew(plot, value, others):
    labels = [EndLabel(0.5, "another", "ink")] * others
    plot.ends.set_labels(5, [*labels, EndLabel(value, "before 3.12", "ink_soft")])
    painted = plot.ends.boundingRect()
    places = plot.ends._places(plot.getViewBox().geometry())
    for x, y, _ in places:
        line = QRectF(x, y - EndLabels.LINE / 2, 1, EndLabels.LINE)
        assert painted.contains(line)
    heights = [y for _, y, _ in places]
    assert all(b - a >= EndLabels.LINE for a, b in pairwise(heights))


def test_a_label_stands_beside_the_end_of_its_curve(plot):
    plot.ends.set_labels(5, [EndLabel(0.5, "training 0.5", "ink")])
    area = plot.getViewBox().geometry()
    ((x, y, _),) = plot.ends._places(area)
    assert abs(y - area.center().y()) < 1
    assert abs(x - EndLabels.GAP - area.center().x()) < 1
