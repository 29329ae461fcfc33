"""A slider goes where it is pressed, not a page towards it."""

import pytest
from PySide6.QtCore import QPoint, Qt

from app.views.widgets.place_slider import PlaceSlider


@pytest.fixture
def slider(look, qtbot):
    made = PlaceSlider()
    qtbot.addWidget(made)
    made.setRange(0, 100)
    made.resize(420, 24)
    made.show()
    return made


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 1.0])
def test_it_goes_to_the_pointer_and_is_dragged_from_there(slider, qtbot, share):
    told = []
    slider.valueChanged.connect(told.append)
    slider.setValue(70)
    at = QPoint(int(10 + share * 400), 12)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=at)
    assert slider.value() == pytest.approx(100 * share, abs=3)
    assert slider.isSliderDown()
    qtbot.mouseMove(slider, at + QPoint(40 if share < 0.5 else -40, 0))
    moved = 10 if share < 0.5 else -10
    assert slider.value() == pytest.approx(100 * share + moved, abs=4)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=at)
    assert len(told) <= 3


def test_the_handle_itself_stays_when_it_is_pressed(slider, qtbot):
    slider.setValue(50)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(213, 12))
    assert slider.value() == 50
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(213, 12))
