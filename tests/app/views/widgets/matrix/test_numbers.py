"""The numbers beside a short column."""

import numpy as np
import pytest

from app.views.widgets.matrix.marks import GAP
from app.views.widgets.matrix.view import MatrixView


@pytest.fixture
def view(qtbot, look):
    made = MatrixView()
    qtbot.addWidget(made)
    made.resize(200, 280)
    made.show()
    return made


def ink_beside(view):
    """How many colours there are right of the picture."""
    image = view.viewport().grab().toImage()
    ratio = view.devicePixelRatioF()
    left = round((view.picture_rect().right() + GAP / 2) * ratio)
    pixels = {image.pixel(x, y) for x in range(left, image.width()) for y in range(image.height())}
    return len(pixels)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ten_numbers_stand_beside_their_cells(view, look, scheme):
    look.choose(scheme)
    view.set_array(np.linspace(-1, 1, 10)[:, None], name="Z3")
    assert ink_beside(view) > 2


@pytest.mark.parametrize(
    ("shape", "size"), [((10, 2), (200, 280)), ((24, 1), (200, 200)), ((10, 1), (80, 280))]
)
def test_where_there_is_no_room_there_are_none(view, shape, size):
    view.resize(*size)
    view.set_array(np.linspace(-1e-5, 1e-5, shape[0] * shape[1]).reshape(shape), name="Z3")
    assert ink_beside(view) == 1
