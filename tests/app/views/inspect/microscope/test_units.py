"""From a unit in the picture of the network to its numbers, and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.views.inspect.microscope.example import BATCH
from tests.app.views.inspect.microscope.looking import hover, network, side_of

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize(("layer", "unit"), [(1, 0), (1, 8), (2, 7), (3, 0), (3, 9)])
def test_a_unit_is_led_to(pane, layer, unit):
    pane.show_unit(layer, unit)
    assert pane.page.stop.name == f"Z{layer}"
    assert side_of(pane).matrix.cell == (unit, 0)
    Z = "Z" + "⁰¹²³"[layer]
    assert pane.page.sum.symbols.text().startswith(f"{Z}[{unit}, 0] = Σₖ ")
    by_name = {matrix.name: matrix for matrix in pane.page.operands.matrices}
    width = pane.page.walk.dimensions[layer - 1]
    assert by_name[f"W{layer}"]._regions == ((slice(unit, unit + 1), slice(0, width)),)


def test_it_comes_back_from_the_check_of_all(qtbot, pane):
    pane.page.go_to("dW2")
    qtbot.mouseClick(pane.page.sum.check_all, LEFT)
    assert not pane.page.isVisible()
    pane.show_unit(2, 1)
    assert pane.page.isVisible()
    assert pane.page.stop.name == "Z2"


@pytest.mark.parametrize(("layer", "unit"), [(0, 3), (4, 0), (2, 8), (1, -1)])
def test_a_unit_that_is_not_there_leads_nowhere(pane, layer, unit):
    pane.page.go_to("dW2", (1, 1))
    pane.show_unit(layer, unit)
    assert pane.page.stop.name == "dW2"


def test_a_unit_is_led_to_once_there_is_a_walk(pane):
    pane.hide()
    pane.set_network(network((20, 5)))
    pane.show_unit(1, 19)
    pane.show()
    assert pane.page.stop.name == "Z1"
    assert pane.page.sum.symbols.text().startswith("Z¹[19, 0]")
    pane.page.go_to("loss")
    pane.chooser.index.setValue(5)
    assert pane.page.stop.name == "loss", "it was led to once"


def test_of_a_batch_it_is_the_example_that_is_seen(pane):
    pane.chooser.choose(BATCH)
    pane.page.column.setValue(4)
    pane.show_unit(2, 3)
    assert pane.page.sum.symbols.text().startswith("Z²[3, 4]")


@pytest.mark.parametrize(
    ("stop", "cell", "unit"),
    [
        ("Z1", (4, 0), (1, 4)),
        ("H2", (7, 0), (2, 7)),
        ("H3", (9, 0), (3, 9)),
        ("dZ3", (2, 0), (3, 2)),
        ("dW2", (3, 8), (2, 3)),
        ("db1", (6, 0), (1, 6)),
        ("dH1", (5, 0), (1, 5)),
    ],
)
def test_each_number_of_a_unit_leads_to_it_in_the_picture(qtbot, pane, stop, cell, unit):
    pane.page.go_to(stop)
    hover(qtbot, side_of(pane).matrix, cell)
    assert pane.page.sum.picture.isEnabled()
    assert f"Unit {unit[1]} of layer {unit[0]}" in pane.page.sum.picture.toolTip()
    with qtbot.waitSignal(pane.picture_wanted) as wanted:
        qtbot.mouseClick(pane.page.sum.picture, LEFT)
    assert tuple(wanted.args) == unit


@pytest.mark.parametrize("stop", ["X", "loss", "dX"])
def test_a_number_of_no_unit_leads_nowhere(pane, stop):
    pane.page.go_to(stop)
    assert not pane.page.sum.picture.isEnabled()
    assert "no unit" in pane.page.sum.picture.toolTip()
