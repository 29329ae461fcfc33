"""The way through the network and back, stop by stop."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from app.look.figures import signed, symbol
from tests.app.views.inspect.microscope.looking import network, side_of


@pytest.mark.parametrize("hidden", [(6,), (6, 5), (6, 5, 4), (7, 6, 5, 4)])
def test_every_stop_forward_and_back_by_keys(qtbot, pane, hidden):
    pane.set_network(network(hidden))
    depth = len(hidden) + 1
    stops = [each.name for each in pane.page.walk.stops]
    assert stops[0] == "X"
    assert stops[2 * depth + 1] == "loss"
    assert stops[-1] == "dX"
    assert len(stops) == 2 * depth + 2 + 4 * depth
    seen = [pane.page.stop.name]
    for _ in stops[1:]:
        qtbot.keyClick(pane, Qt.Key.Key_Right)
        seen.append(pane.page.stop.name)
    assert seen == stops
    qtbot.keyClick(pane, Qt.Key.Key_Right)
    assert pane.page.stop.name == "dX"
    back = [pane.page.stop.name]
    for _ in stops[1:]:
        qtbot.keyClick(pane, Qt.Key.Key_Left)
        back.append(pane.page.stop.name)
    assert back == stops[::-1]
    assert not pane.page.player.back.isEnabled()


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_each_stop_shows_its_array_norm_formula_and_counterpart(qtbot, pane, activation):
    pane.set_network(network(activation=activation))
    for number, stop in enumerate(pane.page.walk.stops):
        qtbot.mouseClick(
            pane.page.strip.line,
            Qt.MouseButton.LeftButton,
            pos=pane.page.strip.line.box_of(number).center().toPoint(),
        )
        assert pane.page.stop is stop
        here = side_of(pane)
        other = (
            pane.page.sides.backward if here is pane.page.sides.forward else pane.page.sides.forward
        )
        np.testing.assert_array_equal(here.matrix.values, pane.page.walk[stop.name])
        assert other.stop == pane.page.walk.counterpart(stop)
        np.testing.assert_array_equal(other.matrix.values, pane.page.walk[other.stop.name])
        if stop.name != "loss":
            norm = float(np.linalg.norm(pane.page.walk[stop.name]))
            assert here.norm.text() == f"‖{symbol(stop.name)}‖ = {signed(norm)}"
        assert symbol(stop.name) in here.formula.text()
        assert here.sentence.text()
        rows, columns = pane.page.walk[stop.name].shape
        assert here.shapes.text().startswith(f"({rows}, {columns})")


def test_play_goes_to_the_end_and_pauses(qtbot, pane):
    pane.page.player.timer.setInterval(1)
    pane.page.player.play.click()
    qtbot.waitUntil(lambda: pane.page.stop.name == "dX")
    qtbot.waitUntil(lambda: not pane.page.player.is_playing)
    pane.page.player.play.click()
    assert pane.page.stop.name == "X"
    qtbot.keyClick(pane, Qt.Key.Key_Right)
    assert not pane.page.player.is_playing


def test_a_click_beside_a_stop_does_nothing(qtbot, pane):
    pane.page.go_to("Z1")
    qtbot.mouseClick(pane.page.strip.line, Qt.MouseButton.LeftButton, pos=QPointF(0, 28).toPoint())
    assert pane.page.stop.name == "Z1"
